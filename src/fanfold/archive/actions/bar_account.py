"""A reader blocks or mutes another. That is nobody's business: no ledger tells it."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.models import Account, Barring, Creator
from fanfold.archive.queries.barring import BLOCK, MUTE
from fanfold.errors import NotFoundError, RefusedDecisionError


def bar_account(other: Account | None, kind: str, *, account: Account) -> None:
    """Block (may not comment on mine) or mute (is not shown to me) an account.

    Raises NotFoundError where nobody is meant, RefusedDecisionError for oneself.
    """
    if other is None or kind not in (BLOCK, MUTE):
        raise NotFoundError("There is nobody here to block or mute.")
    if other.pk == account.pk:
        raise RefusedDecisionError("This is you. Nothing was changed.")
    _bar(account, kind, other=other)


def mute_author(creator: Creator, *, account: Account) -> None:
    """Show no story of an author in an account's lists, searches and letters.

    Raises RefusedDecisionError for oneself.
    """
    if creator.account_id == account.pk:
        raise RefusedDecisionError("This is you. Nothing was changed.")
    _bar(account, MUTE, creator=creator)


def _bar(
    account: Account,
    kind: str,
    *,
    other: Account | None = None,
    creator: Creator | None = None,
) -> None:
    Barring.objects.get_or_create(
        account=account,
        kind=kind,
        other=other,
        creator=creator,
        defaults={"at": timezone.now()},
    )


def let_account(row_id: str, *, account: Account) -> None:
    """Take a block or a mute back; nothing where there is none such."""
    if row_id.isascii() and row_id.isdigit() and len(row_id) < 16:
        account.barrings.filter(pk=int(row_id)).delete()
