"""Where the walk over a page writes: letters into lines, lines into blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

from fanfold.text.lines import Kind, Line
from fanfold.text.page import PageLine, Run

_SPACES = re.compile(r"[ \t\n\f]{2,}|[\t\n\f]")
_HARD_SPACES = re.compile("(?:\xa0 ?){2,}| \xa0")
_INDENT = re.compile("[\xa0\u3000\\s]*")
#: Share of a page's letters above which a mark says nothing any more.
DOMINANT = 0.6
#: Letters below which a page is too short to tell.
LETTERS = 500
_STYLES = frozenset({"strong", "small"})
#: Containers that house HTML keeps around a block.
_KEPT = {"blockquote": "blockquote", "ul": "ul", "ol": "ol", "dir": "ul", "menu": "ul"}
_ITEMS = {"li": "ul", "dt": "dl", "dd": "dl"}
_PATH_DEPTH = 12
_WRAPS = {"h1": "h2", **{f"h{level}": f"h{level}" for level in range(2, 7)}}
_TYPED = frozenset({"pre", "listing"})
#: Blocks that are more than a gap.
_SHAPING = frozenset({"table", "tr", "td", "th", "dl"}) | _TYPED | {*_KEPT} | {*_ITEMS}


@dataclass(slots=True)
class _Draft:
    """A line that is not finished."""

    number: int
    block: int
    wrap: str
    align: str
    region: frozenset[str]
    path: tuple[tuple[str, int], ...]
    row: tuple[int, int, int] | None
    kind: Kind = Kind.TEXT
    level: int = 0
    runs: list[Run] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


class Paper:
    """Takes texts, breaks and blocks in order and gives lines.

    marks: those that hold for the next text.
    typed: line ends of the source are line ends of the page (typed text, ``<pre>``).
    """

    def __init__(self, source: str, *, typed: bool = False) -> None:
        self.marks: tuple[str, ...] = ()
        self._source = source
        self._counted = (0, 1)
        self._typed = int(typed)
        self._drafts: list[_Draft] = []
        self._line: _Draft | None = None
        self._block = 1
        self._breaks = 0
        self._indented = False
        self._wrap = "p"
        self._align = ""
        self._region: frozenset[str] = frozenset()
        self._path: list[tuple[str, int]] = []
        self._tables: list[list[int]] = []
        self._serial = 0
        self._item = 0
        self._pending: list[str] = []

    # -- what the walk calls --------------------------------------------------------

    def write(self, raw: str, start: int) -> None:
        """Add the source of a text."""
        text = unescape(raw) if "&" in raw else raw
        if self._typed:
            self._write_typed(text, start)
            return
        text = _SPACES.sub(" ", text)
        if "\xa0" in text:
            text = self._without_indent(text)
        if self._line is None:
            text = text.lstrip(" \xa0")
            if not text:
                return
            lead = len(raw) - len(raw.lstrip())
            self._line = self._new_line(start + lead)
        elif text == " " and self._line.runs and self._line.runs[-1].text[-1:] == " ":
            return
        self._line.runs.append(Run(text, self.marks))

    def line_break(self, start: int) -> None:
        """End the line; two in a row end the block."""
        self._end_line()
        self._breaks += 1
        if self._breaks == 2:
            self._block += 1

    def gap(self, _start: int) -> None:
        """End the block."""
        self._end_line()
        self._block += 1
        self._breaks = 0

    def begin(
        self, name: str, start: int, *, align: str, region: frozenset[str]
    ) -> None:
        """Begin a block."""
        self.gap(start)
        self._align, self._region = align, region
        self._wrap = _WRAPS.get(name, "p")
        if name in _SHAPING:
            self._shape(name)

    def _shape(self, name: str) -> None:
        if name in _TYPED:
            self._typed += 1
        elif name == "table":
            self._tables.append([self._next(), 0, 0])
        elif name == "tr" and self._tables:
            self._tables[-1][1:] = [self._next(), 0]
        elif name in {"td", "th"} and self._tables:
            self._tables[-1][2] = self._next()
        else:
            self._enter(name)

    def end(self, name: str, start: int, *, align: str, region: frozenset[str]) -> None:
        """End a block and go back to what was around it."""
        self.gap(start)
        if name in _SHAPING:
            self._unshape(name)
        self._align, self._region = align, region
        self._wrap = "p"

    def _unshape(self, name: str) -> None:
        if name in _TYPED and self._typed:
            self._typed -= 1
        elif name == "tr":
            self._end_row()
        elif name == "table" and self._tables:
            self._end_row()
            self._tables.pop()
        else:
            self._leave(name)

    def rule(self, start: int) -> None:
        """Add a rule across the page."""
        self.gap(start)
        draft = self._new_line(start)
        draft.kind, draft.runs = Kind.RULE, []
        self._drafts.append(draft)
        self._block += 1

    def picture(self, source: str, alternative: str) -> None:
        """Add a picture to the line."""
        if self._line is None:
            self._line = self._new_line(self._counted[0])
        self._line.runs.append(Run("", self.marks, (source, alternative)))

    def address(self, written: str) -> None:
        """Note the e-mail address that the next letters are a link to."""
        address = unescape(written).strip()
        if "@" in address and len(address) < 320:
            self._pending.append(address)

    def lines(self) -> tuple[PageLine, ...]:
        """Return the finished lines, with an empty one between two blocks."""
        self.gap(len(self._source))
        dull = _dominant(self._drafts)
        found: list[PageLine] = []
        for draft in self._drafts:
            if found and _apart(found[-1], draft):
                blank = Line("", max(draft.number - 1, 1), Kind.BLANK)
                found.append(PageLine(blank))
            found.extend(_finished(draft, dull))
        return tuple(found)

    # -- lines ----------------------------------------------------------------------

    def _new_line(self, at: int) -> _Draft:
        if self._indented and self._breaks == 1:
            self._block += 1
        self._indented, self._breaks = False, 0
        cell = self._tables[-1] if self._tables else None
        return _Draft(
            number=self._number(at),
            block=self._block,
            wrap="pre" if self._typed else self._wrap,
            align=self._align,
            region=self._region,
            path=tuple(self._path),
            level=self._item,
            row=(cell[0], cell[1], cell[2]) if cell and cell[2] else None,
        )

    def _end_line(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        line.addresses += self._pending
        if any(run.text.strip(" \xa0") or run.picture for run in line.runs):
            self._drafts.append(line)
            self._breaks = 0
            self._pending = []

    def _number(self, at: int) -> int:
        """Return the line of the source at an offset; offsets only grow."""
        place, number = self._counted
        if at > place:
            number += self._source.count("\n", place, at)
            self._counted = (at, number)
        return number

    def _without_indent(self, text: str) -> str:
        """Return text whose hard spaces part words; at a line's start they indent."""
        if self._line is None:
            indent = _INDENT.match(text)
            self._indented = bool(indent and indent[0].count("\xa0") >= 2)
            text = text[indent.end() :] if indent else text
        return _HARD_SPACES.sub(" ", text)

    def _write_typed(self, text: str, start: int) -> None:
        offset = start
        for place, part in enumerate(text.split("\n")):
            if place:
                self.line_break(offset)
            if part.strip():
                if self._line is None and part[:1] in " \t" and self._is_indented(part):
                    self._block += 1
                if self._line is None:
                    self._line = self._new_line(offset)
                self._line.runs.append(Run(part.expandtabs(), self.marks))
            offset += len(part) + 1

    def _is_indented(self, part: str) -> bool:
        """Tell whether a typed line begins a paragraph by its indentation."""
        before = self._drafts[-1] if self._drafts else None
        return (
            before is not None
            and before.block == self._block
            and not before.runs[0].text[:1].isspace()
            and len(part) - len(part.lstrip()) <= 8
        )

    # -- around the lines -----------------------------------------------------------

    def _enter(self, name: str) -> None:
        tag = _KEPT.get(name) or ("dl" if name == "dl" else "")
        if name in _ITEMS and not any(
            kept in {"ul", "ol", "dl"} for kept, _ in self._path
        ):
            self._push(_ITEMS[name])
        if tag or name in _ITEMS:
            self._push(tag or name)
        if name in {"li", "dt"}:
            self._item = self._next()

    def _push(self, tag: str) -> None:
        if len(self._path) < _PATH_DEPTH:
            self._path.append((tag, self._next()))

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    def _leave(self, name: str) -> None:
        tag = _KEPT.get(name, name)
        for place in range(len(self._path) - 1, -1, -1):
            if self._path[place][0] == tag:
                del self._path[place:]
                return

    def _end_row(self) -> None:
        """Make cells of the row's lines where each is one short value."""
        if not self._tables:
            return
        table, row, _ = self._tables[-1]
        lines: list[_Draft] = []
        for draft in reversed(self._drafts):
            if draft.row is None or draft.row[:2] != (table, row):
                break
            lines.append(draft)
        cells = {draft.row for draft in lines}
        if 2 <= len(cells) == len(lines):
            for draft in lines:
                draft.kind, draft.level = Kind.CELL, row
        else:
            for draft in lines:
                draft.row = None
        self._tables[-1][2] = 0


