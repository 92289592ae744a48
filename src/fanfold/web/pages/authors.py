"""Authors and their stories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanfold.archive.models import Pseud
from fanfold.archive.queries import gatherings, holdings
from fanfold.text.slugs import slug
from fanfold.web.access import reader_of
from fanfold.web.pages import letters
from fanfold.web.pages.feeds import has_feed
from fanfold.web.pages.lists import choices, shown


def list_page(request: HttpRequest) -> HttpResponse:
    """Every author of a story in the reader's lists, some at a time."""
    letter = letters.wanted(request)
    rows = letters.under(letter, Pseud.objects.all(), "name")
    reader = reader_of(request)
    found = holdings.authors_among(rows, reader)
    authors, told = letters.paged(request, letter, found)
    authors = holdings.authors_of_page(authors, reader)
    return render(request, "authors/list.html", {"authors": authors, **told})


def page(request: HttpRequest, pseud_id: str) -> HttpResponse:
    """One author."""
    reader = reader_of(request)
    pseud, works = gatherings.author(pseud_id, reader)
    told = {
        "name": pseud.name,
        "pseud_id": pseud.public,
        "also": gatherings.other_names(pseud, reader),
        "has_feed": has_feed(works),
        "bio": pseud.creator.bio,
        "is_own": pseud.creator.account_id == reader.account,
        "words": gatherings.words_in(works, reader),
        "shown": shown(request, works, reader, "title", muted=True),
        "sorts": choices(),
        "book": f"{slug(pseud.name)}.epub",
    }
    return render(request, "authors/page.html", told)
