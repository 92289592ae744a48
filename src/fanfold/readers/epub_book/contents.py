"""Tables of contents: which heading stands at which place of a book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from fanfold.readers.epub_book.book import Book, resolved
from fanfold.readers.epub_book.package import Package
from fanfold.text.xml import Piece, walk

#: Levels of a table of contents that mean something; deeper ones are made to hurt.
_DEPTH = 200


class Entry(NamedTuple):
    """A place that the contents name.

    part: name of the part; anchor: an id in it. level: grows with how deep the entry
    lies in others. source: name of the part that holds the contents.
    """

    title: str
    part: str
    anchor: str
    level: int
    source: str


#: (title, address, level) of what a table of contents names.
_Links = Iterator[tuple[str, str, int]]


def contents_of(book: Book, package: Package) -> list[Entry]:
    """Return the entries of the contents in order; empty where there are none.

    EPUB 3 has a page for it, EPUB 2 an NCX; where both are, the fuller one counts.
    """
    found: list[list[Entry]] = [[]]
    for item in package.items:
        if "nav" in item.properties:
            found.append(_entries(book, item.name, _of_page))
    if package.ncx in book.parts:
        found.append(_entries(book, package.ncx, _of_ncx))
    return max(found, key=len)


def landmarks_of(book: Book, package: Package) -> dict[str, str]:
    """Return what parts are, as EPUB 3's landmarks say it: name → ``cover`` …"""
    found: dict[str, str] = {}
    for item in package.items:
        source = book.text(item.name) if "nav" in item.properties else None
        within = False
        for piece in walk(source.text) if source else ():
            if piece.name == "nav":
                within = piece.given.get("type", "") == "landmarks"
            target = resolved(piece.given.get("href", ""), item.name)
            if within and piece.name == "a" and target and piece.given.get("type"):
                found.setdefault(target, piece.given["type"].lower())
    return found


def _entries(
    book: Book, name: str, reading: Callable[[list[Piece]], _Links]
) -> list[Entry]:
    source = book.text(name)
    if source is None:
        return []
    pieces = list(walk(source.text))
    if any(piece.depth > _DEPTH for piece in pieces):
        book.note("flattened", name, "its contents nest too deep to mean it")
    entries = []
    for title, href, level in reading(pieces):
        part, _, anchor = href.partition("#")
        target = resolved(part, name) if part else name
        title = " ".join(title.split())
        if target and title:
            entries.append(Entry(title, target, anchor, level, name))
    return list(dict.fromkeys(entries))


def _of_page(pieces: list[Piece]) -> _Links:
    """Yield the links of the first table of contents."""
    within, href, words = False, "", list[str]()
    for piece in pieces:
        if piece.name == "nav" and piece.kind == "open":
            within = "toc" in piece.given.get("type", "toc").split()
        elif piece.name == "nav" and within:
            return
        elif piece.name == "a" and piece.kind == "open":
            href, words = piece.given.get("href", ""), []
        elif piece.name == "a" and within and href:
            yield "".join(words), href, piece.depth
            href = ""
        elif href:
            words.append(piece.text)


def _of_ncx(pieces: list[Piece]) -> _Links:
    words, within, labelled = list[str](), False, False
    for piece in pieces:
        if piece.name == "navmap":
            within = piece.kind == "open"
        elif piece.name == "navlabel":
            labelled = piece.kind == "open"
            words = [] if labelled else words
        elif piece.name == "content" and piece.kind == "open" and within:
            yield "".join(words), piece.given.get("src", ""), piece.depth
        elif labelled:
            words.append(piece.text)
