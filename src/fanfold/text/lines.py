"""The shape in which the grammar of headers and parts sees any document.

A text file and a saved page become the same thing: lines. The grammar
(headers.py, parts.py) works on lines and answers with ranges of lines; whoever made
them (paragraphs.py for text, markup.py for pages) turns a range back into house HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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


@dataclass(frozen=True, slots=True)
class Line:
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
