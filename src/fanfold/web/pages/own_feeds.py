"""Feeds of a member's own, under a secret address; and the page that gives it out.

Whoever has the address reads what its owner may: programs that read feeds sign in
nowhere. What that is, is asked each time; a key that is not known is as if missing.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fanfold.archive.actions.give_feed_key import end_feed_key, give_feed_key
from fanfold.archive.cards import cards
from fanfold.archive.models import Account, FeedKey, Work
from fanfold.archive.queries.barring import without_muted
from fanfold.archive.queries.feed_keys import account_of
from fanfold.archive.queries.followed import (
    followed_chapters,
    followed_works,
    searches_of,
)
from fanfold.archive.queries.subscribing import reader_of
from fanfold.archive.reader import Reader
from fanfold.archive.search import finding
from fanfold.archive.search.wish import newest, wish_of
from fanfold.errors import NotFoundError, SearchLanguageError, SearchNotReadyError
from fanfold.web import atom
from fanfold.web.addresses import absolute
from fanfold.web.crawling import PRIVATE


def page(request: HttpRequest) -> HttpResponse:
    """Whether there is a secret address; make one, another one, or end it."""
    account: Any = request.user
    told: dict[str, Any] = {"searches": _searches(account)}
    if request.POST.get("do") == "end":
        end_feed_key(account)
        return redirect("own-feeds")
    if request.POST.get("do") == "make":
        # Shown in this one answer: nothing that could tell it again is kept.
        told["addresses"] = _addresses(request, give_feed_key(account), account)
    told["row"] = FeedKey.objects.filter(account=account).first()
    response = render(request, "own/feeds.html", told)
    response["Cache-Control"] = "private, no-store"
    return response


def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """The newest of all stories that the key's owner finds in lists."""
    account, reader = _asking(key)
    rows = without_muted(Work.objects.order_by("-added_at", "-pk"), reader)
    works = cards(rows, reader=reader, stop=atom.MOST).works
    entries = atom.of_works(works)
    return _answer(request, account, entries, "new", "", reverse("home"))


def followed(request: HttpRequest, key: str) -> HttpResponseBase:
    """The newest stories and chapters of what the key's owner follows."""
    account, reader = _asking(key)
    works = cards(followed_works(account, reader), reader=reader, stop=atom.MOST).works
    entries = [*atom.of_works(works), *_chapters(account, reader)]
    page_ = reverse("subscriptions")
    name = _("What I follow")
    return _answer(request, account, entries, "followed", name, page_)


def saved(request: HttpRequest, key: str) -> HttpResponseBase:
    """The newest stories in a search that the key's owner keeps, by its name."""
    account, reader = _asking(key)
    kept, name = searches_of(account), request.GET.get("name", "")
    address = next((e.address for e in kept.saved if e.name == name), None)
    if address is None:
        raise NotFoundError("There is no such feed here.")
    try:
        hits = finding.find(newest(wish_of(QueryDict(address))), reader, kept)
    except (SearchLanguageError, SearchNotReadyError) as error:
        return HttpResponse(f"{error}\n", "text/plain; charset=utf-8", status=503)
    id_ = urlencode({"search": name})
    page_ = f"{reverse('search')}?{address}"
    return _answer(request, account, atom.of_works(hits.works), id_, name, page_)


def _asking(key: str) -> tuple[Account, Reader]:
    account = account_of(key)
    return account, reader_of(account)


def _chapters(account: Account, reader: Reader) -> list[atom.Entry]:
    rows = list(followed_chapters(account, reader)[: atom.MOST])
    works = Work.objects.filter(pk__in={each.work_id for each in rows}).order_by()
    told = {work.id: work for work in cards(works, reader=reader).works}
    return [
        atom.of_chapter(told[row.work.public], row.public, row.title or "", row.came)
        for row in rows
        if row.work.public in told
    ]


def _answer(
    request: HttpRequest,
    account: Account,
    entries: list[atom.Entry],
    what: str,
    name: str,
    page_: str,
) -> HttpResponseBase:
    response = atom.answer(
        request,
        atom.newest(entries),
        name=name,
        page=page_,
        # Neither id nor link may hold the key: programs show them, and pass them on.
        id=f"own:{account.public}:{what}",
        itself="",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = PRIVATE
    return response


def _addresses(
    request: HttpRequest, key: str, account: Account
) -> list[tuple[str, str]]:
    """Return (name, address) of each feed that a key opens."""
    told = [
        (_("All new stories that I may read"), reverse("feed-own-new", args=[key])),
        (_("What I follow"), reverse("feed-own-followed", args=[key])),
    ]
    before = reverse("feed-own-search", args=[key]).removesuffix("search.atom")
    told += [(name, f"{before}{end}") for name, end in _searches(account)]
    return [(name, absolute(request, path)) for name, path in told]


def _searches(account: Account) -> list[tuple[str, str]]:
    """Return (name, end of the address) for each search that an account keeps."""
    kept = searches_of(account).saved
    return [(e.name, f"search.atom?{urlencode({'name': e.name})}") for e in kept]
