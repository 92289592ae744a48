"""Stories that FanFicFare saved as one page or one text: docs/readers/fanficfare.md.

Its books are read by epub_book. A table or lines of labels stand before the story, then
the contents, whose entries are the headings of the chapters to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning
from fanfold.vocab.patterns import late

_PAGE = late(rb"(?is)<h1><a href=.{1,400}?\bclass=['\"]authorlink['\"]")
_TEXT = late(
    rb"(?s)\A(?:\xef\xbb\xbf)?\s{2,}\S[^\n]{0,300}\n.{0,300}?\bby [^\n]{1,200}\n"
)
_FIELDS = (b"\nPackaged: ", b"\nStory URL: ")


def recognise(source: Source) -> Recognition:
    """CERTAIN for the heading that its pages have, or the labels of its texts."""
    if len(source.originals) != 1:
        return Recognition.NO
    begun = beginning(source.originals[0]).replace(b"\r", b"")
    if begun.lstrip().lower().startswith(b"<!doctype html") and _PAGE.search(begun):
        return Recognition.CERTAIN
    if all(field in begun for field in _FIELDS) and _TEXT.match(begun):
        return Recognition.CERTAIN
    return Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of each file, after what was hard about its bytes."""
    from fanfold.readers._fanficfare_files import read_file

    for original in source:
        yield from read_file(original, source.habit)


reader = Reader(
    name="fanficfare",
    title="Story saved by FanFicFare as a page or a text",
    recognise=recognise,
    read=read,
    reading="fanfold.readers._fanficfare_files",
)
