"""Lines as rows of a header: cells put together, pairs found, blanks counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fanfold.text.breaks import is_scene_break
from fanfold.text.label_lines import Pair, pairs_of
from fanfold.text.lines import Kind, Line
from fanfold.vocab.labels import field_of


@dataclass(frozen=True, slots=True)
class Row:
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
        return any(pair.field for pair in self.pairs)

    @property
    def strong(self) -> bool:
        """True where a label of the row makes a header by itself."""
        return any(pair.field and not pair.weak for pair in self.pairs)


def rows_of(lines: Sequence[Line], start: int, end: int, most: int) -> list[Row]:
    """Return up to `most` rows of the lines from `start` to before `end`."""
    rows: list[Row] = []
    at, gap = start, 0
    while at < end and len(rows) < most:
        line = lines[at]
        if line.kind is Kind.BLANK or not line.text.strip():
            gap, at = gap + 1, at + 1
            continue
        row = _row(lines, at, end, gap)
        rows.append(row)
        at, gap = row.last + 1, 0
    return rows


def _row(lines: Sequence[Line], at: int, end: int, gap: int) -> Row:
    line = lines[at]
    if line.kind is Kind.CELL:
        last = at
        while last + 1 < end and _same_row(line, lines[last + 1]):
            last += 1
        label, *values = (each.text.strip() for each in lines[at : last + 1])
        if values and field_of(label.rstrip(": ")):
            pair = Pair(
                label.rstrip(": "), field_of(label.rstrip(": ")), " ".join(values)
            )
            return Row(f"{label} {pair.value}", at, last, (pair,), False, gap)
    rule = line.kind is Kind.RULE or is_scene_break(line.text)
    pairs = () if rule else pairs_of(line)
    return Row(line.text.strip(), at, at, pairs, rule, gap, line.kind is Kind.HEADING)


def _same_row(one: Line, other: Line) -> bool:
    return other.kind is Kind.CELL and other.level == one.level
