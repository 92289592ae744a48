"""Ways through the archive besides authors and tags: series, sources, years …"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fanfold.archive.queries import series as all_of
from fanfold.archive.queries import shelves
from fanfold.archive.search.wish import Choice
from fanfold.text.slugs import slug
from fanfold.web.access import reader_of
from fanfold.web.pages.feeds import has_feed
from fanfold.web.pages.lists import SERIES_ORDER, choices, shown


def page(request: HttpRequest) -> HttpResponse:
    """All the ways in on one page."""
    reader = reader_of(request)
    told = {
        "series": all_of.all_series(reader),
        "collections": shelves.collections(reader),
        "years": shelves.years(reader),
        "ratings": shelves.ratings(reader),
        "categories": shelves.categories(reader),
        "news": shelves.news()[:5],
    }
    return render(request, "shelves/page.html", told)


def series(request: HttpRequest, series_id: str) -> HttpResponse:
    """One series, its works in their order, and the series in it."""
    reader = reader_of(request)
    one = all_of.one_series(series_id, reader)
    told = {
        "series": one,
        "has_feed": has_feed(one.works),
        "shown": shown(request, one.works, reader, SERIES_ORDER),
        "book": f"{slug(one.title)}.epub",
    }
    return render(request, "shelves/series.html", told)


def collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    """What came in together: one rescued archive."""
    reader = reader_of(request)
    row, works = shelves.collection(collection_id, reader)
    choice = Choice("source", row.public)
    told = {
        "title": row.title,
        "about": row.about,
        "public": row.public,
        "has_feed": has_feed(works, choice),
        "shown": shown(request, works, reader, "title", choice=choice),
        "sorts": choices(),
    }
    return render(request, "shelves/collection.html", told)


def news(request: HttpRequest) -> HttpResponse:
    """The notices that the archives' keepers once posted."""
    return render(request, "shelves/news.html", {"news": shelves.news()})


def by_chance(request: HttpRequest) -> HttpResponse:
    """Some story, another each time."""
    return redirect("work", work_id=shelves.any_work(reader_of(request)))
