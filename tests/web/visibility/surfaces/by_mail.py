"""What members follow: the letter of what is new, and the list of what is followed."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone

from fanfold.archive.models import Account, Digest, Series, Subscription, Work
from fanfold.archive.news import news_of
from fanfold.web.digests import message
from tests.web.visibility.scene import AUTHOR, FANDOM, SERIES, Scene, Visit
from tests.web.visibility.surface import Surface, at

_LONG_AGO = timedelta(days=9)
_BEFORE = timezone.now() - 2 * _LONG_AGO


def _all_follow_it(scene: Scene) -> None:
    """Everybody follows all that leads to the work, from before it was there."""
    series = Series.objects.get().public
    visit = Visit(scene, "admin", None)  # type: ignore[arg-type]
    things = {
        "archive": "",
        "work": scene.work.public,
        "author": visit.author,
        "series": series,
        "tag": visit.tag,
    }
    since = timezone.now() - _LONG_AGO
    Subscription.objects.bulk_create(
        Subscription(account=account, kind=kind, on=on, since=since, by_mail=True)
        for account in filter(None, scene.accounts.values())
        for kind, on in things.items()
    )


def _letter(kind: str) -> object:
    """Ask for the letter that goes to an actor now, of one thing that is followed."""

    def ask(visit: Visit, address: str) -> HttpResponseBase:
        account = visit.account
        if account is None:
            answer: HttpResponseBase = visit.client.get(address)
            return answer
        rows = account.subscriptions.filter(kind=kind)
        windows = {row.public: row.since.isoformat() for row in rows}
        fresh = Account.objects.get(pk=account.pk)
        digest = Digest(
            account=fresh, every="week", windows=windows, until=timezone.now()
        )
        if kind == "work":
            # Of a story that is not new itself its chapters are told.
            Work.objects.filter(pk=visit.work.pk).update(added_at=_BEFORE)
        mail = message(digest, news_of(digest))
        Work.objects.filter(pk=visit.work.pk).update(added_at=visit.work.added_at)
        return HttpResponse(f"{mail.subject}\n{mail.body}", "text/plain")

    return ask


def _of(kind: str, row: str = "notification_mail") -> Surface:
    return Surface(
        row if kind == "archive" else f"letter_of_{kind}",
        at("/mine/subscriptions/"),
        row=row,
        ask=_letter(kind),  # type: ignore[arg-type]
        own=True,
        prepare=_all_follow_it if kind == "archive" else lambda scene: None,
    )


SURFACES = (
    Surface(
        "letter_count",
        at("/mine/subscriptions/"),
        row="notification_mail",
        told=lambda v: "2 new things" if v.scene.others else "one new thing",
        ask=_letter("archive"),  # type: ignore[arg-type]
        own=True,
    ),
    *map(_of, ("archive", "author", "series", "tag", "work")),
    *(
        Surface(
            f"followed_{kind}",
            at("/mine/subscriptions/"),
            row="bookmark_list",
            told=lambda visit, name=name: f">{name}<",
            own=True,
            alone=True,
        )
        for kind, name in (("author", AUTHOR), ("series", SERIES), ("tag", FANDOM))
    ),
)
