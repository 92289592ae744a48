"""The package document: what a book says of itself, its parts, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from fanfold.errors import UnreadableSourceError
from fanfold.readers.epub_book.book import Book, resolved
from fanfold.text.xml import walk, without_dtd

CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


class Said(NamedTuple):
    """One element of the metadata. name: ``title``, ``creator`` … or, of a ``meta``,
    its name or property; value: its text or content. given: its attributes."""

    name: str
    value: str
    given: dict[str, str]


class Item(NamedTuple):
    """A part the manifest names. name: of the part; href: as the manifest has it."""

    id: str
    name: str
    media_type: str
    properties: frozenset[str]

    @property
    def is_page(self) -> bool:
        """Tell whether the part is a page to read."""
        if self.media_type in _PAGES:
            return True
        return self.name.lower().endswith((".xhtml", ".html", ".htm"))


@dataclass(slots=True)
class Package:
    """What the package document holds.

    said: metadata in order. refined: of an element's id, property → value.
    spine: names of parts in reading order, each with whether it is in the main flow.
    guide: name of a part → what it is (``cover``, ``toc`` …).
    """

    name: str
    said: list[Said] = field(default_factory=list)
    refined: dict[str, dict[str, str]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    spine: list[tuple[str, bool]] = field(default_factory=list)
    guide: dict[str, str] = field(default_factory=dict)
    ncx: str = ""

    def of(self, *names: str) -> Iterator[Said]:
        """Yield the metadata of these names, in order."""
        return (each for each in self.said if each.name in names)

    def first(self, name: str) -> str:
        """Return the first value of a name; "" where there is none."""
        return next((each.value for each in self.of(name)), "")


def package_of(book: Book) -> Package:
    """Return the package of a book.

    Raises UnreadableSourceError (``epub-no-package``) where none can be read.
    """
    for name in _rootfiles(book):
        source = book.text(name)
        if source is not None:
            package = read_package(book, name, source.text)
            if package.items:
                return package
    raise UnreadableSourceError(
        f"{book.original.name} has no package document that lists its parts: nothing "
        "says in which order they are read. The file is kept as it is",
        code="epub-no-package",
    )


def _rootfiles(book: Book) -> Iterator[str]:
    """Yield the package documents: the one that is named, then any that is there."""
    source = book.text(CONTAINER) if CONTAINER in book.parts else None
    named = []
    for piece in walk(source.text) if source else ():
        if piece.kind == "open" and piece.name == "rootfile":
            named.append(resolved(piece.given.get("full-path", ""), "") or "")
    there = [name for name in book.parts if name.lower().endswith(".opf")]
    yield from (name for name in dict.fromkeys([*named, *there]) if name in book.parts)


def read_package(book: Book, name: str, source: str) -> Package:
    """Return what the package document in `source` says; its faults go to `book`."""
    package = Package(name)
    if without_dtd(source)[1]:
        book.note("xml-dtd", name, "its own entities were left out")
    reading = _Reading(book, package)
    for piece in walk(source):
        if piece.kind == "open":
            reading.open(piece.name, piece.given)
        elif piece.kind == "close":
            reading.close(piece.name)
        else:
            reading.write(piece.text)
    reading.finish()
    return package


class _Reading:
    """The state between two tags of a package document."""

    def __init__(self, book: Book, package: Package) -> None:
        self._book, self._package = book, package
        self._within = ""
        self._element: tuple[str, dict[str, str]] | None = None
        self._words: list[str] = []
        self._by_id: dict[str, str] = {}
        self._refs: list[tuple[str, bool]] = []
        self._toc = ""
        self._outside: set[str] = set()

    def open(self, name: str, given: dict[str, str]) -> None:
        if name in {"metadata", "manifest", "spine", "guide"}:
            self._within = name
            self._toc = given.get("toc", self._toc) if name == "spine" else self._toc
        elif self._within == "metadata" and self._element is None:
            # EPUB 2 files of the first years lay their elements into two boxes.
            if name not in {"dc-metadata", "x-metadata"}:
                self._element, self._words = (name, given), []
        elif name == "item" and self._within == "manifest":
            self._item(given)
        elif name == "itemref" and self._within == "spine":
            main = given.get("linear", "yes").lower() != "no"
            self._refs.append((given.get("idref", ""), main))
        elif name == "reference" and self._within == "guide":
            target = resolved(given.get("href", ""), self._package.name)
            if target:
                self._package.guide.setdefault(target, given.get("type", "").lower())

    def close(self, name: str) -> None:
        if name == self._within:
            self._within = ""
        if self._element is not None and name == self._element[0]:
            self._say(*self._element, "".join(self._words))
            self._element = None

    def write(self, text: str) -> None:
        if self._element is not None:
            self._words.append(text)

    def finish(self) -> None:
        package, book = self._package, self._book
        package.spine = [
            (self._by_id[idref], main)
            for idref, main in self._refs
            if idref in self._by_id
        ]
        known = self._by_id.keys() | self._outside
        lost = [idref for idref, _ in self._refs if idref not in known]
        if lost:
            detail = f"the order of reading names {len(lost)} parts nothing else names"
            book.note("epub-part-missing", package.name, detail)
        if not package.spine and package.items:
            detail = "no order of reading is given; the order of the list was taken"
            book.note("epub-no-spine", package.name, detail)
            pages = (item.name for item in package.items if item.is_page)
            package.spine = [(name, True) for name in pages]
        package.ncx = self._by_id.get(self._toc, "") or next(
            (
                item.name
                for item in package.items
                if item.media_type.endswith("ncx+xml")
            ),
            "",
        )

    def _say(self, name: str, given: dict[str, str], text: str) -> None:
        value = " ".join(text.split()) if name != "description" else text.strip()
        if name == "meta":
            refines = given.get("refines", "").lstrip("#")
            name = given.get("property") or given.get("name") or ""
            value = value or given.get("content", "").strip()
            if refines:
                self._package.refined.setdefault(refines, {})[name] = value
                return
        if value and name:
            self._package.said.append(Said(name.lower(), value, given))

    def _item(self, given: dict[str, str]) -> None:
        href, known = given.get("href", ""), given.get("id", "")
        name = resolved(href, self._package.name)
        if name is None:
            self._outside.add(known)
            self._book.note(
                "epub-path", self._package.name, "a part lies outside of the book"
            )
            return
        media_type = given.get("media-type", "").lower()
        if media_type == "image/svg+xml" or name.lower().endswith(".svg"):
            detail = "a picture that may hold a program; kept in the book, not shown"
            self._book.note("active-image", name, detail)
        properties = frozenset(given.get("properties", "").split())
        self._package.items.append(Item(known, name, media_type, properties))
        if known in self._by_id:
            detail = "two parts have the same name in its list; the first was taken"
            self._book.note("epub-duplicate-id", self._package.name, detail)
        self._by_id.setdefault(known, name)
