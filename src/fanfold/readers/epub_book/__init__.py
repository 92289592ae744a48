"""Books in EPUB form, of any maker: docs/readers/epub_book.md.

What the package says are RECORDED claims; the chapters are read as pages are. Books of
known makers say more: our own (own.py), FanFicFare's (fanficfare.py), the Archive of
Our Own's (chapters.py reads their preface as that of a saved page).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SAID = b"application/epub+zip"


def recognise(source: Source) -> Recognition:
    """CERTAIN where the first entry says so or the directory names a container file."""
    if len(source.originals) != 1:
        return Recognition.NO
    (original,) = source.originals
    begun = beginning(original, 128)
    if not begun.startswith(_ZIP):
        return Recognition.NO
    if begun[30:38] == b"mimetype" and _SAID in begun:
        return Recognition.CERTAIN
    from fanfold.keep.zips import names_in

    held = original.path is not None and "META-INF/container.xml" in names_in(
        original.path
    )
    if held:
        # OpenDocument files have such a file too, and say what they are first.
        return Recognition.NO if b"opendocument" in begun else Recognition.CERTAIN
    named = original.name.lower().endswith(".epub")
    return Recognition.LIKELY if named else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the works of each book, after what was hard about it."""
    # Here and not above: whoever only asks what a file is need not load all this.
    from fanfold.readers.epub_book.reading import read_book

    for original in source:
        yield from read_book(original)


reader = Reader(
    name="epub_book",
    title="Book in EPUB form",
    recognise=recognise,
    read=read,
    reading="fanfold.readers.epub_book.reading",
)
