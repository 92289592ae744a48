"""The pages of a book in reading order, and what each of them is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from fanfold.model.evidence import Step
from fanfold.readers.epub_book.book import Book
from fanfold.readers.epub_book.contents import Entry, landmarks_of
from fanfold.readers.epub_book.package import Package
from fanfold.text import words
from fanfold.text.lines import Kind
from fanfold.text.markup import read_page
from fanfold.text.page import Page, PageLine
from fanfold.text.parts import bare
from fanfold.text.xml import as_page
from fanfold.vocab.patterns import late

#: What a page can be beside a part of the story, as books and programs call it.
_ASIDE = {
    **dict.fromkeys(("cover", "cover_page", "coverpage", "cover-page"), "cover"),
    **dict.fromkeys(("title-page", "titlepage", "title_page", "title"), "title"),
    **dict.fromkeys(("halftitlepage", "fff_titlepage", "jacket"), "title"),
    **dict.fromkeys(("toc", "nav", "contents", "toc_page", "landmarks"), "contents"),
    **dict.fromkeys(("fff_tocpage", "loi", "lot", "index", "navigation"), "contents"),
    **dict.fromkeys(("copyright", "copyright-page", "imprint", "colophon"), "title"),
    **dict.fromkeys(("log_page", "fff_logpage"), "log"),
}
_TYPE = late(r"""\bepub:type\s*=\s*["']([^"'<>]{1,80})""")
_TYPE_WITHIN = 600  # letters behind the body's beginning
#: Words above which a page is text whatever its name says.
_MANY = 400
_TITLE_WORDS = 60


@dataclass(frozen=True, slots=True)
class Document:
    """One page of a book. role: "" for text, else a value of `_ASIDE` or ``empty``."""

    name: str
    page: Page
    steps: tuple[Step, ...]
    role: str = ""

    @property
    def lines(self) -> tuple[PageLine, ...]:
        """Its lines, as the grammar sees them."""
        return self.page.lines

    def has_class(self, name: str) -> bool:
        """Tell whether an element around its text has that class."""
        return any(f".{name}" in each.region for each in self.lines[:40])


def documents_of(book: Book, package: Package, contents: list[Entry]) -> list[Document]:
    """Return the book's pages in reading order; missing ones are problems."""
    told = {**package.guide, **landmarks_of(book, package)}
    told.update(
        (item.name, "toc") for item in package.items if "nav" in item.properties
    )
    named = {entry.part for entry in contents}
    title = package.first("title")
    return list(_documents(book, package, told, named, title))


def _documents(
    book: Book, package: Package, told: dict[str, str], named: set[str], title: str
) -> Iterator[Document]:
    pages = {item.name for item in package.items if item.is_page}
    for name in dict.fromkeys(name for name, _ in package.spine):
        source = book.text(name) if name in pages else None
        if source is None:
            continue
        html, harmful = as_page(source.text)
        if harmful:
            book.note("xml-dtd", name, "its own entities were left out")
        page = read_page(html)
        if page.flattened:
            detail = "its elements nest too deep to mean it; the text is all there"
            book.note("flattened", name, detail)
        role = _role(name, source.text, page, told.get(name, ""))
        if not role and name not in named and _is_title(page, title):
            role = "title"
        yield Document(name, page, source.steps, role)


def _role(name: str, source: str, page: Page, told: str) -> str:
    size = sum(words.count(each.line.text) for each in page.lines)
    if not size:
        return "empty"
    if size > _MANY:
        return "contents" if _is_links(page) else ""
    body = max(source.find("<body"), 0)
    typed = _TYPE.findall(source, body, body + _TYPE_WITHIN)[:2]
    classes = [each[1:] for line in page.lines[:1] for each in line.region]
    stem = posixpath.basename(name).partition(".")[0].lower()
    for each in (told, *" ".join(typed).lower().split(), *classes, stem):
        if each in _ASIDE:
            return _ASIDE[each]
    return "contents" if _is_links(page) else ""


def _is_links(page: Page) -> bool:
    """Tell whether a page is links alone, or a list of them and hardly more."""
    solid = [
        each
        for each in page.lines
        if each.line.text.strip() and each.line.kind is not Kind.HEADING
    ]
    links = sum(each.navigation for each in solid)
    if links == len(solid):
        return links > 0
    return links >= 3 and links * 5 >= len(solid) * 4


def _is_title(page: Page, title: str) -> bool:
    """Tell whether a page says the title, a name or two, and nothing else."""
    solid = [each.line for each in page.lines if each.line.kind is not Kind.BLANK]
    size = sum(words.count(line.text) for line in solid)
    said = any(bare(line.text) == bare(title) for line in solid if title)
    return said and 1 < len(solid) <= 12 and size <= _TITLE_WORDS
