"""The grammar of header blocks: which lines say what, and where the story begins.

A header is a run of labelled rows, with a title and a by-line above it as a rule, and
at times all of it below the story. Labels inside of the story (memos, scripts, signs)
are no header: a run breaks at the first stretch of prose that no field explains.
Source of layouts: /docs/readers/posted_text.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from fanfold.model.evidence import Standing
from fanfold.text import unlabelled
from fanfold.text.lines import Line
from fanfold.text.parts import is_chrome, is_end, marker_of, same_title
from fanfold.text.rows import Row, rows_of
from fanfold.vocab.patterns import late

LABEL = "headers.label/1"
PLACE = "headers.place/1"
MAIL = "headers.mail/1"
#: Rows that are looked at from the top and from the end.
_HEAD, _TAIL = 160, 60
#: Rows that may stand above the first label: title, by-line, address, epigraph.
_ABOVE = 9
#: The last row at which a dense block of labels is still taken for the header.
_DEEPEST = 14
#: Fields that one header states once.
_SAID_ONCE = {"title", "author", "rating"}
#: Fields whose values run over paragraphs, and how many rows those may have.
_LONG = frozenset(
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
#: Rows that a header below the story may have behind its last label.
_BELOW = 8
_WRAPPED = 45


@dataclass(frozen=True, slots=True)
class Field:
    """One stated field.

    name: a field of vocab/labels.toml, None where the label is not known.
    first, last: indices of the lines that state it. value: the words, lines joined by
    ``\\n`` where the source broke them, paragraphs by an empty line.
    """

    name: str | None
    label: str
    value: str
    first: int
    last: int
    standing: Standing = Standing.LABELLED
    rule: str = LABEL


@dataclass(frozen=True, slots=True)
class Header:
    """The fields in order, and the range of the lines that are the story."""

    fields: tuple[Field, ...]
    start: int
    end: int
    labelled: bool = field(default=False)

    def of(self, name: str) -> Field | None:
        """Return the first field of that name."""
        return next((each for each in self.fields if each.name == name), None)


def split_header(
    lines: Sequence[Line], start: int = 0, end: int | None = None
) -> Header:
    """Return the header of the lines from `start` to before `end`."""
    end = len(lines) if end is None else end
    rows = rows_of(lines, start, end, _HEAD)
    mail, behind = mail_head(rows)
    rows = rows[behind:]
    labelled = _labelled_run(rows)
    if labelled:
        fields, at = _head(rows, labelled[0], labelled[1])
    else:
        fields, at = _unlabelled_head(rows)
    body = rows[at].first if at < len(rows) else _after(rows, start, end)
    end, closing = _closing(lines, body, end, fields)
    body = skip_repeated(lines, body, end, fields)
    return Header((*fields, *closing, *mail), body, end, bool(labelled))


_MAIL = {"from": "author", "subject": "title", "date": "date"}
_MAIL_LABELS = late(
    r"(?i)(from|subject|date|to|cc|reply-to|sender|newsgroups|message-id|organization|"
    r"x-[\w-]+|lines|mime-version|content-[\w-]+|received|return-path):\s*(.*)"
)
_REPLY = late(r"(?i)^(?:(?:re|fwd?|aw|wg|fic|new|rep|story|\[[^\]]{1,30}\])\s*:?\s+)+")


def mail_head(rows: Sequence[Row]) -> tuple[list[Field], int]:
    """Return what the head of a mail says (RFC 5322 names), and the row behind it.

    A head of its own says less than the author's header block below it.
    """
    found = []
    for row in rows:
        label = _MAIL_LABELS.match(row.text)
        if label is None:
            break
        found.append((row, label[1].lower(), label[2]))
    names = {name for _, name, _ in found}
    if not {"from", "subject"} <= names and not {"from", "date"} <= names:
        return [], 0
    fields = []
    for row, name, value in found:
        if name not in _MAIL:
            continue
        said = _REPLY.sub("", value)
        told = unlabelled.titled_by(said) if name == "subject" else ()
        told = told or (unlabelled.Unlabelled(_MAIL[name], said),)
        fields += [
            Field(
                each.field, "", each.value, row.first, row.last, Standing.GUESSED, MAIL
            )
            for each in told
        ]
    return fields, len(found)


def _after(rows: list[Row], start: int, end: int) -> int:
    return rows[-1].last + 1 if rows and len(rows) < _HEAD else end if rows else start


# --- the labelled run ----------------------------------------------------------------


def _labelled_run(rows: list[Row]) -> tuple[int, int] | None:
    """Return first and last row of the run of labels, or None without a header."""
    first = next((at for at in range(len(rows)) if _may_begin(rows, at)), None)
    if first is None:
        return None
    last = first
    seen = _once(rows[first])
    while (following := _next_label(rows, last)) is not None:
        if seen & _once(rows[following]):
            break  # the header of the next part
        seen |= _once(rows[following])
        last = following
    known = [row for row in rows[first : last + 1] if row.known]
    if len(known) >= 2 and any(row.strong for row in known):
        return first, last
    if len(known) == 1 and (known[0].strong or len(known[0].pairs) > 1) and first <= 5:
        return first, last
    return None


def _once(row: Row) -> set[str]:
    return {pair.field for pair in row.pairs if pair.field} & _SAID_ONCE


def _may_begin(rows: list[Row], at: int) -> bool:
    if not rows[at].known or at > _DEEPEST:
        return False
    if at < _ABOVE + 3 and _may_stand_above(rows[:at]):
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
    allowed = _PARAGRAPHS if field_name in _LONG else 3
    prose, paragraph = 0, True
    for number in range(at + 1, len(rows)):
        row = rows[number]
        if row.gap:
            paragraph = False
        if row.known and _belongs(rows, number, apart=not paragraph or prose > 0):
            return number
        if is_end(row.text):
            return None
        if row.rule or marker_of(row.text):
            dense = [each for each in rows[number + 1 : number + 5] if each.known]
            if len(dense) < 2 or not any(each.strong for each in dense):
                return None
            continue
        prose += 0 if paragraph else 1
        short = field_name not in _LONG and not paragraph
        if prose > allowed or (short and _is_prose(row)):
            return None
    return None


def _belongs(rows: list[Row], at: int, *, apart: bool) -> bool:
    """Tell whether a labelled row goes on with the header before it."""
    row = rows[at]
    if row.strong or not apart:
        return True
    near = rows[max(0, at - 1) : at] + rows[at + 1 : at + 2]
    return any(each.strong for each in near)


def _is_prose(row: Row) -> bool:
    if row.pairs:
        return False
    sentence = row.text[-1] in '.!?"”' and len(row.text.split()) > 3
    return len(row.text) > 60 or sentence


# --- fields of the run ---------------------------------------------------------------


def _head(rows: list[Row], first: int, last: int) -> tuple[list[Field], int]:
    fields: list[Field] = []
    at = first
    while at <= last:
        made, at = _stated(rows, at, last)
        fields += made
    labelled = {each.name for each in fields if each.label}
    above = (
        replace(each, name=None)
        if each.name in labelled & {"title", "author"} and not each.label
        else each
        for each in _above(rows[:first])
    )
    return [*above, *fields], at


def _stated(rows: list[Row], at: int, last: int) -> tuple[list[Field], int]:
    """Return the fields of a row with what continues it, and the row after."""
    row = rows[at]
    if row.rule or not row.pairs:
        return list(_above([row])), at + 1
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
    while number < len(rows) and not rows[number].pairs and not rows[number].rule:
        row, before = rows[number], rows[number - 1]
        if marker_of(row.text) or row.heading or unlabelled.points_elsewhere(row.text):
            break
        if row.gap:
            inside = number <= last and name in _LONG
            own = empty and number == at + 1 and (number < last or row.gap == 1)
            told = number > last and _goes_on(rows, number, name)
            if not (inside or own or told):
                break
        elif not empty and name not in _LONG and len(before.text) < _WRAPPED:
            break
        number += 1
    return number


def _goes_on(rows: list[Row], at: int, name: str | None) -> bool:
    """Tell whether a paragraph behind the last label still is its author's talk."""
    if name not in _LONG or rows[at].gap > rows[at - 1].gap + 1:
        return False
    paragraph = [rows[at].text]
    for row in rows[at + 1 :]:
        if row.gap or row.rule or row.pairs:
            break
        paragraph.append(row.text)
    return unlabelled.meant_by(" ".join(paragraph)) is not None


