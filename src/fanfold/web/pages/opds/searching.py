"""Searching a catalogue: how it is done, what was found, and what it is made of."""

from __future__ import annotations

import re
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fanfold.archive.search import finding
from fanfold.archive.search.boxes import words_of
from fanfold.archive.search.finding import Hits
from fanfold.archive.search.language import LONGEST
from fanfold.archive.search.wish import Wish, wish_of
from fanfold.errors import SearchLanguageError, SearchNotReadyError
from fanfold.text.house import escape, escape_attribute
from fanfold.web.addresses import absolute
from fanfold.web.pages.opds.asking import Asked, catalogue
from fanfold.web.pages.opds.entries import entries
from fanfold.web.pages.opds.facets import facet_links
from fanfold.web.pages.opds.pages import Place, last_changed, links, sent
from fanfold.web.pages.opds.writing import ACQUISITION, Counts, Feed
from fanfold.web.settings import CONFIGURATION

_DESCRIPTION = "application/opensearchdescription+xml"
_SHORT_NAME = 16


@catalogue
def how(asked: Asked) -> HttpResponse:
    """Tell apps how to ask, in OpenSearch: by words, or by author and title."""
    where = escape_attribute(absolute(asked.request, asked.path("search")))
    name = CONFIGURATION.site.name
    about = _("Stories of %(name)s") % {"name": name}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom">',
        f"<ShortName>{escape(name[:_SHORT_NAME])}</ShortName>",
        f"<Description>{escape(about)}</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        "<OutputEncoding>UTF-8</OutputEncoding>",
        # The simple one first: most apps look no further, and fill in nothing else.
        f'<Url type="{ACQUISITION}" template="{where}?q={{searchTerms}}"/>',
        f'<Url type="{ACQUISITION}" template="{where}?q={{searchTerms?}}'
        '&amp;by={atom:author?}&amp;called={atom:title?}"/>',
        "</OpenSearchDescription>",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=_DESCRIPTION)


@catalogue
def search(asked: Asked) -> HttpResponse:
    """What was found, and facets to narrow it; everything where nothing is asked."""
    try:
        return _sent(asked, _asked_for(asked.request))
    except SearchNotReadyError as error:
        kind = "text/plain; charset=utf-8"
        return HttpResponse(f"{error}\n", kind, status=503)


def _sent(asked: Asked, wish: Wish) -> HttpResponse:
    hits, wish = _found(asked, wish)
    query = replace(wish, page=1).address()
    place = Place("search", (), query, asked.path(), hits.page, hits.last)
    feed = Feed(
        id=asked.urn("search", query),
        title=_("Search: %(words)s") % {"words": wish.words}
        if wish.words
        else _("All stories, by what they are"),
        author=CONFIGURATION.site.name,
        updated=last_changed(),
        links=(*links(asked, place, ACQUISITION), *facet_links(asked, hits)),
        entries=entries([work.id for work in hits.works], asked),
        counts=Counts(hits.total, finding.PAGE, (hits.page - 1) * finding.PAGE),
    )
    # The index hears of a change a moment after the rows.
    return sent(feed, ACQUISITION, asked, dated=False)


def _found(asked: Asked, wish: Wish) -> tuple[Hits, Wish]:
    """Return what a wish finds, and the wish; of words that are no search, bare ones.

    An app says nothing of what was typed wrongly, so it is taken as well as can be.
    """
    try:
        return finding.find(wish, asked.reader, asked.kept), wish
    except SearchLanguageError:
        bare = replace(wish, words=" ".join(re.findall(r"\w+", wish.words))[:LONGEST])
        return finding.find(bare, asked.reader, asked.kept), bare


def _asked_for(request: HttpRequest) -> Wish:
    """Return the search of an address; what an app did not fill in counts for none."""
    told = request.GET
    wish = wish_of(told)
    boxes = {"words": wish.words}
    boxes |= {"author": told.get("by", ""), "title": told.get("called", "")}
    filled = {name: "" if _is_open(text) else text for name, text in boxes.items()}
    return replace(wish, words=words_of(filled).replace("\0", " "))


def _is_open(text: str) -> bool:
    return bool(re.fullmatch(r"\{[\w:]+\??\}", text.strip()))
