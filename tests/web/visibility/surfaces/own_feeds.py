"""Feeds under a member's secret address: by the key alone, whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from fanfold.archive.actions.give_feed_key import give_feed_key
from fanfold.archive.models import Account, TextVersion, Wishes, Work
from tests.web.visibility.scene import SOUGHT, Visit
from tests.web.visibility.surface import Surface

_SEARCH = f'q="{SOUGHT}"'
_BEFORE = timezone.now() - timedelta(days=9)


@contextmanager
def _for_now() -> Iterator[None]:
    """What is done inside is as if it had not been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _feed(end: str, prepare: Callable[[Visit, Account], object]) -> object:
    """Ask for a feed of the actor's, signed in nowhere."""

    def ask(visit: Visit, address: str) -> HttpResponseBase:
        account = visit.account
        if account is None:
            answer: HttpResponseBase = visit.client.get("/account/feeds/")
            return answer
        with _for_now():
            account.subscriptions.all().delete()
            prepare(visit, account)
            key = give_feed_key(account)
            found: HttpResponseBase = Client().get(f"/feeds/{key}/{end}")
        return found

    return ask


def _nothing(visit: Visit, account: Account) -> None:
    pass


def _keeps_it(visit: Visit, account: Account) -> None:
    told = {"saved": [["snow", _SEARCH]]}
    Wishes.objects.update_or_create(account=account, defaults={"told": told})


def _follows(kind: str, on: Callable[[Visit], str]) -> Callable[[Visit, Account], None]:
    def prepare(visit: Visit, account: Account) -> None:
        account.subscriptions.create(kind=kind, on=on(visit), since=timezone.now())
        if kind == "work":
            # Of a story its later chapters are news.
            Work.objects.filter(pk=visit.work.pk).update(added_at=_BEFORE)
            texts = TextVersion.objects.filter(chapter__public=visit.chapter)
            texts.update(at=_BEFORE)

    return prepare


def _surface(
    name: str, end: str, prepare: Callable[[Visit, Account], object]
) -> Surface:
    return Surface(
        name,
        # What the walk resolves; the key is another each time.
        lambda visit: f"/feeds/none/{end}",
        row="" if name == "token_feed" else "token_feed",
        ask=_feed(end, prepare),  # type: ignore[arg-type]
        own=True,
    )


_FOLLOWED: dict[str, Callable[[Visit], str]] = {
    "archive": lambda visit: "",
    "author": lambda visit: visit.author,
    "series": lambda visit: visit.series,
    "tag": lambda visit: visit.tag,
    "search": lambda visit: _SEARCH,
    "work": lambda visit: visit.work.public,
}

SURFACES = (
    _surface("token_feed", "new.atom", _nothing),
    _surface("feed_of_kept_search", "search.atom?name=snow", _keeps_it),
    *(
        _surface(f"feed_of_followed_{kind}", "followed.atom", _follows(kind, on))
        for kind, on in _FOLLOWED.items()
    ),
)
