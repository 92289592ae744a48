"""Stories: the list, and each by chapter, whole, as an index, as a file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fanfold.archive import provenance, shelf, talk
from fanfold.archive.leaf import leaf
from fanfold.archive.models import Work as Rows
from fanfold.archive.queries.gatherings import pseud_ids, tag_ids
from fanfold.archive.queries.related import ties
from fanfold.archive.queries.series import neighbours
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError, UnknownFormatError
from fanfold.model.work import Chapter, Work
from fanfold.text.groups import groups
from fanfold.text.house import plain
from fanfold.text.slugs import slug
from fanfold.web.access import reader_of
from fanfold.web.downloads import as_file
from fanfold.web.pages import talking
from fanfold.web.pages.letters import LETTERS, under, wanted
from fanfold.web.pages.lists import choices, shown
from fanfold.web.telling import about, told_fields

_DOWNLOADS = ("epub", "html", "txt")


def list_page(request: HttpRequest) -> HttpResponse:
    """Every story the reader's lists show."""
    reader, letter = reader_of(request), wanted(request)
    rows = under(letter, Rows.objects.all(), "sort_title")
    told = {
        "shown": shown(request, rows, reader, "title", everything=not letter),
        "letters": LETTERS,
        "letter": letter,
        "sorts": choices(),
    }
    return render(request, "works/list.html", told)


def front(request: HttpRequest, work_id: str) -> HttpResponse:
    """A story's first page: what it is, then its text or its chapters."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.ALONE, claims=False)
    told = {**_told(work, reader), "ties": ties(work.id, reader)}
    return render(request, "works/front.html", told)


def whole(request: HttpRequest, work_id: str) -> HttpResponse:
    """The whole text on one page."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, claims=False)
    return render(request, "works/whole.html", _told(work, reader))


def chapters(request: HttpRequest, work_id: str) -> HttpResponse:
    """The index of chapters."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.NONE, claims=False)
    return render(request, "works/chapters.html", _told(work, reader))


def chapter(request: HttpRequest, work_id: str, chapter_id: str) -> HttpResponse:
    """One chapter."""
    found = leaf(work_id, chapter_id, reader=reader_of(request))
    if found.last == 1:
        return redirect("work", work_id=work_id)
    told = {each.name: getattr(found, each.name) for each in fields(found)}
    return render(request, "works/chapter.html", told)


def origin(request: HttpRequest, work_id: str) -> HttpResponse:
    """Where a story comes from: every field, how we know, what was mended."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader)
    told = {
        **_told(work, reader),
        "fields": told_fields(work),
        "originals": provenance.origins(work),
    }
    return render(request, "works/origin.html", told)


def comments(request: HttpRequest, work_id: str) -> HttpResponse:
    """What was said about a story, at its source and here."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.NONE, claims=False)
    here = talking.here(request, work_id, request.GET.get("answers", ""))
    said, praise = talk.about_work(work, reader, minds=here["minds"])
    told = {**_told(work, reader), **here, "said": said, "praise": praise}
    return render(request, "works/comments.html", told)


def download(request: HttpRequest, work_id: str, name: str) -> HttpResponse:
    """A story as a file. The name is for the reader's folder; its ending counts."""
    work = shelf.work(work_id, reader=reader_of(request))
    suffix = name.rpartition(".")[2]
    if suffix not in _DOWNLOADS:
        raise UnknownDownloadError
    return as_file(work, f".{suffix}")


class UnknownDownloadError(NotFoundError, UnknownFormatError):
    """No file of that kind is given out."""


def _told(work: Work, reader: Reader) -> dict[str, Any]:
    stem = slug(work.title)
    return {
        "work": work,
        "about": about(work),
        "tags": tag_ids([work]),
        "authors": pseud_ids([work]),
        "in_series": _in_series(work, reader),
        "groups": _groups(work),
        "said_in_all": talk.how_much(work.id),
        "downloads": [
            (each, reverse("work-download", args=[work.id, f"{stem}.{each}"]))
            for each in _DOWNLOADS
        ],
    }


@dataclass(frozen=True, slots=True)
class _Group:
    """Chapters that fold together. name: "" for those of no part; first: from 1."""

    name: str
    first: int
    chapters: tuple[Chapter, ...]

    @property
    def words(self) -> int:
        """Words of all its chapters."""
        return sum(each.words for each in self.chapters)


def _groups(work: Work) -> list[_Group]:
    """Return the chapters in their parts; in one without a name where none is told."""
    found = groups([plain(each.title or "") for each in work.chapters])
    if not found:
        return [_Group("", 1, work.chapters)]
    return [
        _Group(each.name, each.start + 1, work.chapters[each.start : each.end])
        for each in found
    ]


def _in_series(work: Work, reader: Reader) -> list[dict[str, Any]]:
    """Return each series of the work, with what stands before and after it there."""
    found = []
    for public, title, ids in neighbours(work.id, reader) if work.series else ():
        at = ids.index(work.id)
        found.append(
            {
                "public": public,
                "title": title,
                "number": at + 1,
                "works": len(ids),
                "before": ids[at - 1] if at else "",
                "after": ids[at + 1] if at + 1 < len(ids) else "",
            }
        )
    return found
