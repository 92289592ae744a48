"""Books: EPUB 3.3 with an NCX for old readers. The same work gives the same bytes.

``mimetype`` is first, stored and without an extra field (OCF 3.3, 4.2.1); every other
member is deflated, dated 1980-01-01. The record of the work lies in
``META-INF/fanfold.jsonl`` (OCF lets other files lie there, and readers pass them over);
the text is in the pages alone, so that a book can be read back (record.py).
"""

from __future__ import annotations

from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from fanfold.model.work import Work
from fanfold.writers.contract import Writer
from fanfold.writers.epub.package import CONTAINER, chapter_files, package_document
from fanfold.writers.epub.pages import (
    STYLE,
    chapter_page,
    navigation,
    ncx,
    title_page,
)
from fanfold.writers.epub.record import Kept, kept_on, record_of

_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def write(work: Work, stream: BinaryIO) -> None:
    """Write the work as a book."""
    with ZipFile(stream, "w") as book:
        _add(book, "mimetype", "application/epub+zip", ZIP_STORED)
        _add(book, "META-INF/container.xml", CONTAINER)
        _add(book, "OPS/package.opf", package_document(work))
        _add(book, "OPS/style.css", STYLE)
        _add(book, "OPS/nav.xhtml", navigation(work))
        _add(book, "OPS/toc.ncx", ncx(work))
        _add(book, "OPS/title.xhtml", title_page(work))
        kept: list[Kept] = []
        for name, chapter in chapter_files(work):
            page = chapter_page(chapter, work)
            _add(book, f"OPS/{name}", page)
            kept.append(kept_on(f"OPS/{name}", page, chapter))
        _add(book, "META-INF/fanfold.jsonl", record_of(work, kept))


def _add(book: ZipFile, name: str, text: str, how: int = ZIP_DEFLATED) -> None:
    member = ZipInfo(name, _BEGINNING_OF_TIME)
    member.compress_type = how
    member.create_system = _UNIX  # else it would be the machine's own
    member.external_attr = 0o644 << 16
    book.writestr(member, text.encode("utf-8", "replace"))


writer = Writer(
    name="epub",
    title="EPUB 3 book",
    suffix=".epub",
    media_type="application/epub+zip",
    write=write,
)
