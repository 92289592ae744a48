"""Rows that name no field: what title, by-line, date and talk are by their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fanfold.model.evidence import Standing
from fanfold.text import subjects, unlabelled
from fanfold.text.fields import PLACE, Field
from fanfold.text.parts import is_chrome, marker_of
from fanfold.text.rows import Row
from fanfold.text.sentences import stated_alone, told_in

#: Rows that may stand above the first label: title, by-line, address, epigraph.
ABOVE = 9


def above(
    rows: Sequence[Row], *, titled: bool = False, named: bool = False
) -> Iterator[Field]:
    """Yield what the rows above (or between) the labels say without naming it.

    titled, named: whether title and author are stated elsewhere. What means nothing
    that has a name is the author's note: kept, never dropped.
    """
    at = 0
    while at < len(rows):
        row = rows[at]
        if row.rule or (is_chrome(row.text) and not _signed(rows, at)):
            at += 1
            continue
        told, until = _by_place(rows, at, titled=titled, named=named)
        for each in told:
            titled |= each.name == "title"
            named |= each.name == "author"
        yield from told
        at = until


def _by_place(
    rows: Sequence[Row], at: int, *, titled: bool, named: bool
) -> tuple[list[Field], int]:
    """Return what a row (or the paragraph it begins) says, and the row behind it."""
    row = rows[at]
    by = unlabelled.bylined(row.text) or unlabelled.told_by(row.text)
    if by:
        return [placed(name, value, row, row) for name, value in by], at + 1
    if not titled and _may_name(rows, at):
        return _titled(row), at + 1
    if row.pairs:
        stated = [
            Field(pair.field, pair.label, pair.value, row.first, row.last)
            for pair in row.pairs
        ]
        return stated, at + 1
    if titled and not named and _is_bare_name(row, rows[:at]):
        made = unlabelled.author_of(row.text)
        return [placed(name, value, row, row) for name, value in made], at + 1
    until = at + 1
    while until < len(rows) and not _begins(rows[until]):
        until += 1
    paragraph = "\n".join(each.text for each in rows[at:until])
    told = told_in(paragraph, known=True)
    last = rows[until - 1]
    return [placed(name, value, row, last) for name, value in told], until


def _signed(rows: Sequence[Row], at: int) -> bool:
    """Tell whether a by-line follows at once: "Home" by somebody is a title."""
    below = rows[at + 1] if at + 1 < len(rows) else None
    return below is not None and bool(unlabelled.bylined(below.text))


def _may_name(rows: Sequence[Row], at: int) -> bool:
    """Tell whether the first row without a label can be the title."""
    row = rows[at]
    if len(row.text) > 120 or any(pair.field for pair in row.pairs):
        return False
    if row.pairs and any(not (each.rule or is_chrome(each.text)) for each in rows[:at]):
        return False
    return len(row.text) <= 60 or unlabelled.meant_by(row.text) is None


def _begins(row: Row) -> bool:
    """Tell whether a row begins something new rather than going on."""
    return bool(
        row.gap
        or row.rule
        or row.pairs
        or unlabelled.bylined(row.text)
        or unlabelled.told_by(row.text)
        or is_chrome(row.text)
    )


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


def placed(name: str, value: str, first: Row, last: Row) -> Field:
    known = None if name == "other" else name
    return Field(known, "", value, first.first, last.last, Standing.GUESSED, PLACE)


def unlabelled_head(rows: list[Row]) -> tuple[list[Field], int]:
    """Return title, by-line and talk that stand above a story without labels."""
    fields: list[Field] = []
    at = 0
    while at < min(len(rows), ABOVE) and (
        rows[at].rule or (is_chrome(rows[at].text) and not _signed(rows, at))
    ):
        at += 1
    titled = False
    while at < len(rows) and len(fields) < ABOVE:
        behind = at
        while behind < len(rows) - 1 and rows[behind].rule:
            behind += 1
        made: list[Field] = []
        if not titled and _is_title(rows, behind):
            made = _titled(rows[behind])
            titled, behind = True, behind + 1
        else:
            made, behind = _told(rows, behind, titled=titled)
        if not made:
            break
        fields += made
        at = behind
    while at < len(rows) and rows[at].rule:
        at += 1
    return fields, at


def _titled(row: Row) -> list[Field]:
    """Return what a title's line says: the title, who wrote it, rating and couple."""
    told = unlabelled.titled_by(row.text) or subjects.told_by(row.text, posted=False)
    told = told or (unlabelled.Unlabelled("title", row.text),)
    return [placed(name, value, row, row) for name, value in told]


def _is_title(rows: list[Row], at: int) -> bool:
    text = rows[at].text
    if marker_of(text) or len(text) > 90 or unlabelled.bylined(text):
        return False
    alone = at + 1 >= len(rows) or rows[at + 1].gap > 0 or rows[at + 1].rule
    below = rows[at + 1 : at + 3]
    by = bool(below) and bool(
        unlabelled.bylined(below[0].text)
        or unlabelled.told_by(below[0].text)
        or _is_name_line(below)
    )
    sentence = text[-1] in '.,;"”' and not text.endswith("...")
    return (alone or by or rows[at].heading) and (
        not sentence or by or rows[at].heading
    )


def _is_name_line(below: Sequence[Row]) -> bool:
    """Tell a bare name right below a title: two words or three, then a gap or date."""
    name, *after = below
    if (
        name.gap
        or not 2 <= len(name.text.split()) <= 3
        or not _is_bare_name(name, below)
    ):
        return False
    return bool(after) and (after[0].gap > 0 or bool(unlabelled.told_by(after[0].text)))


def _told(rows: list[Row], at: int, *, titled: bool) -> tuple[list[Field], int]:
    row = rows[at]
    told = unlabelled.bylined(row.text) or unlabelled.told_by(row.text)
    if told:
        return [placed(name, value, row, row) for name, value in told], at + 1
    if titled and at <= 2 and _is_bare_name(row, rows[:at]) and not row.gap:
        made = unlabelled.author_of(row.text)
        return [placed(name, value, row, row) for name, value in made], at + 1
    end = at + 1
    while end < len(rows) and not _begins(rows[end]):
        end += 1
    paragraph = "\n".join(each.text for each in rows[at:end])
    said = () if marker_of(row.text) else told_in(paragraph, known=False)
    if not said:
        return [], at
    return [placed(name, value, row, rows[end - 1]) for name, value in said], end


def talk_below(rows: list[Row], at: int) -> tuple[list[Field], int]:
    """Return dedications and permissions between the labels and the story."""
    fields: list[Field] = []
    while at < len(rows):
        row = rows[at]
        until = at + 1
        while until < len(rows) and not _begins(rows[until]):
            until += 1
        paragraph = "\n".join(each.text for each in rows[at:until])
        if row.rule or row.pairs or marker_of(row.text) or not stated_alone(paragraph):
            break
        said = told_in(paragraph, known=True)
        fields += [placed(name, value, row, rows[until - 1]) for name, value in said]
        at = until
    return fields, at
