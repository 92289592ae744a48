"""A book of our own: its record and its pages together are the record it was made of.

A book of several stories has a record of each, a line each. docs/writers/epub.md says
what travels. A page that somebody changed since counts, and is told of; the record of
its text does not.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from fanfold.errors import RecordError, UnreadableSourceError
from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Evidence
from fanfold.model.problem import Severity
from fanfold.model.record import from_json
from fanfold.model.work import Work
from fanfold.readers._records import draft_of
from fanfold.readers.epub_book.book import Book
from fanfold.text import words
from fanfold.text.bound import unbound
from fanfold.text.decode import decode
from fanfold.text.house import plain

RECORD = "META-INF/fanfold.jsonl"
_RULE = "epub.record/1"


def own_works(book: Book) -> list[DraftWork]:
    """Return the works of a book that Fanfold made; none for all others.

    A record that cannot be understood is a problem, and the book is read as any book.
    """
    content = book.bytes_of(RECORD) if RECORD in book.parts else None
    if content is None:
        return []
    try:
        found = [_work(book, line) for line in content.split(b"\n") if line.strip()]
    except (RecordError, ValueError, RecursionError) as error:
        detail = f"the book's own record cannot be read ({str(error)[:80]})"
        book.note("record-invalid", RECORD, detail)
        return []
    seen = Evidence(book.original.sha256, RECORD, "", _RULE)
    return [draft_of(each, seen) for each in found if isinstance(each, Work)]


def _work(book: Book, line: bytes) -> object:
    value = json.loads(line)
    for chapter in _objects(value, "chapters"):
        _fill(book, chapter)
    return from_json(value)


def _objects(value: Any, key: str) -> list[dict[str, Any]]:
    found = value.get(key) if isinstance(value, dict) else None
    return [each for each in found or [] if isinstance(each, dict)]


def _fill(book: Book, chapter: dict[str, Any]) -> None:
    """Put the text of a chapter's page where the record leaves it out."""
    page = chapter.pop("page", None)
    wanted = chapter.pop("page_sha256", None)
    if not isinstance(page, str):
        return
    html = _text_of(book, page)
    chapter["html"], chapter["text"] = html, plain(html)
    if hashlib.sha256(html.encode("utf-8", "replace")).hexdigest() == wanted:
        for entry in _objects(chapter, "evidence"):
            if entry.pop("page", None) is not None:
                entry["value"] = html
        return
    chapter["words"] = words.count(chapter["text"])
    chapter["evidence"] = [
        entry for entry in _objects(chapter, "evidence") if "page" not in entry
    ]
    book.note("book-changed", page, "its text was changed after the book was made")


def _text_of(book: Book, page: str) -> str:
    content = book.bytes_of(page)
    if content is None:
        return ""
    try:
        # Not book.text: what we wrote ourselves is not to be mended.
        html = unbound(decode(content, name=page)[0])
    except UnreadableSourceError as error:
        book.note(error.code, page, str(error), Severity.LOSS)
        return ""
    if html is None:
        detail = "its text is no longer marked as we wrote it"
        book.note("book-changed", page, detail, Severity.LOSS)
    return html or ""
