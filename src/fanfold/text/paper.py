"""Where the walk over a page writes: letters into lines, lines into blocks."""

from __future__ import annotations

from html import unescape

from fanfold.text.lines import Kind
from fanfold.text.page import PageLine, Run
from fanfold.text.page_lines import ITEMS, DraftLine, finished, rule_line
from fanfold.text.plain_paragraphs import Around, paragraphs_of
from fanfold.text.spaces import one_space, softened, unindented

#: Containers that house HTML keeps around a block.
_KEPT = {"blockquote": "blockquote", "ul": "ul", "ol": "ol", "dir": "ul", "menu": "ul"}
_PATH_DEPTH = 12
_WRAPS = {"h1": "h2", **{f"h{level}": f"h{level}" for level in range(2, 7)}}
_TYPED = frozenset({"pre", "listing"})
#: Blocks that are more than a gap.
_SHAPING = frozenset({"table", "tr", "td", "th", "dl"}) | _TYPED | {*_KEPT} | {*ITEMS}


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
        self._drafts: list[DraftLine | PageLine] = []
        self._line: DraftLine | None = None
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
        line = self._line
        if line is None:
            text = text.lstrip(" \t\n\f")
            if not text:  # what is between most tags
                return
        text = one_space(text)
        if "\xa0" in text:
            if line is None:
                text, self._indented = unindented(text)
            text = softened(text)
        if line is None:
            text = text.lstrip(" \xa0")
            if not text:
                return
            lead = len(raw) - len(raw.lstrip())
            self._line = line = self._new_line(start + lead)
        elif text == " " and line.runs and line.runs[-1].text[-1:] == " ":
            return
        line.runs.append(Run(text, self.marks))

    def line_break(self, start: int) -> None:
        """End the line; two in a row end the block."""
        self._end_line()
        self._breaks += 1
        if self._breaks == 2:
            self._block += 1

    def gap(self, _start: int) -> None:
        """End the block."""
        if self._line is not None:
            self._end_line()
        self._block += 1
        self._breaks = 0

    def is_simple(self) -> bool:
        """Tell whether `paragraphs` may be asked: nothing but blocks is open."""
        return not (self.marks or self._path or self._typed or self._pending)

    def paragraphs(self, source: str, start: int) -> None:
        """Add paragraphs of words and simple marks, as `Tokens` found them.

        What `begin`, `write` and `end` of each come to, in a fifth of the time.
        """
        self.gap(start)
        around = Around(self._align, self._region, self._cell())
        number = self._number(start)
        self._drafts += paragraphs_of(source, number, self._block, around)
        self._block += source.count("<")
        self._wrap = "p"

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
        if self._tables or self._path or self._typed:
            draft = self._new_line(start)
            draft.kind = Kind.RULE
            self._drafts.append(draft)
        else:
            around = (self._block, self._align, self._region)
            self._drafts.append(rule_line(self._number(start), *around))
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
        return finished(self._drafts)

    # -- lines ----------------------------------------------------------------------

    def _new_line(self, at: int) -> DraftLine:
        if self._indented and self._breaks == 1:
            self._block += 1
        self._indented, self._breaks = False, 0
        return DraftLine(
            self._number(at),
            self._block,
            "pre" if self._typed else self._wrap,
            self._align,
            self._region,
            tuple(self._path),
            self._cell() if self._tables else None,
            level=self._item,
        )

    def _cell(self) -> tuple[int, int, int] | None:
        """Return the numbers of the cell that is open."""
        if not self._tables:
            return None
        table, row, cell = self._tables[-1]
        return (table, row, cell) if cell else None

    def _end_line(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        for text, _, picture in line.runs:
            if picture or text.strip(" \xa0"):
                break
        else:
            return
        if self._pending:
            line.addresses = tuple(self._pending)
            self._pending = []
        self._drafts.append(line)
        self._breaks = 0

    def _number(self, at: int) -> int:
        """Return the line of the source at an offset; offsets only grow."""
        place, number = self._counted
        if at > place:
            number += self._source.count("\n", place, at)
            self._counted = (at, number)
        return number

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
            isinstance(before, DraftLine)
            and before.block == self._block
            and not before.runs[0].text[:1].isspace()
            and len(part) - len(part.lstrip()) <= 8
        )

    # -- around the lines -----------------------------------------------------------

    def _enter(self, name: str) -> None:
        tag = _KEPT.get(name) or ("dl" if name == "dl" else "")
        if name in ITEMS and not any(
            kept in {"ul", "ol", "dl"} for kept, _ in self._path
        ):
            self._push(ITEMS[name])
        if tag or name in ITEMS:
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
        lines: list[DraftLine] = []
        for draft in reversed(self._drafts):
            if isinstance(draft, PageLine) or draft.row is None:
                break
            if draft.row[:2] != (table, row):
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
