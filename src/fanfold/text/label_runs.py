"""The run of labelled rows: where it begins, how far it goes, what its fields hold.

A story has labels too (memos, signs, script, recipes): a run breaks at the first
stretch of prose that no field explains.
"""

from __future__ import annotations

from collections.abc import Sequence

from fanfold.text import unlabelled
from fanfold.text.fields import Field
from fanfold.text.label_lines import begins_small, narrates, speaks
from fanfold.text.parts import ends_title, is_end, marker_of
from fanfold.text.rows import Row
from fanfold.text.unlabelled_rows import ABOVE, above
from fanfold.vocab.patterns import late

#: The last row at which a dense block of labels is still taken for the header.
_DEEPEST = 14
#: Fields that one header states once.
_SAID_ONCE = {"title", "author", "rating"}
#: Fields whose values run over paragraphs, and how many rows those may have.
LONG = frozenset(
    (
        "summary",
        "notes",
        "disclaimer",
        "thanks",
        "dedication",
        "distribution",
        "spoilers",
        "warnings",
        "feedback",
        "timeline",
        "category",
        None,
    )
)
_PARAGRAPHS = 14
_WRAPPED = 45
#: Fields of sentences; a name or a couple may begin small.
_TALKED = LONG - {None, "warnings", "category"}


def labelled_run(rows: list[Row]) -> tuple[int, int] | None:
    """Return first and last row of the run of labels, or None without a header."""
    first = next((at for at in range(len(rows)) if _may_begin(rows, at)), None)
    if first is None:
        return None
    last = first
    seen = said_once(rows[first])
    while (following := _next_label(rows, last)) is not None:
        if seen & said_once(rows[following]):
            break  # the header of the next part
        seen |= said_once(rows[following])
        last = following
    known = [row for row in rows[first : last + 1] if row.known]
    if len(known) >= 2 and any(row.strong for row in known):
        return first, last
    if len(known) == 1 and (known[0].strong or len(known[0].pairs) > 1) and first <= 5:
        return first, last
    return None


def said_once(row: Row) -> set[str]:
    return {pair.field for pair in row.pairs if pair.field} & _SAID_ONCE


def _may_begin(rows: list[Row], at: int) -> bool:
    row = rows[at]
    if (
        not row.known
        or at > _DEEPEST
        or _opens_part(rows, at)
        or narrates(row.text, row.pairs)
    ):
        return False
    if at < ABOVE + 3 and _may_stand_above(rows[:at]):
        return True
    near = rows[at : at + 5]
    if len(rows) - at < 2 * _DEEPEST or any(is_end(row.text) for row in rows[:at]):
        return False
    return sum(row.known for row in near) >= 4 and sum(row.strong for row in near) >= 3


def _may_stand_above(rows: list[Row]) -> bool:
    """Tell whether rows above a label can be its title, by-line, word of warning."""
    told = [text for text in _paragraphs(rows) if len(text) > _WRAPPED]
    prose = [text for text in told if unlabelled.meant_by(text) is None]
    return len(prose) <= 1 and not any(
        marker_of(row.text) or is_end(row.text) for row in rows
    )


def _paragraphs(rows: Sequence[Row]) -> list[str]:
    paragraphs: list[str] = []
    for row in rows:
        if row.rule:
            continue
        if row.gap or not paragraphs:
            paragraphs.append(row.text)
        else:
            paragraphs[-1] += " " + row.text
    return paragraphs


def _next_label(rows: list[Row], at: int) -> int | None:
    """Return the row of the next label of the same header, None behind the last."""
    field_name = next((p.field for p in reversed(rows[at].pairs) if p.field), None)
    allowed = _PARAGRAPHS if field_name in LONG else 3
    prose, paragraph = 0, True
    for number in range(at + 1, len(rows)):
        row = rows[number]
        if row.gap:
            paragraph = False
        if (
            _opens_part(rows, number)
            or _tells(row, rows[:number])
            or _speak(rows, number)
        ):
            return None
        if row.known and _belongs(rows, number, apart=not paragraph or prose > 0):
            return number
        if is_end(row.text) or ends_title(row.text):
            return None
        if row.gap and row.text[:1] in _SPEECH and not row.known:
            return None
        if row.rule or marker_of(row.text) or (row.gap and _is_number(row.text)):
            if prose:
                return None  # what was read as a long value was a story
            dense = [each for each in rows[number + 1 : number + 5] if each.known]
            if len(dense) < 2 or not any(each.strong for each in dense):
                return None
            continue
        prose += 0 if paragraph else 1
        short = field_name not in LONG and not paragraph
        if prose > allowed or (short and is_prose(row)):
            return None
    return None


