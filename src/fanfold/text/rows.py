"""Lines as rows of a header: cells put together, pairs found, blanks counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fanfold.text.breaks import is_scene_break
from fanfold.text.label_lines import Pair, pairs_in, pairs_of
from fanfold.text.lines import Kind, Line, Lines
from fanfold.text.parts import marker_of
from fanfold.vocab.labels import field_of

#: Cells of one row of a header at most; hostile pages have thousands.
_WIDEST = 100


class Row(NamedTuple):
    """One row. first, last: indices of its lines; gap: blank lines before it."""

    text: str
    first: int
    last: int
    pairs: tuple[Pair, ...]
    rule: bool
    gap: int
    heading: bool = False

    @property
    def known(self) -> bool:
        """True where a label of the row stands for a field."""
        return bool(self.pairs) and any(pair.field for pair in self.pairs)

    @property
    def strong(self) -> bool:
        """True where a label of the row makes a header by itself."""
        return bool(self.pairs) and any(
            pair.field and not pair.weak for pair in self.pairs
        )


_new = tuple.__new__


def rows_of(lines: Sequence[Line], start: int, end: int, most: int) -> list[Row]:
    """Return up to `most` rows of the lines from `start` to before `end`."""
    if isinstance(lines, Lines):
        return _rows_of_text(lines.texts, start, end, most)
    rows: list[Row] = []
    at, gap, words, blank = start, 0, Kind.TEXT, Kind.BLANK
    while at < end and len(rows) < most:
        line = lines[at]
        text = line.text.strip()
        if not text or line.kind is blank:
            gap, at = gap + 1, at + 1
            continue
        if line.kind is words:
            rule = is_scene_break(text)
            pairs = () if rule else pairs_in(text, line.bold)
            row = _new(Row, (text, at, at, pairs, rule, gap, False))
        else:
            row = _row(lines, at, end, gap)
        rows.append(row)
        at, gap = row.last + 1, 0
    return rows


def _rows_of_text(texts: Sequence[str], start: int, end: int, most: int) -> list[Row]:
    """Return the rows of a plain text: each line with words is one."""
    rows: list[Row] = []
    gap = 0
    for at in range(start, end):
        text = texts[at].strip()
        if not text:
            gap += 1
            continue
        rule = is_scene_break(text)
        pairs = () if rule else pairs_in(text)
        rows.append(_new(Row, (text, at, at, pairs, rule, gap, False)))
        if len(rows) == most:
            break
        gap = 0
    return rows


def last_rows_of(lines: Sequence[Line], start: int, end: int, most: int) -> list[Row]:
    """Return the last rows of those lines, up to `most`."""
    begin, left = end, most + 1
    texts = lines.texts if isinstance(lines, Lines) else None
    while begin > start and left:
        begin -= 1
        if texts is not None:
            left -= 1 if texts[begin] else 0
            continue
        # Cells of one row count once: the first of them is where the row begins.
        cell = begin > start and lines[begin].kind is Kind.CELL
        if lines[begin].text and not (
            cell and _same_row(lines[begin], lines[begin - 1])
        ):
            left -= 1
    return rows_of(lines, begin, end, end - begin)[-most:]


def _row(lines: Sequence[Line], at: int, end: int, gap: int) -> Row:
    line = lines[at]
    if line.kind is Kind.CELL:
        last = at
        until = min(end, at + _WIDEST)
        while last + 1 < until and _same_row(line, lines[last + 1]):
            last += 1
        label, *values = (each.text.strip() for each in lines[at : last + 1])
        if values and field_of(label.rstrip(": ")):
            pair = Pair(
                label.rstrip(": "), field_of(label.rstrip(": ")), " ".join(values)
            )
            return Row(f"{label} {pair.value}", at, last, (pair,), False, gap)
    rule = line.kind is Kind.RULE or is_scene_break(line.text)
    heading = line.kind is Kind.HEADING
    # "Chapter 1: Out" as a heading begins the story; as a line it may be a field.
    begins = heading and marker_of(line.text) is not None
    pairs = () if rule or begins else pairs_of(line)
    return Row(line.text.strip(), at, at, pairs, rule, gap, heading)


def _same_row(one: Line, other: Line) -> bool:
    return other.kind is Kind.CELL and other.level == one.level
