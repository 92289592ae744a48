"""Addresses for programs: what there is, works, one of them, its text, searching."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from fanfold.archive import shelf
from fanfold.archive.cards import cards_of
from fanfold.archive.queries.harvesting import harvest
from fanfold.archive.search import finding
from fanfold.archive.search.facets import Facet, facets
from fanfold.archive.search.wish import FACETS, SORTS, wish_of
from fanfold.errors import KeyOfPageError, SearchLanguageError, SearchNotReadyError
from fanfold.model.record import FORMAT
from fanfold.web.api import telling
from fanfold.web.api.answers import Json, answered
from fanfold.web.api.asking import Asker
from fanfold.web.problems import problem
from fanfold.web.settings import CONFIGURATION


@answered
def root(request: HttpRequest, asker: Asker) -> Json:
    """What there is, with templates of addresses (RFC 6570)."""
    works = telling.at(request, "api-works")
    filters = ",".join(("q", *FACETS))
    sorted_ = ",".join((filters, "sort", "more", "page"))
    return {
        "name": CONFIGURATION.site.name,
        "record": FORMAT,
        "works": f"{works}{{?after,{filters}}}",
        "work": f"{works}{{id}}/",
        "text": f"{works}{{id}}/text/",
        "search": f"{telling.at(request, 'api-search')}{{?{sorted_}}}",
        "facets": list(FACETS),
        "sorts": list(SORTS),
    }


@answered
def works(request: HttpRequest, asker: Asker) -> Json | HttpResponse:
    """Every work the reader's lists show, in the order they came in."""
    wish = replace(wish_of(request.GET), sort="", more="", page=1)
    try:
        found = harvest(request.GET.get("after", ""), wish, asker.reader, asker.kept)
    except KeyOfPageError:
        return problem("key-of-page")
    except (SearchLanguageError, SearchNotReadyError) as error:
        return _trouble(error)
    listed = cards_of(found.ids, reader=asker.reader)
    told: Json = {"works": telling.cards(request, listed), "after": found.after}
    if found.more:
        asks = [wish.address(), urlencode({"after": found.after})]
        address = telling.at(request, "api-works")
        told["next"] = f"{address}?{'&'.join(filter(None, asks))}"
    return told


@answered
def work(request: HttpRequest, asker: Asker, work_id: str) -> Json:
    """One work, without its text."""
    found = shelf.work(work_id, reader=asker.reader, texts=shelf.NONE, claims=False)
    return {"format": FORMAT, **telling.record(request, found)}


@answered
def text(request: HttpRequest, asker: Asker, work_id: str) -> Json:
    """The text of a work, chapter by chapter."""
    found = shelf.work(work_id, reader=asker.reader, claims=False)
    return telling.text(request, found)


@answered
def search(request: HttpRequest, asker: Asker) -> Json | HttpResponse:
    """What is found, how much of it there is, and what it is made of."""
    wish = wish_of(request.GET)
    try:
        hits = finding.find(wish, asker.reader, asker.kept)
    except (SearchLanguageError, SearchNotReadyError) as error:
        return _trouble(error)
    told: dict[str, Any] = {
        "total": hits.total,
        "page": hits.page,
        "pages": hits.last,
        "works": telling.cards(request, hits.cards),
        "facets": [_facet(each) for each in facets(hits)],
    }
    if hits.page < hits.last:
        more = wish.address(page=hits.page + 1)
        told["next"] = f"{telling.at(request, 'api-search')}?{more}"
    return told


def _facet(facet: Facet) -> Json:
    values = [
        {"value": each.value, "works": each.works}
        | ({"name": each.name} if each.name else {})
        for each in facet.values
    ]
    told: Json = {"facet": facet.facet, "values": values, "more": facet.cut}
    return told | ({"kind": facet.kind} if facet.kind else {})


def _trouble(error: SearchLanguageError | SearchNotReadyError) -> HttpResponse:
    if isinstance(error, SearchLanguageError):
        return problem("search-language", place=error.place, reason=str(error))
    return problem("no-index")