def _apart(before: PageLine, draft: _Draft) -> bool:
    """Tell whether there is a gap between two lines."""
    if before.line.kind is Kind.CELL and draft.kind is Kind.CELL:
        return before.row is None or draft.row is None or before.row[0] != draft.row[0]
    if before.path and draft.path and draft.path[-1][0] in _ITEMS:
        return before.path[:-1] != draft.path[:-1]
    return before.line.block != draft.block


def _dominant(drafts: list[_Draft]) -> frozenset[str]:
    """Return the marks and the alignment that most of the page has."""
    letters: Counter[str] = Counter()
    total = 1
    for draft in drafts:
        for run in draft.runs:
            size = len(run.text)
            total += size
            letters[draft.align] += size
            for mark in run.marks:
                letters[mark] += size
    if total < LETTERS:
        return frozenset()
    styles = _STYLES | {"centre", "right"}
    return frozenset(
        mark
        for mark, size in letters.items()
        if size > DOMINANT * total and (mark in styles or mark.startswith("voice:"))
    )


def _finished(draft: _Draft, dull: frozenset[str]) -> Iterator[PageLine]:
    """Yield the line; where fields of a header run together, each by itself."""
    runs = draft.runs
    if dull and any(run.marks for run in runs):
        runs = [
            run._replace(marks=tuple(m for m in run.marks if m not in dull))
            if not dull.isdisjoint(run.marks)
            else run
            for run in runs
        ]
    align = "" if draft.align in dull else draft.align
    for place, part in enumerate(_fields(runs)):
        yield _page_line(draft, part, align, joint="" if place else "br")


