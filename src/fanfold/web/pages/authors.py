"""Authors and their stories."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanfold.archive.queries import gatherings
from fanfold.archive.reader import ANYONE
from fanfold.web.access import reader_of
from fanfold.web.pages import letters
from fanfold.web.pages.lists import choices, shown

_PAGE = 300


def list_page(request: HttpRequest) -> HttpResponse:
    """Every author of a story in the reader's lists, some at a time."""
    letter = letters.wanted(request)
    found = letters.under(letter, gatherings.authors(reader_of(request)))
    rows = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    told = {
        "authors": list(rows),
        "letters": letters.LETTERS,
        "letter": letter,
        "query": urlencode({"letter": letter}) if letter else "",
        "number": rows.number,
        "last": rows.paginator.num_pages,
        "before": rows.previous_page_number() if rows.has_previous() else 0,
        "after": rows.next_page_number() if rows.has_next() else 0,
    }
    return render(request, "authors/list.html", told)


def page(request: HttpRequest, pseud_id: str) -> HttpResponse:
    """One author."""
    reader = reader_of(request)
    pseud, works = gatherings.author(pseud_id, reader)
    told = {
        "name": pseud.name,
        "pseud_id": pseud.public,
        "also": gatherings.other_names(pseud, reader),
        "has_feed": works.listed_for(ANYONE).exists(),
        "bio": pseud.creator.bio,
        "is_own": pseud.creator.account_id == reader.account,
        "words": gatherings.words_in(works, reader),
        "shown": shown(request, works, reader, "title", muted=True),
        "sorts": choices(),
    }
    return render(request, "authors/page.html", told)
