"""Books that FanFicFare made: fields on the title and log page, a page a chapter.

Its subjects mix every list of tags with words of its own ("FanFiction", "Last Update:
2005/02/13"), so the title page tells what is what; the log, where a book has one, holds
the fields under their own names, the last entry the newest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from fanfold.model.draft import DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.problem import Problem
from fanfold.readers._chapter_claims import chapter_of
from fanfold.readers._fanficfare import RULE, Value, claims_of, values_in
from fanfold.readers._pages import ground_of
from fanfold.readers._placed import placed
from fanfold.readers.epub_book.book import Book
from fanfold.readers.epub_book.chapters import Numbering
from fanfold.readers.epub_book.claims import Told
from fanfold.readers.epub_book.claims import claims_of as package_claims
from fanfold.readers.epub_book.documents import Document
from fanfold.readers.epub_book.package import Package
from fanfold.text import addresses
from fanfold.text.house import escape
from fanfold.text.inline import lightly
from fanfold.text.page import PageLine
from fanfold.text.parts import bare, title_within
from fanfold.text.visible import visible
from fanfold.text.xml import walk
from fanfold.vocab.patterns import late

#: Subjects that the program adds of its own.
_ITS_OWN = late(r"(?i)fanfiction|completed|in-progress|last update(?: year/month)?: .*")
_FAILED = "(CHAPTER ERROR)"
_NEW = "(new) "


def work_of(
    book: Book, package: Package, documents: Sequence[Document], claims: Told
) -> DraftWork | None:
    """Return the work of a book that FanFicFare made; None for any other book."""
    chapters = [each for each in documents if _is_chapter(each)]
    by_name = any("fanficfare" in each.value.lower() for each in package.said)
    if not chapters or not (
        by_name or any(e.has_class("fff_chapter") for e in chapters)
    ):
        return None
    subjects = [visible(each.value) for each in package.of("subject")]
    known = frozenset(name for name in subjects if not _ITS_OWN.fullmatch(name))
    package_claims(package, claims, subjects=False)
    said = claims_of(
        [*_logged(book, documents), *_titled(documents)],
        book.original.sha256,
        Standing.RECORDED,
        known,
    )
    numbering = Numbering(chapters)
    draft = DraftWork(
        emails=claims.emails,
        urls=claims.urls,
        chapters=tuple(
            _chapter(book, document, lines)
            for document, lines in zip(chapters, numbering.lines, strict=True)
        ),
    )
    return placed(replace(draft, **_both(said, claims.made)), numbering.place)


def _is_chapter(document: Document) -> bool:
    return document.has_class("fff_chapter") or "chapterorigtitle" in document.page.meta


def _both(
    said: dict[str, tuple[Claim[Any], ...]], package: dict[str, tuple[Claim[Any], ...]]
) -> dict[str, Any]:
    """Return all claims; for people and texts the package says it more exactly."""
    made: dict[str, Any] = dict(package)
    for field, claims in said.items():
        first = field in {"summary", "series", "labels"}
        known = package.get(field, ())
        made[field] = (*claims, *known) if first else (*known, *claims)
    return made


def _logged(book: Book, documents: Sequence[Document]) -> Iterator[Value]:
    """Yield the fields of the log page, of each the last."""
    last: dict[str, Value] = {}
    for document in documents:
        source = book.text(document.name) if document.role == "log" else None
        key, depth, words = "", 0, list[str]()
        for piece in walk(source.text) if source else ():
            if piece.kind == "open" and piece.name == "span" and piece.given.get("id"):
                key, depth, words = piece.given["id"], piece.depth, []
            elif piece.kind == "close" and key and piece.depth <= depth:
                place = f"{document.name} {key}"
                last[key] = Value(key, key, "".join(words), place)
                key = ""
            elif key and piece.name in {"p", "br", "div"}:
                words.append("\n\n" if piece.name != "br" else "<br>")
            elif key:
                words.append(escape(piece.text))
    yield from last.values()


def _titled(documents: Sequence[Document]) -> Iterator[Value]:
    for document in documents:
        if document.has_class("fff_titlepage"):
            name = document.name
            yield from values_in(document.lines, f"{name} ")


def _chapter(book: Book, document: Document, lines: list[PageLine]) -> DraftChapter:
    meta = document.page.meta
    shown = meta.get("chaptertitle", "") or document.page.title
    title = meta.get("chapterorigtitle", "") or shown
    failed = _FAILED in shown or _FAILED in title
    title = title.replace(_FAILED, "").removeprefix(_NEW).strip()
    kept = _without_heading(lines, (shown, title, document.page.title))
    made = chapter_of(
        ground_of(book.original, kept, document.steps),
        _title(book, document, title),
    )
    url = meta.get("chapterurl", "")
    problems: tuple[Problem, ...] = ()
    if failed:
        detail = "the program could not fetch this chapter; its page says so instead"
        problems = (Problem("chapter-not-fetched", document.name, detail),)
        book.problems.extend(problems)
    return replace(made, urls=(url,) if url else (), problems=problems)


def _without_heading(lines: list[PageLine], titles: tuple[str, ...]) -> list[PageLine]:
    said = {bare(title) for title in titles}
    for at, each in enumerate(lines):
        if ".fff_chapter_title" in each.region or bare(each.line.text) in said:
            return lines[at + 1 :]
        if each.line.text.strip():
            break
    return lines


def _title(book: Book, document: Document, title: str) -> tuple[Claim[str], ...]:
    name = addresses.removed(visible(title_within(title)))
    if not name:
        return ()
    seen = Evidence(book.original.sha256, document.name, addresses.quoted(title), RULE)
    return (Claim(lightly(escape(name)), Standing.RECORDED, seen),)
