"""One book read: whose book it is, and the draft of its work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from fanfold.errors import SourceError
from fanfold.model.advice import Status
from fanfold.model.draft import Claims, DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers._chapter_claims import chapter_of, ending_of
from fanfold.readers._claims import draft_of, labelled_top
from fanfold.readers._pages import ground_of
from fanfold.readers._placed import placed, placed_claims
from fanfold.readers.epub_book import fanficfare
from fanfold.readers.epub_book.book import Book, opened
from fanfold.readers.epub_book.chapters import Numbering, Stretch, stretches
from fanfold.readers.epub_book.claims import RULE, Told, claims_of
from fanfold.readers.epub_book.contents import contents_of
from fanfold.readers.epub_book.documents import Document, documents_of
from fanfold.readers.epub_book.locks import refuse_locked
from fanfold.readers.epub_book.own import own_works
from fanfold.readers.epub_book.package import Package, package_of
from fanfold.readers.epub_book.preface import preface_work
from fanfold.text import addresses
from fanfold.text.house import escape
from fanfold.text.inline import lightly
from fanfold.text.page import PageLine
from fanfold.text.visible import visible

_MIMETYPE = b"application/epub+zip"


def read_book(original: Original) -> Iterator[DraftWork | Problem]:
    """Yield the works of a book, after what was hard about it: one, but of our own
    books of several stories each.

    Raises SourceError where nothing can be read: locked, cut off, no package.
    """
    with opened(original) as book:
        try:
            drafts = _works_of(book)
        except SourceError:
            # Even where it cannot be read a person should know what else was wrong.
            yield from book.problems
            raise
        yield from book.problems
        yield from drafts


def _works_of(book: Book) -> list[DraftWork]:
    _check_type(book)
    refuse_locked(book)
    return own_works(book) or [_foreign_work(book)]


def _check_type(book: Book) -> None:
    said = book.bytes_of("mimetype") if "mimetype" in book.parts else b""
    if (said or b"").strip() != _MIMETYPE:
        detail = "it does not say that it is a book; its parts do"
        book.note("epub-mimetype", book.original.name, detail, Severity.NOTE)


def _foreign_work(book: Book) -> DraftWork:
    package = package_of(book)
    contents = contents_of(book, package)
    documents = documents_of(book, package, contents)
    _check_title(book, package)
    told = Told(book.original.sha256)
    for known in (fanficfare.work_of, preface_work):
        draft = known(book, package, documents, told)
        if draft is not None:
            return _named(book, draft)
    claims_of(package, told)
    if "creators" not in told.made:
        # A converter filled it in: what calls itself by no name was put in order by
        # nobody, and its title is that of a page's head.
        told.doubt("title")
    text = _text_of(documents)
    numbering = Numbering(text)
    found = stretches(text, numbering, contents, package.first("title"))
    if len(found) == 1:
        draft = _one(book, told, found[0], text)
    else:
        draft = _several(book, told, found, text)
    draft = placed(draft, numbering.place)
    return _named(book, _with_title_pages(book, draft, documents))


def _check_title(book: Book, package: Package) -> None:
    title = package.first("title")
    if visible(title) != " ".join(title.split()):
        detail = "signs that nobody sees, or heaps of accents, were left out of it"
        book.note("title-cleaned", package.name, detail, Severity.NOTE)


def _named(book: Book, draft: DraftWork) -> DraftWork:
    known = draft.source_ids or (f"file:{book.original.name}",)
    return replace(draft, source_ids=known)


def _text_of(documents: Sequence[Document]) -> list[Document]:
    """Return the pages that are the story; where none is, whatever is no contents."""
    text = [each for each in documents if not each.role]
    return text or [
        each for each in documents if each.role not in {"contents", "cover"}
    ]


def _with_title_pages(
    book: Book, draft: DraftWork, documents: Sequence[Document]
) -> DraftWork:
    """Return the draft with what labels on title pages say and nothing else does."""
    for document in documents:
        if document.role != "title":
            continue
        ground = ground_of(book.original, document.lines, document.steps)
        claims, _, mails = labelled_top(ground)
        silent = {
            field: each for field, each in claims.items() if not getattr(draft, field)
        }

        def place(line: int, name: str = document.name) -> tuple[str, int]:
            return name, line

        emails = tuple(dict.fromkeys([*draft.emails, *mails]))
        draft = replace(draft, emails=emails, **placed_claims(silent, place))
    return draft


# -- books of no known maker -----------------------------------------------------------


def _one(
    book: Book, told: Told, stretch: Stretch, documents: Sequence[Document]
) -> DraftWork:
    """Return the work of a book with one stretch of text: the grammar parts it."""
    sure = told.sure_of("title")
    # Where nothing else is sure of the title the heading may be it.
    lines = stretch.lines if sure else stretch.whole
    ground = ground_of(book.original, lines, _steps(documents))
    draft = draft_of(ground, labelled=sure)
    chapters = draft.chapters
    if sure and len(chapters) == 1 and not chapters[0].title:
        chapters = (replace(chapters[0], title=_title(book, stretch)),)
    return told.over(replace(draft, chapters=chapters))


def _several(
    book: Book,
    told: Told,
    found: Sequence[Stretch],
    documents: Sequence[Document],
) -> DraftWork:
    chapters: list[DraftChapter] = []
    head: dict[str, Any] = {}
    mails: tuple[str, ...] = ()
    status: Claims[Status] = ()
    before: Sequence[PageLine] = ()
    for number, stretch in enumerate(found):
        start = 0
        ground = ground_of(book.original, stretch.lines, _steps(documents))
        if not head and not _has_words(before):
            head, start, mails = labelled_top(ground)
            rest = stretch.lines[start:]
            shown = any(run.picture for each in rest for run in each.runs)
            if not (shown or _has_words(rest)) and number + 1 < len(found):
                head.setdefault("title", _guessed(book, stretch))
                continue
            before = rest
        end, status = ending_of(ground)
        lines = stretch.lines[start : max(start, end)]
        ground = ground_of(book.original, lines, _steps(documents))
        chapters.append(chapter_of(ground, _title(book, stretch)))
    head.setdefault("status", status)
    draft = DraftWork(chapters=tuple(chapters), emails=mails, **head)
    return told.over(draft)


def _has_words(lines: Sequence[PageLine]) -> bool:
    return any(each.line.text.strip() for each in lines)


def _guessed(book: Book, stretch: Stretch) -> Claims[str]:
    """Return what stands above a header as a guess at the title."""
    title = visible(addresses.removed(stretch.heading))
    if not title:
        return ()
    seen = Evidence(book.original.sha256, stretch.place, title, RULE)
    return (Claim(lightly(escape(title)), Standing.GUESSED, seen),)


def _steps(documents: Sequence[Document]) -> tuple[Step, ...]:
    return tuple(dict.fromkeys(step for each in documents for step in each.steps))


def _title(book: Book, stretch: Stretch) -> Claims[str]:
    title = addresses.removed(visible(stretch.title))
    if not title:
        return ()
    seen = Evidence(
        book.original.sha256, stretch.place, addresses.quoted(stretch.heading), RULE
    )
    return (Claim(lightly(escape(title)), Standing.LABELLED, seen),)
