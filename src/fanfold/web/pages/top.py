"""Top lists: most thanked for, most spoken of, most often kept, once put forward."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from fanfold.archive.cards import cards, cards_of
from fanfold.archive.queries.barring import without_muted
from fanfold.archive.queries.top import MOST, WAYS, featured, ranked
from fanfold.web.access import reader_of

_NAMES: dict[str, Any] = {
    "thanked": _("Most thanked for"),
    "said": _("Most spoken of"),
    "bookmarked": _("Most often bookmarked"),
    "recommended": _("Most often recommended where they came from"),
}


def page(request: HttpRequest) -> HttpResponse:
    """All the lists of which there is something to show."""
    reader = reader_of(request)
    lists = {way: ranked(way, reader) for way in WAYS}
    ids = list({each.public for found in lists.values() for each in found})
    known = cards_of(ids, reader=reader)
    works = {work.id: work for work in known.works}
    put_forward = cards(without_muted(featured(), reader), reader=reader, stop=MOST)
    told = {
        "lists": [
            (
                way,
                _NAMES[way],
                [(works[e.public], e.number) for e in found if e.public in works],
            )
            for way, found in lists.items()
            if found
        ],
        "authors": known.authors | put_forward.authors,
        "featured": put_forward.works,
    }
    return render(request, "shelves/top.html", told)
