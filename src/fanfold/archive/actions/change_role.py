"""An account may do more than before, or less."""

from __future__ import annotations

from django.db import transaction

from fanfold.archive import ledger
from fanfold.archive.models import Account, Role
from fanfold.archive.models.accounts import visits_key
from fanfold.errors import NotFoundError, RefusedDecisionError


@transaction.atomic
def change_role(name: str, role: str, *, by: str, why: str) -> Account:
    """Give the account of this name another role; its visits end.

    why: the reason, in words. Undone by giving the role before, which the ledger has.
    Raises RefusedDecisionError without a reason, and for the last admin;
    NotFoundError where there is no such account. Then nothing is changed.
    """
    if not why.strip():
        raise RefusedDecisionError("A role changes for a reason. Nothing was changed.")
    account = Account.objects.select_for_update().filter(username=name).first()
    if account is None:
        raise NotFoundError(
            f"No account here is called {name}. Nothing was changed. "
            "See: fanfold account list"
        )
    if account.role == role:
        return account
    if account.role == Role.ADMIN:
        keep_an_admin(account)
    before, account.role, account.visits_key = account.role, Role(role), visits_key()
    account.save(update_fields=["role", "visits_key"])
    ledger.write(
        "change-role",
        on=account.public,
        by=by,
        details={"before": str(before), "now": role, "why": why.strip()},
    )
    return account


def keep_an_admin(account: Account) -> None:
    """Raise RefusedDecisionError where this is the only open account of an admin."""
    admins = Account.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)
    if list(admins.values_list("pk", flat=True)) == [account.pk]:
        raise RefusedDecisionError(
            f"{account.username} is the only admin. Nothing was changed. Make another "
            "account an admin first"
        )
