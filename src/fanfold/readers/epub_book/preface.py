"""Books of the Archive of Our Own: its page, cut in pieces by the program it uses.

The pieces together are the download as one page, so they are read as that
(saved_page/layouts.py). Its subjects mix all kinds of tags and its creators stand in
one string: the preface says both better.
"""

from __future__ import annotations

from collections.abc import Sequence

from fanfold.model.draft import DraftWork
from fanfold.readers._placed import placed
from fanfold.readers.epub_book.book import Book
from fanfold.readers.epub_book.claims import Told, date_of, language_code
from fanfold.readers.epub_book.documents import Document
from fanfold.readers.epub_book.package import Package
from fanfold.readers.saved_page.reading import Opened, drafted_page
from fanfold.text.markup import read_page
from fanfold.text.xml import as_page

#: Pages among which the preface must be.
_FIRST = 3


def preface_work(
    book: Book, package: Package, documents: Sequence[Document], told: Told
) -> DraftWork | None:
    """Return the work of a download with a preface; None for any other book."""
    if not any(
        "#preface" in line.region
        for document in documents[:_FIRST]
        for line in document.lines
    ):
        return None
    pieces, starts, number = [], [], 0
    for document in documents:
        source = book.text(document.name)
        if source is None or document.role == "contents":
            continue
        pieces.append(as_page(source.text)[0])
        starts.append((number, document.name))
        number += pieces[-1].count("\n") + 1
    whole = "\n".join(pieces)
    page = read_page(whole)
    steps = tuple(dict.fromkeys(step for each in documents for step in each.steps))
    draft = drafted_page(Opened(book.original, page, whole, steps), page.lines)

    def place(line: int) -> tuple[str, int]:
        start, name = next(
            each for each in reversed(starts) if each[0] < line or not each[0]
        )
        return name, line - start

    return _with(placed(draft, place), package, told)


def _with(draft: DraftWork, package: Package, told: Told) -> DraftWork:
    """Add what only the package says: a code for the language, the last change."""
    for said in package.of("language"):
        if language_code(said.value):
            place = f"{package.name} language"
            told.add("language", language_code(said.value), place, said.value)
    changed = date_of(package.first("date"))
    if changed is not None and not draft.updated:
        told.add("updated", changed, f"{package.name} date", changed.text)
    return told.over(draft)
