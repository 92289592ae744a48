"""Books: EPUB 3.3 with an NCX for old readers. The same work gives the same bytes.

``mimetype`` is first, stored and without an extra field (OCF 3.3, 4.2.1); every other
member is deflated, dated 1980-01-01. The record of the work lies in
``META-INF/fanfold.jsonl`` (OCF lets other files lie there, and readers pass them over);
the text is in the pages alone, so that a book can be read back (record.py).
"""

from __future__ import annotations

from typing import BinaryIO
from zipfile import ZipFile

from fanfold.model.work import Work
from fanfold.writers.contract import Writer
from fanfold.writers.epub.members import RECORD, add, begin
from fanfold.writers.epub.package import chapter_files, package_document
from fanfold.writers.epub.pages import chapter_page, navigation, ncx, title_page
from fanfold.writers.epub.record import Kept, kept_on, record_of


def write(work: Work, stream: BinaryIO) -> None:
    """Write the work as a book."""
    with ZipFile(stream, "w") as book:
        begin(book)
        add(book, "OPS/package.opf", package_document(work))
        add(book, "OPS/nav.xhtml", navigation(work))
        add(book, "OPS/toc.ncx", ncx(work))
        add(book, "OPS/title.xhtml", title_page(work))
        kept: list[Kept] = []
        for name, chapter in chapter_files(work):
            page = chapter_page(chapter, work)
            add(book, f"OPS/{name}", page)
            kept.append(kept_on(f"OPS/{name}", page, chapter))
        add(book, RECORD, record_of(work, kept))


writer = Writer(
    name="epub",
    title="EPUB 3 book",
    suffix=".epub",
    media_type="application/epub+zip",
    write=write,
)
