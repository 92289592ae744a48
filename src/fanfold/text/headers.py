"""The grammar of header blocks: which lines say what, and where the story begins.

A header is a run of labelled rows, with a title and a by-line above it as a rule, and
at times all of it below the story. Labels inside of the story (memos, scripts, signs)
are no header: a run breaks at the first stretch of prose that no field explains.
Source of layouts: /docs/readers/posted_text.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from fanfold.model.evidence import Standing
from fanfold.text.closing import TAIL, above_comments, closing, skip_repeated
from fanfold.text.entry_heads import Told, entry_head
from fanfold.text.fields import MAIL, PLACE, Field, Header
from fanfold.text.label_lines import pairs_in, pairs_of
from fanfold.text.label_runs import is_prose, labelled_run, stated
from fanfold.text.lines import Kind, Line, Lines
from fanfold.text.parts import same_title
from fanfold.text.rows import Row, rows_of
from fanfold.text.unlabelled_rows import above, talk_below, unlabelled_head

__all__ = ["Field", "Header", "head_of", "may_be_labelled", "split_header"]

#: Rows that are looked at from the top.
_HEAD = 160
#: Rows that show whether there is any label, before more are asked.
_NEAR = 30


def split_header(
    lines: Sequence[Line],
    start: int = 0,
    end: int | None = None,
    *,
    again: bool = False,
    head: Header | None = None,
) -> Header:
    """Return the header of the lines from `start` to before `end`.

    again: for the lines of a part, whose header, if it has one, stands at their top.
    head: what `head_of` told of the same lines, where it has been asked before.
    """
    end = len(lines) if end is None else end
    head = head_of(lines, start, end, again=again) if head is None else head
    end = above_comments(lines, head.start, end)
    until, below = closing(lines, head.start, end, head.fields)
    body = skip_repeated(lines, head.start, until, head.fields)
    body, until = _not_empty(lines, body, until, head.fields)
    own = tuple(each for each in head.fields if each.rule != MAIL)
    mail = head.fields[len(own) :]
    return Header((*own, *below, *mail), body, until, head.labelled)


def may_be_labelled(
    lines: Sequence[Line], start: int, end: int, *, cut: bool = False
) -> bool:
    """Tell whether `split_header` may find a known label at the top or end of a part.

    cut: True where no comments lie there any more. Most parts have no label, and to be
    told so takes a tenth of the time.
    """
    if _may_label(lines, range(start, end), _NEAR):
        return True
    if _may_label(lines, range(end - 1, start - 1, -1), TAIL + 1):
        return True
    # Comments that are cut off leave another end.
    return not cut and above_comments(lines, start, end) < end


def _may_label(lines: Sequence[Line], places: range, most: int) -> bool:
    """Tell whether a known label, or a cell that may be one, is among some lines.

    most: lines with words that are looked at.
    """
    texts = lines.texts if isinstance(lines, Lines) else None
    for at in places:
        text = texts[at] if texts is not None else lines[at].text
        if not text or text.isspace():
            continue
        if texts is None and lines[at].kind is Kind.CELL:
            return True
        pairs = pairs_in(text) if texts is not None else pairs_of(lines[at])
        if pairs and any(pair.field for pair in pairs):
            return True
        most -= 1
        if not most:
            break
    return False


def head_of(
    lines: Sequence[Line], start: int, end: int, *, again: bool = False
) -> Header:
    """Return what stands above the story alone, as `split_header` would see it."""
    rows = _first_rows(lines, start, end)
    entry, behind = entry_head(rows)
    mail = [_sent(each) for each in entry]
    rows = rows[behind:]
    labelled = labelled_run(rows)
    if labelled and again and any(map(is_prose, rows[: labelled[0]])):
        labelled = None
    if labelled:
        fields, at = _head(rows, labelled[0], labelled[1])
        more, at = talk_below(rows, at)
        fields += more
    else:
        fields, at = unlabelled_head(rows)
    body = rows[at].first if at < len(rows) else _after(rows, start)
    return Header((*fields, *mail), body, end, bool(labelled))


def _first_rows(lines: Sequence[Line], start: int, end: int) -> list[Row]:
    """Return rows from the top, more where the last ones asked for hold a label."""
    rows = last = rows_of(lines, start, end, _NEAR)
    for more in (_NEAR, _HEAD - 2 * _NEAR):
        if len(last) < _NEAR or not any(row.known for row in last):
            break
        last = rows_of(lines, rows[-1].last + 1, end, more)
        rows = rows + last
    return rows


def _sent(told: Told) -> Field:
    row = told.row
    return Field(
        told.field, "", told.value, row.first, row.last, Standing.GUESSED, MAIL
    )


def _not_empty(
    lines: Sequence[Line], body: int, end: int, fields: Sequence[Field]
) -> tuple[int, int]:
    """Return the range of the story; where all was taken for its header, what was
    told by its place alone is the story too."""
    if any(any(map(str.isalnum, lines[at].text)) for at in range(body, end)):
        return body, end
    placed = [each for each in fields if each.rule == PLACE]
    if not placed:
        return body, end
    last = max(placed, key=lambda each: each.first)
    return last.first, last.last + 1


def _after(rows: list[Row], start: int) -> int:
    return rows[-1].last + 1 if rows else start


def _head(rows: list[Row], first: int, last: int) -> tuple[list[Field], int]:
    fields: list[Field] = []
    at = first
    while at <= last:
        made, at = stated(rows, at, last)
        fields += made
    said = {each.name: each.value for each in reversed(fields) if each.label}
    untold = (_unless_said(each, said) for each in above(rows[:first]))
    return [*(each for each in untold if each is not None), *fields], at


def _unless_said(each: Field, said: dict[str | None, str]) -> Field | None:
    """Return a row above the labels, as a note where a label says otherwise."""
    if each.label or each.name not in said or each.name not in {"title", "author"}:
        return each
    if same_title(each.value, said[each.name]):
        return None
    return each._replace(name="notes")