# --- rows without a label ------------------------------------------------------------


def _above(rows: Sequence[Row]) -> Iterator[Field]:
    """Yield what the rows above (or between) the labels say without naming it."""
    titled = named = False
    for number, row in enumerate(rows):
        if row.rule or is_chrome(row.text):
            continue
        told = _by_place(row, titled=titled, named=named, before=rows[:number])
        for name, value in told:
            titled |= name == "title"
            named |= name == "author"
            yield _placed(name, value, row, row)


def _by_place(
    row: Row, *, titled: bool, named: bool, before: Sequence[Row]
) -> tuple[unlabelled.Unlabelled, ...]:
    by = unlabelled.bylined(row.text)
    if by:
        return by
    told = unlabelled.told_by(row.text)
    if told:
        return told
    if not titled and not row.pairs:
        both = unlabelled.titled_by(row.text)
        meant = unlabelled.meant_by(row.text) if len(row.text) > 60 else None
        if meant is None and len(row.text) <= 120:
            return both or (unlabelled.Unlabelled("title", row.text),)
        return (unlabelled.Unlabelled(meant or "other", row.text),)
    if titled and not named and _is_bare_name(row, before):
        return unlabelled.author_of(row.text)
    meant = unlabelled.meant_by(row.text)
    return (unlabelled.Unlabelled(meant or "other", row.text),)


