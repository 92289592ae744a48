"""Letters of news are taken and settled, so that each period is told at most once.

A letter is marked, and its time counted as told, before anything is handed to a mail
server. Of one that a killed process had in hand nobody knows whether it left: it is
never sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from fanfold.archive.actions.subscribe import EVERY
from fanfold.archive.models import Account, Digest, Subscription

#: How often a letter is tried while the mail server cannot be reached, and how long
#: after the first time; each further pause is longer by as much.
TRIES, _PAUSE = 8, timedelta(minutes=10)
_LOST = timedelta(minutes=15)
_OPEN = ("sending", "waiting")


@transaction.atomic
def take_digests(most: int) -> list[Digest]:
    """Mark the next letters as being sent and return them.

    From then on their time is told: whoever takes letters next finds what comes after.
    """
    now = timezone.now()
    lost = Digest.objects.filter(state="sending", at__lt=now - _LOST)
    lost.update(state="unsure")
    taken = _again(now, most)
    for account, every in due(now)[: most - len(taken)]:
        made = _begun(account, every, now)
        taken += [made] if made is not None else []
    return taken


@transaction.atomic
def settle_digest(digest: Digest, state: str) -> None:
    """Note what became of a letter that was taken; ``waiting`` for a further try.

    ``empty``: there was nothing to say; nothing is left of it.
    """
    if state == "empty":
        digest.delete()
        return
    digest.tries += state == "waiting"
    digest.state = "failed" if digest.tries >= TRIES else state
    digest.at = timezone.now()
    digest.save(update_fields=["state", "tries", "at"])


def due(now: datetime) -> list[tuple[int, str]]:
    """Return whose time has come, as (row id of the account, how often)."""
    found: list[tuple[int, str]] = []
    for every, days in EVERY.items():
        rows = Subscription.objects.filter(
            by_mail=True, every=every, account__is_active=True
        )
        under_way = Digest.objects.filter(every=every, state__in=_OPEN)
        rows = rows.exclude(account__in=under_way.values("account"))
        told = rows.order_by().values("account").annotate(last=_last())
        ripe = told.filter(last__lte=now - timedelta(days=days))
        keys = ripe.order_by("account").values_list("account", flat=True)
        found += [(key, every) for key in keys]
    return found


def _last() -> Any:
    """When a letter told last, else since when there is one to wait for."""
    return Coalesce(Max("told"), Min("since"))


def _again(now: datetime, most: int) -> list[Digest]:
    rest = Q(pk=None)
    for tries in range(1, TRIES):
        rest |= Q(tries=tries, at__lte=now - tries * _PAUSE)
    rows = Digest.objects.select_for_update(of=("self",)).filter(rest, state="waiting")
    taken = list(rows.select_related("account").order_by("pk")[:most])
    for each in taken:
        each.state, each.at = "sending", now
    Digest.objects.bulk_update(taken, ["state", "at"])
    return taken


def _begun(key: int, every: str, now: datetime) -> Digest | None:
    """Begin an account's letter; None where another process just did."""
    account = Account.objects.select_for_update().filter(pk=key).first()
    if account is None or (key, every) not in due(now):
        return None
    rows = account.subscriptions.filter(by_mail=True, every=every)
    windows = {
        row.public: (row.told or row.since).isoformat() for row in rows.order_by("pk")
    }
    rows.update(told=now)
    account.digests.filter(every=every).exclude(state__in=_OPEN).delete()
    return Digest.objects.create(
        account=account,
        every=every,
        windows=windows,
        until=now,
        state="sending",
        at=now,
    )
