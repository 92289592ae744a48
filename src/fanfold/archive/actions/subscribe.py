"""A member asks to hear of what is new, by a letter a day or a week, or no more.

What a reader follows is nobody's business: unlike other acts, this leaves nothing in
the ledger.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fanfold.archive.models import Account, Subscription
from fanfold.archive.queries.subscribing import KINDS, name_of, wish_in
from fanfold.archive.reader import Reader
from fanfold.archive.search.kept import LONGEST
from fanfold.errors import NotFoundError, RefusedDecisionError

#: How often a letter comes, in days.
EVERY = {"day": 1, "week": 7}
#: Most that one account may follow.
MOST = 200


@transaction.atomic
def subscribe(
    kind: str, on: str, every: str, *, account: Account, reader: Reader
) -> Subscription:
    """Tell an account of something from now on, or tell it as often as this.

    Raises NotFoundError for what is not shown to this reader, RefusedDecisionError
    where there is no way to write, or too much to follow.
    """
    if kind not in KINDS or every not in EVERY:
        raise NotFoundError("There is nothing like that to hear of here.")
    on = wish_in(on).address() if kind == "search" else on
    if kind == "archive":
        on = ""
    name_of(kind, on, account, reader)
    if kind == "search" and not 0 < len(on) <= LONGEST:
        raise RefusedDecisionError(
            f"A search of up to {LONGEST} letters can be followed. Nothing was changed."
        )
    if not account.address_hash:
        raise RefusedDecisionError(
            "Your account has no address to write to. Nothing was changed."
        )
    account = Account.objects.select_for_update().get(pk=account.pk)
    row = account.subscriptions.filter(kind=kind, on=on).first()
    if row is None and account.subscriptions.count() >= MOST:
        raise RefusedDecisionError(
            f"You follow {MOST} things already. Nothing was changed. End one first."
        )
    row = row or Subscription(account=account, kind=kind, on=on)
    if not row.by_mail:
        # What came while no letter was wanted is no news.
        row.since, row.told, row.by_mail = timezone.now(), None, True
    row.every = every
    row.save()
    return row


def end_subscription(public: str, *, account: Account) -> None:
    """Tell an account of something no more; nothing where it follows none such."""
    account.subscriptions.filter(public=public).delete()


def stop_letters(public: str) -> None:
    """Send an account no more letters of what is new; it keeps what it follows.

    public: the account's id. Nothing happens where it is gone.
    """
    Subscription.objects.filter(account__public=public).update(by_mail=False)
