"""What an account asked to hear of, by the names it has for that reader now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from fanfold.archive.models import Account, Subscription, Wishes, Work
from fanfold.archive.queries import gatherings
from fanfold.archive.queries.series import one_series
from fanfold.archive.queries.tagging import shown_tag
from fanfold.archive.reader import Reader
from fanfold.archive.search.kept import kept_of
from fanfold.archive.search.wish import Wish, wish_of
from fanfold.errors import NotFoundError
from fanfold.text.addresses import removed
from fanfold.text.house import plain

#: What can be subscribed to; in a letter what is nearest to a story comes first.
KINDS = ("work", "author", "series", "tag", "search", "archive")


@dataclass(frozen=True, slots=True)
class Named:
    """A subscription for its list. name: None where nothing of it is shown to the
    reader now, "" for the whole archive."""

    row: Subscription
    name: str | None


def own_subscriptions(account: Account, reader: Reader) -> list[Named]:
    """Return what an account asked to hear of, in the order it was asked."""
    rows = account.subscriptions.order_by("pk")
    return [Named(row, _told(row.kind, row.on, account, reader)) for row in rows]


def name_of(kind: str, on: str, account: Account, reader: Reader) -> str:
    """Return what a thing is called for a reader; "" for the whole archive.

    Raises NotFoundError where nothing of it is shown to this reader.
    """
    match kind:
        case "work":
            name = _listed(on, reader).title
        case "author":
            name = gatherings.author(on, reader)[0].name
        case "series":
            name = one_series(on, reader).title
        case "tag":
            name = shown_tag(on, reader).row.name
        case "search":
            return _search(on, account)
        case _:
            return ""
    return removed(plain(name))


def reader_of(account: Account) -> Reader:
    """Return an account as who asks for lists: its own setting alone, no visit."""
    return Reader(account=account.pk, shows_adult=account.shows_adult)


def wish_in(on: str) -> Wish:
    """Return the search that a subscription keeps, on its first page."""
    return wish_of(QueryDict(on))


def _told(kind: str, on: str, account: Account, reader: Reader) -> str | None:
    try:
        return name_of(kind, on, account, reader)
    except NotFoundError:
        return None


def _listed(on: str, reader: Reader) -> Work:
    row: Work | None = Work.objects.listed_for(reader).filter(public=on).first()
    if row is None:
        raise NotFoundError("There is no such story here.")
    return row


def _search(on: str, account: Account) -> str:
    """Return what its person calls a search, else its words."""
    row: Any = Wishes.objects.filter(account=account).first()
    for each in kept_of(row.told).saved if row else ():
        if each.address == on:
            return each.name
    return wish_in(on).words or on