def _is_bare_name(row: Row, before: Sequence[Row]) -> bool:
    words = row.text.split()
    return (
        bool(before)
        and row.gap <= 1
        and 1 <= len(words) <= 4
        and all(
            word[:1].isupper() or word in {"de", "of", "the", "von"} for word in words
        )
        and row.text[-1].isalnum()
    )


def _placed(name: str, value: str, first: Row, last: Row) -> Field:
    known = None if name == "other" else name
    return Field(known, "", value, first.first, last.last, Standing.GUESSED, PLACE)


def _unlabelled_head(rows: list[Row]) -> tuple[list[Field], int]:
    """Return title, by-line and talk that stand above a story without labels."""
    fields: list[Field] = []
    at = 0
    while at < min(len(rows), _ABOVE) and (rows[at].rule or is_chrome(rows[at].text)):
        at += 1
    if at < len(rows) and _is_title(rows, at):
        both = unlabelled.titled_by(rows[at].text)
        told = both or (unlabelled.Unlabelled("title", rows[at].text),)
        fields += [_placed(name, value, rows[at], rows[at]) for name, value in told]
        at += 1
    while at < len(rows) and len(fields) < _ABOVE:
        behind = at
        while behind < len(rows) - 1 and rows[behind].rule:
            behind += 1
        made, behind = _told(rows, behind, titled=bool(fields))
        if not made:
            break
        fields += made
        at = behind
    while at < len(rows) and rows[at].rule:
        at += 1
    return fields, at


