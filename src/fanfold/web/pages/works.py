"""Stories: the list, and each by chapter, whole, as an index, as a file."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fanfold.archive import provenance, shelf
from fanfold.archive.models import Work as Rows
from fanfold.archive.queries.gatherings import pseud_ids, tag_ids
from fanfold.archive.shelf import Texts
from fanfold.errors import NotFoundError, UnknownFormatError
from fanfold.model.work import Chapter, Work
from fanfold.text.slugs import slug
from fanfold.web.access import reader_of
from fanfold.web.pages.lists import choices, shown
from fanfold.web.telling import about, told_fields
from fanfold.writers.contract import writer_for

_DOWNLOADS = ("epub", "html", "txt")


def list_page(request: HttpRequest) -> HttpResponse:
    """Every story the reader's lists show."""
    reader = reader_of(request)
    told = {
        "shown": shown(request, Rows.objects.all(), reader, "title"),
        "sorts": choices(),
    }
    return render(request, "works/list.html", told)


def front(request: HttpRequest, work_id: str) -> HttpResponse:
    """A story's first page: what it is, then its text or its chapters."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.NONE, claims=False)
    if len(work.chapters) == 1:
        work = shelf.work(work_id, reader=reader, claims=False)
    return render(request, "works/front.html", _told(work))


def whole(request: HttpRequest, work_id: str) -> HttpResponse:
    """The whole text on one page."""
    work = shelf.work(work_id, reader=reader_of(request), claims=False)
    return render(request, "works/whole.html", _told(work))


def chapters(request: HttpRequest, work_id: str) -> HttpResponse:
    """The index of chapters."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.NONE, claims=False)
    return render(request, "works/chapters.html", _told(work))


def chapter(request: HttpRequest, work_id: str, chapter_id: str) -> HttpResponse:
    """One chapter."""
    only = Texts(all=False, only=chapter_id)
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=only, claims=False)
    at = next((n for n, c in enumerate(work.chapters) if c.id == chapter_id), None)
    if at is None:
        raise NotFoundError("There is no such chapter here.")
    if len(work.chapters) == 1:
        return redirect("work", work_id=work.id)
    told = {
        **_told(work),
        "chapter": work.chapters[at],
        "before": _at(work, at - 1),
        "after": _at(work, at + 1),
    }
    return render(request, "works/chapter.html", told)


def origin(request: HttpRequest, work_id: str) -> HttpResponse:
    """Where a story comes from: every field, how we know, what was mended."""
    work = shelf.work(work_id, reader=reader_of(request))
    told = {
        **_told(work),
        "fields": told_fields(work),
        "originals": provenance.origins(work),
    }
    return render(request, "works/origin.html", told)


def download(request: HttpRequest, work_id: str, name: str) -> HttpResponse:
    """A story as a file. The name is for the reader's folder; its ending counts."""
    work = shelf.work(work_id, reader=reader_of(request))
    suffix = name.rpartition(".")[2]
    if suffix not in _DOWNLOADS:
        raise UnknownDownloadError
    writer = writer_for(f".{suffix}")
    stream = io.BytesIO()
    writer.write(work, stream)
    response = HttpResponse(stream.getvalue(), content_type=writer.media_type)
    response["Content-Disposition"] = f'attachment; filename="{_ascii(work)}.{suffix}"'
    return response


class UnknownDownloadError(NotFoundError, UnknownFormatError):
    """No file of that kind is given out."""


def _told(work: Work) -> dict[str, Any]:
    stem = slug(work.title)
    return {
        "work": work,
        "about": about(work),
        "tags": tag_ids([work]),
        "authors": pseud_ids([work]),
        "downloads": [
            (each, reverse("work-download", args=[work.id, f"{stem}.{each}"]))
            for each in _DOWNLOADS
        ],
    }


def _at(work: Work, place: int) -> Chapter | None:
    return work.chapters[place] if 0 <= place < len(work.chapters) else None


def _ascii(work: Work) -> str:
    return slug(work.title).encode("ascii", "ignore").decode().strip("-") or work.id
