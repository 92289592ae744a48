"""Feeds of new stories, in Atom: what anybody may see, whoever asks.

A feed's address is kept by programs that sign in nowhere, and handed on. So it never
tells more than a visitor's lists do; what one member may see besides has an address of
the member's own (own_feeds.py). What is said about a story is told as on its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from fanfold.archive import shelf, talk
from fanfold.archive.models import Work
from fanfold.archive.queries import gatherings, shelves
from fanfold.archive.queries.addresses import is_address
from fanfold.archive.queries.series import one_series
from fanfold.archive.queries.tagging import shown_tag
from fanfold.archive.reader import ANYONE
from fanfold.archive.search import finding
from fanfold.archive.search.large import how_many
from fanfold.archive.search.wish import Choice, newest, wish_of
from fanfold.errors import NotFoundError, SearchLanguageError, SearchNotReadyError
from fanfold.web import atom
from fanfold.web.access import reader_of
from fanfold.web.templatetags.stories import house


def has_feed(works: Any, choice: Choice | None = None) -> bool:
    """Tell whether a visitor finds any of these: else there is no feed to link to.

    choice: works are those that have this value.
    """
    if choice is not None and how_many(choice, ANYONE):
        return True
    return bool(works.listed_for(ANYONE).exists())


def new(request: HttpRequest) -> HttpResponseBase:
    """The newest stories of the archive."""
    return _feed(request, Work.objects.all(), "", reverse("home"))


def of_author(request: HttpRequest, pseud_id: str) -> HttpResponseBase:
    """The newest stories of an author."""
    pseud, works = gatherings.author(pseud_id, ANYONE)
    return _feed(request, works, pseud.name, reverse("author", args=[pseud_id]))


def of_tag(request: HttpRequest, tag_id: str) -> HttpResponseBase:
    """The newest stories under a tag."""
    tag = shown_tag(tag_id, ANYONE)
    return _feed(request, tag.works, tag.row.name, reverse("tag", args=[tag_id]))


def of_series(request: HttpRequest, series_id: str) -> HttpResponseBase:
    """The newest stories of a series."""
    one = one_series(series_id, ANYONE)
    # By its key: the query of a series may name a work twice.
    works = Work.objects.filter(pk__in=one.works.order_by().values("pk"))
    return _feed(request, works, one.title, reverse("series", args=[series_id]))


def of_collection(request: HttpRequest, collection_id: str) -> HttpResponseBase:
    """The newest stories of a collection."""
    row, works = shelves.collection(collection_id, ANYONE)
    page = reverse("collection", args=[collection_id])
    return _feed(request, works, row.title, page)


def of_search(request: HttpRequest) -> HttpResponseBase:
    """The newest stories that a search finds; its address is that of the search."""
    wish = newest(wish_of(request.GET))
    if is_address(wish.words):
        raise NotFoundError("An address is no search.")
    try:
        entries = atom.of_works(finding.find(wish, ANYONE).works)
    except SearchLanguageError as error:
        return _in_words(error, 400)
    except SearchNotReadyError as error:
        return _in_words(error, 503)
    query = wish.address()
    return atom.answer(
        request,
        atom.newest(entries),
        name=wish.words or _("Search"),
        page=f"{reverse('search')}?{query}",
        itself=f"{request.path}?{query}",
    )


def of_comments(request: HttpRequest, work_id: str) -> HttpResponseBase:
    """What was said about a story last, to whom its page of comments tells it."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.NONE, claims=False)
    said, _praise = talk.about_work(work, reader)
    page = reverse("work-comments", args=[work_id])
    entries = [_said(each, page) for each in _each(said) if _is_told(each)]
    return atom.answer(
        request,
        atom.newest(entries),
        name=work.title,
        page=page,
        about=_("Comments"),
    )


def _feed(request: HttpRequest, rows: Any, name: str, page: str) -> HttpResponseBase:
    rows = rows.order_by("-added_at", "-pk")
    works = shelf.cards(rows, reader=ANYONE, stop=atom.MOST)
    return atom.answer(request, atom.of_works(works), name=name, page=page)


def _each(said: Any) -> Iterator[talk.Said]:
    """Yield comments and all their answers."""
    for each in said:
        yield each
        yield from _each(each.answers)


def _is_told(said: talk.Said) -> bool:
    return not (said.waiting or said.hidden or said.removed)


def _said(said: talk.Said, page: str) -> atom.Entry:
    answered = f"<hr>{house(said.reply)}" if said.reply else ""
    return atom.Entry(
        id=f"comment:{said.id}",
        title=f"{said.by}: {said.chapter_title}" if said.chapter_title else said.by,
        page=f"{page}#{said.id}",
        at=said.when or atom.NEVER,
        author=said.by,
        html=house(said.text) + answered,
    )


def _in_words(error: Exception, status: int) -> HttpResponse:
    return HttpResponse(f"{error}\n", "text/plain; charset=utf-8", status=status)
