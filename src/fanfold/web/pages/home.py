"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanfold.archive.models import TagKind, Work
from fanfold.archive.queries import holdings
from fanfold.web.access import reader_of
from fanfold.web.pages.kept import kept_for
from fanfold.web.pages.lists import shown

_SHELVES = 40


def page(request: HttpRequest) -> HttpResponse:
    """What is here, what is new, and the shelves."""
    reader = reader_of(request)
    told = {
        "shown": shown(request, Work.objects.all(), reader, "new", everything=True),
        "kept": kept_for(request),
        "totals": holdings.totals(reader),
        "fandoms": holdings.most_used(TagKind.FANDOM, reader, _SHELVES),
    }
    return render(request, "home.html", told)
