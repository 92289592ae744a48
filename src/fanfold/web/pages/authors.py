"""Authors and their stories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanfold.archive.queries import gatherings
from fanfold.web.access import reader_of
from fanfold.web.pages.lists import choices, shown


def list_page(request: HttpRequest) -> HttpResponse:
    """Every author of a story in the reader's lists."""
    told = {"authors": gatherings.authors(reader_of(request))}
    return render(request, "authors/list.html", told)


def page(request: HttpRequest, pseud_id: str) -> HttpResponse:
    """One author."""
    reader = reader_of(request)
    pseud, works = gatherings.author(pseud_id, reader)
    told = {
        "name": pseud.name,
        "also": gatherings.other_names(pseud, reader),
        "bio": pseud.creator.bio,
        "shown": shown(request, works, reader, "title"),
        "sorts": choices(),
    }
    return render(request, "authors/page.html", told)