def _is_title(rows: list[Row], at: int) -> bool:
    text = rows[at].text
    if marker_of(text) or len(text) > 90 or unlabelled.bylined(text):
        return False
    alone = at + 1 >= len(rows) or rows[at + 1].gap > 0 or rows[at + 1].rule
    by = at + 1 < len(rows) and bool(
        unlabelled.bylined(rows[at + 1].text) or unlabelled.told_by(rows[at + 1].text)
    )
    sentence = text[-1] in '.,;"”' and not text.endswith("...")
    return (alone or by or rows[at].heading) and (
        not sentence or by or rows[at].heading
    )


def _told(rows: list[Row], at: int, *, titled: bool) -> tuple[list[Field], int]:
    row = rows[at]
    told = unlabelled.bylined(row.text) or unlabelled.told_by(row.text)
    if told:
        return [_placed(name, value, row, row) for name, value in told], at + 1
    if titled and at <= 2 and _is_bare_name(row, rows[:at]) and not row.gap:
        made = unlabelled.author_of(row.text)
        return [_placed(name, value, row, row) for name, value in made], at + 1
    end = at + 1
    while end < len(rows) and not rows[end].gap and not rows[end].rule:
        end += 1
    paragraph = "\n".join(each.text for each in rows[at:end])
    meant = unlabelled.meant_by(paragraph)
    if meant is None or marker_of(row.text):
        return [], at
    return [_placed(meant, paragraph, row, rows[end - 1])], end


# --- the other end, and what is said twice -------------------------------------------


def _closing(
    lines: Sequence[Line], body: int, end: int, found: Sequence[Field]
) -> tuple[int, list[Field]]:
    """Return where the story ends, and the fields of a header below it."""
    start = max(body, end - 3 * _TAIL)
    rows = rows_of(lines, start, end, 10_000)[-_TAIL:]
    seen = {each.name for each in found if each.label} & _SAID_ONCE
    first = _closing_row(rows, seen, strict=len(found) > 3)
    if first is None:
        return end, []
    last = max(at for at, row in enumerate(rows) if row.known)
    fields: list[Field] = []
    at = first
    while at <= last:
        made, at = _stated(rows, at, last)
        fields += made
    fields += _above(rows[at:])
    return rows[first].first, [
        each for each in fields if each.name not in {"title", None} or each.label
    ]


def _closing_row(rows: list[Row], seen: set[str | None], *, strict: bool) -> int | None:
    """Return the row where a header below the story begins."""
    for at in range(1, len(rows)):
        behind_mark = rows[at - 1].rule or is_end(rows[at - 1].text)
        if not rows[at].known or not (behind_mark or rows[at].gap):
            continue
        rest = rows[at:]
        if len(rest) - max(n for n, row in enumerate(rest) if row.known) > _BELOW:
            continue
        known = [row for row in rest if row.known]
        if any(seen & _once(row) or marker_of(row.text) for row in rest):
            continue  # the next part's header, not this story's
        plain = [row for row in rest if not row.pairs and _is_prose(row)]
        strong = sum(row.strong for row in known)
        if behind_mark and strong and len(plain) <= _PARAGRAPHS:
            return at
        if not strict and len(known) >= 2 and strong and len(plain) <= len(known):
            return at
    return None


def skip_repeated(
    lines: Sequence[Line], body: int, end: int, fields: Sequence[Field]
) -> int:
    """Return the body's start behind a title and by-line that are said once more.

    fields: of the work's header; what they say may stand again, in any order.
    """
    title = next((each.value for each in fields if each.name == "title"), "")
    author = next((each.value for each in fields if each.name == "author"), "")
    for row in rows_of(lines, body, end, 6):
        by, told = unlabelled.bylined(row.text), unlabelled.told_by(row.text)
        again = (
            row.rule
            or (
                title and same_title(row.text, title) and not marker_of(row.text, title)
            )
            or (by and (not author or same_title(by[0].value, author)))
            or (author and same_title(row.text, author))
            or (told and all(each.field == "email" for each in told))
            or unlabelled.points_elsewhere(row.text)
            or is_chrome(row.text)
        )
        if not again:
            break
        body = row.last + 1
    return body
