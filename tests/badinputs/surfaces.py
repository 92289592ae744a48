"""All that anybody may see of an archive: pages, books, the report of an import."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from zipfile import ZipFile

from django.test import Client

from fanfold.archive.models import Chapter, Pseud, Tag, Work
from tests.badinputs.trial import Trial

_ENDS = ("", "whole/", "chapters/", "origin/")
_BOOKS = ("epub", "html", "txt")
#: Chapters of a work whose own pages are looked at.
_MOST = 10


def public(trial: Trial) -> Iterator[tuple[str, bytes]]:
    """Yield each public surface: its name, and its bytes with containers opened."""
    client = Client()
    client.post("/gate/", {"answer": "yes"})
    for address in _addresses():
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        yield address, _unpacked(content) + str(response.headers).encode()
    if trial.report is not None:
        yield "report", "\n".join(trial.report.lines()).encode()
        told = json.dumps(trial.report.as_json(), ensure_ascii=False)
        yield "report.json", told.encode()


def _addresses() -> Iterator[str]:
    yield from ("/", "/works/", "/authors/", "/tags/", "/robots.txt")
    for work in Work.objects.all():
        yield from (f"/works/{work.public}/{end}" for end in _ENDS)
        yield from (f"/works/{work.public}/download/x.{book}" for book in _BOOKS)
        for chapter in _sampled([*work.chapters.all()]):
            yield f"/works/{work.public}/chapters/{chapter.public}/"
    yield from (f"/authors/{each.public}/" for each in Pseud.objects.all())
    yield from (f"/tags/{each.public}/" for each in Tag.objects.all())


def _sampled(chapters: list[Chapter]) -> list[Chapter]:
    """Return some chapters from first to last; the whole text is a page besides."""
    step = len(chapters) // _MOST + 1
    return [*chapters[:-1:step], *chapters[-1:]]


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())