def _tells(row: Row, before: Sequence[Row]) -> bool:
    """Tell a story's "Warning: thin ice, said the board" from a header's row.

    Behind a gap, a label in capitals with a sentence that begins small, where no value
    above began small.
    """
    if not row.gap or not narrates(row.text, row.pairs):
        return False
    known = [pair for each in before for pair in each.pairs if pair.field in _TALKED]
    return not any(begins_small(pair.value) for pair in known)


def _speak(rows: Sequence[Row], at: int) -> bool:
    """Tell script (``Anna: "Who?"``) from a label that no table knows: two speak."""
    return speaks(rows[at].pairs) and any(
        speaks(row.pairs) for row in rows[at + 1 : at + 3]
    )


def _opens_part(rows: Sequence[Row], at: int) -> bool:
    """Tell a part's heading ("Chapter 1: Out") from a field that names the part."""
    row = rows[at]
    alone = row.gap > 0 or (at == 0 and (len(rows) == 1 or rows[1].gap > 0))
    return (
        alone
        and bool(row.pairs)
        and all(pair.field == "part" for pair in row.pairs)
        and marker_of(row.text) is not None
    )


#: Signs that speech begins with; an author's talk seldom does.
_SPEECH = frozenset('"“„«—')
_NUMBER = late(r"\W{0,4}(?:\d{1,2}|[IVX]{1,5})\W{0,4}")


def _is_number(text: str) -> bool:
    return len(text) < 14 and _NUMBER.fullmatch(text) is not None


def _belongs(rows: list[Row], at: int, *, apart: bool) -> bool:
    """Tell whether a labelled row goes on with the header before it."""
    row = rows[at]
    if row.strong or not apart:
        return True
    near = rows[max(0, at - 1) : at] + rows[at + 1 : at + 2]
    return any(each.strong for each in near)


def is_prose(row: Row) -> bool:
    if row.pairs:
        return False
    sentence = row.text[-1] in '.!?"”' and len(row.text.split()) > 3
    return len(row.text) > 60 or sentence


# --- its fields ---------------------------------------------------------------------


def stated(rows: list[Row], at: int, last: int) -> tuple[list[Field], int]:
    """Return the fields of a row with what continues it, and the row after."""
    row = rows[at]
    if row.rule or not row.pairs:
        return list(above([row])), at + 1
    *before, final = row.pairs
    until = _value_end(rows, at, last, final.field)
    parts = [final.value] + [
        ("\n\n" if each.gap else "\n") + each.text for each in rows[at + 1 : until]
    ]
    value = "".join(parts).strip()
    ends = rows[until - 1].last
    fields = [
        Field(pair.field, pair.label, pair.value, row.first, row.last)
        for pair in before
    ]
    return [*fields, Field(final.field, final.label, value, row.first, ends)], until


def _value_end(rows: list[Row], at: int, last: int, name: str | None) -> int:
    """Return the row after the value that begins in row `at`."""
    empty = not rows[at].pairs[-1].value
    number = at + 1
    while number < len(rows) and not rows[number].rule:
        under = empty and number == at + 1 and not rows[number].known
        if rows[number].pairs and not under:
            break
        row, before = rows[number], rows[number - 1]
        if marker_of(row.text) or row.heading or unlabelled.points_elsewhere(row.text):
            break
        if row.gap:
            inside = number <= last and name in LONG
            own = empty and number == at + 1 and (number < last or row.gap == 1)
            told = number > last and _goes_on(rows, number, name)
            if not (inside or own or told):
                break
        elif not empty and name not in LONG and len(before.text) < _WRAPPED:
            break
        number += 1
    return number


def _goes_on(rows: list[Row], at: int, name: str | None) -> bool:
    """Tell whether a paragraph behind the last label still is its author's talk."""
    if name not in LONG or rows[at].gap > rows[at - 1].gap + 1:
        return False
    paragraph = [rows[at].text]
    for row in rows[at + 1 :]:
        if row.gap or row.rule or row.pairs:
            break
        paragraph.append(row.text)
    return unlabelled.meant_by(" ".join(paragraph)) is not None
