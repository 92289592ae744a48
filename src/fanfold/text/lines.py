"""The shape in which the grammar of headers and parts sees any document.

A text file and a saved page become the same thing: lines. The grammar
(headers.py, parts.py) works on lines and answers with ranges of lines; whoever made
them (paragraphs.py for text, markup.py for pages) turns a range back into house HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import count
from typing import NamedTuple, overload


class Kind(Enum):
    """What a line was in its document.

    TEXT: words. BLANK: an empty line, or the gap between two blocks of a page.
    HEADING: h1-h6 of a page. RULE: hr. CELL: one cell of a row, dt/dd pair or list
    item; label and value of one row are two CELL lines with the same row number.
    """

    TEXT = "text"
    BLANK = "blank"
    HEADING = "heading"
    RULE = "rule"
    CELL = "cell"


class Line(NamedTuple):
    """One line of a document.

    text: as read, after decoding and mending, without tags and without line end.
    number: line of the decoded original, from 1; what evidence calls ``line 3``.
    block: number of the paragraph or block it belongs to; for pages.
    bold: length of the beginning of `text` that is set in bold (a label, often).
    level: 1-6 for headings, row number for cells, else 0.
    """

    text: str
    number: int
    kind: Kind = Kind.TEXT
    block: int = 0
    bold: int = 0
    centred: bool = False
    level: int = 0


class Lines(Sequence[Line]):
    """The lines of a plain text, each made when it is asked for.

    texts: of each line. first: number of the first in the decoded original. The grammar
    asks for few of the thousands of lines of a story, and rules that look at all of
    them take the texts as they are.
    """

    __slots__ = ("first", "texts")

    def __init__(self, texts: list[str], first: int = 1) -> None:
        self.texts, self.first = texts, first

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Lines: ...
    def __getitem__(self, at: int | slice) -> Line | Lines:
        if isinstance(at, slice):
            start, end, step = at.indices(len(self.texts))
            if step != 1:
                raise ValueError("lines are cut, never skipped")
            return Lines(self.texts[start:end], self.first + start)
        text = self.texts[at]
        number = self.first + (at if at >= 0 else at + len(self.texts))
        return _made(text, number)

    def __iter__(self) -> Iterator[Line]:
        return map(_made, self.texts, count(self.first))


_BLANK, _TEXT, _new = Kind.BLANK, Kind.TEXT, tuple.__new__


def _made(text: str, number: int) -> Line:
    """Return a line of a plain text; past the names of its fields, for speed."""
    kind = _TEXT if text and not text.isspace() else _BLANK
    return _new(Line, (text, number, kind, 0, 0, False, 0))


def texts_of(lines: Sequence[Line], start: int, end: int) -> list[str]:
    """Return the texts of a range."""
    if isinstance(lines, Lines):
        return lines.texts[start:end]
    return [line.text for line in lines[start:end]]


def joined(lines: Sequence[Line], start: int, end: int) -> str:
    """Return the texts of a range as one string, a line end before each."""
    return "\n".join(["", *texts_of(lines, start, end)])


def lines_where(
    whole: str, first: int, form: re.Pattern[str]
) -> Iterator[tuple[int, str]]:
    """Yield index and text of each line in which `form` is found.

    whole: of `joined`, folded or not; first: index of its first line. For what few
    lines of a story have: one search costs a tenth of a question to each line. It is
    fastest where `form` begins with one sign, such as the line end before a line; what
    it looks at behind that may reach into the next line, so ask the line once more.
    """
    at, place = first - 1, 0
    while found := form.search(whole, place):
        begins = whole.rfind("\n", place, found.start() + 1) + 1
        at += whole.count("\n", place, begins)
        ends = whole.find("\n", begins)
        place = ends if ends >= 0 else len(whole)
        yield at, whole[begins:place]


def lines_of(text: str) -> Lines:
    """Return the lines of a plain text, numbered from 1."""
    return Lines(text.split("\n"))
