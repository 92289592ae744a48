"""Lists of stories: the new ones, and those of a fandom, author, series, collection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from fanfold.archive.models import Work
from fanfold.archive.queries import gatherings, series, shelves
from fanfold.archive.queries.tagging import shown_tag
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError
from fanfold.web.pages.lists import SERIES_ORDER, shown
from fanfold.web.pages.opds.asking import Asked, catalogue
from fanfold.web.pages.opds.entries import entries
from fanfold.web.pages.opds.pages import Place, last_changed, links, sent
from fanfold.web.pages.opds.writing import ACQUISITION, Feed
from fanfold.web.settings import CONFIGURATION
from fanfold.web.templatetags.stories import bare


def _of_fandom(public: str, reader: Reader) -> tuple[str, Any]:
    tag = shown_tag(public, reader)
    return tag.row.name, tag.works


def _of_author(public: str, reader: Reader) -> tuple[str, Any]:
    pseud, works = gatherings.author(public, reader)
    return pseud.name, works


def _of_series(public: str, reader: Reader) -> tuple[str, Any]:
    one = series.one_series(public, reader)
    return one.title, one.works


def _of_collection(public: str, reader: Reader) -> tuple[str, Any]:
    row, works = shelves.collection(public, reader)
    return row.title, works


#: By the word in an address: where title and works come from, and in which order.
_KINDS: dict[str, tuple[Callable[[str, Reader], tuple[str, Any]], str]] = {
    "fandoms": (_of_fandom, "title"),
    "authors": (_of_author, "title"),
    "series": (_of_series, SERIES_ORDER),
    "collections": (_of_collection, "title"),
}


@catalogue
def new(asked: Asked) -> HttpResponse:
    """Every story, the newest here first."""
    place = Place("new", up=asked.path())
    works = Work.objects.all()
    return _sent(asked, _("New stories"), place, works, "new", everything=True)


@catalogue
def stories(asked: Asked, kind: str, public: str) -> HttpResponse:
    """The stories of one fandom, author, series or collection."""
    if kind not in _KINDS:
        raise NotFoundError("There is no such list here.")
    find, order = _KINDS[kind]
    title, works = find(public, asked.reader)
    place = Place("stories", (kind, public), up=asked.path("names", kind))
    return _sent(asked, bare(title) or _("Untitled"), place, works, order)


def _sent(
    asked: Asked,
    title: str,
    place: Place,
    works: Any,
    order: str,
    *,
    everything: bool = False,
) -> HttpResponse:
    # An author's own page shows what is muted elsewhere, and so does this.
    muted = place.args[:1] == ("authors",)
    found = shown(
        asked.request,
        works,
        asked.reader,
        order,
        muted=muted,
        everything=everything,
    )
    here = replace(place, number=found.number, last=found.last)
    feed = Feed(
        id=asked.urn(place.page, *place.args),
        title=title,
        author=CONFIGURATION.site.name,
        updated=last_changed(),
        links=tuple(links(asked, here, ACQUISITION)),
        entries=entries([work.id for work in found.works], asked),
    )
    # How many there are in all tells the index, a moment after the rows.
    return sent(feed, ACQUISITION, asked, dated=not everything)