def _fields(runs: list[Run]) -> Iterator[list[Run]]:
    """Yield the runs cut before each bold label, where there are several."""
    if len(runs) < 3:
        yield runs
        return
    labels = [place for place in range(len(runs)) if _is_label(runs, place)]
    cuts = sorted({0, *labels, len(runs)}) if len(labels) > 1 else [0, len(runs)]
    for start, end in pairwise(cuts):
        yield runs[start:end]


def _is_label(runs: list[Run], place: int) -> bool:
    run = runs[place]
    if "strong" not in run.marks or len(run.text) > 40 or len(run.text.strip()) < 3:
        return False
    if run.text.rstrip().endswith(":"):
        return True
    return place + 1 < len(runs) and runs[place + 1].text.lstrip().startswith(":")


def _page_line(draft: _Draft, runs: list[Run], align: str, *, joint: str) -> PageLine:
    text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
    text = text.rstrip() if draft.wrap == "pre" else text.strip(" \xa0")
    if not text and draft.wrap != "p":
        text = " ".join(run.picture[1] for run in runs if run.picture).strip()
    heading = int(draft.wrap[1]) if draft.wrap[0] == "h" else 0
    marked = [run.marks for run in runs]
    kind = draft.kind
    level = draft.level if kind is Kind.CELL else 0
    if kind is Kind.TEXT and heading:
        kind, level = Kind.HEADING, heading
    elif kind is Kind.TEXT and any(tag in _ITEMS for tag, _ in draft.path):
        kind, level = Kind.CELL, draft.level
    line = Line(
        text=text,
        number=draft.number,
        kind=kind,
        block=draft.block,
        bold=_bold(runs) if any(marked) else 0,
        centred=align == "centre",
        level=level,
    )
    return PageLine(
        line=line,
        runs=tuple(runs),
        wrap=draft.wrap,
        align=align,
        path=draft.path,
        row=draft.row,
        navigation=any(marked) and _is_navigation(runs),
        joint=joint,
        region=draft.region,
        addresses=tuple(draft.addresses) if joint else (),
    )


def _bold(runs: list[Run]) -> int:
    """Return how far the beginning is set apart from the rest: bold, or in any way."""
    length = 0
    for mark in ("strong", "em", "u"):
        for run in runs:
            if mark not in run.marks and run.text.strip():
                break
            length += len(run.text)
        if length:
            return length
    first = runs[0].marks if runs else ()
    if any(mark.startswith("voice:") for mark in first):
        return len(runs[0].text)
    return 0


def _is_navigation(runs: list[Run]) -> bool:
    linked = False
    for run in runs:
        if any(mark.startswith("a:") for mark in run.marks):
            linked = True
        elif "mail" not in run.marks and any(map(str.isalnum, run.text)):
            return False
    return linked
