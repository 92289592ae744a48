"""An account is closed: what it was to a person is gone, what was done stays told."""

from __future__ import annotations

from django.db import transaction

from fanfold.archive import ledger
from fanfold.archive.actions.change_role import keep_an_admin
from fanfold.archive.models import Account, Role
from fanfold.errors import NotFoundError


@transaction.atomic
def close_account(name: str, *, by: str, why: str) -> None:
    """Forget the account of this name: address, settings, all that it kept, visits.

    Works stay as they are, under the names they have; the tie of those names to the
    account is cut. Cannot be undone. by: who closes it; empty for the person itself.
    Raises NotFoundError where there is none, RefusedDecisionError for the last admin.
    """
    account = Account.objects.select_for_update().filter(username=name).first()
    if account is None:
        raise NotFoundError(
            f"No account here is called {name}. Nothing was changed. "
            "See: fanfold account list"
        )
    if account.role == Role.ADMIN:
        keep_an_admin(account)
    ledger.write(
        "close-account",
        on=account.public,
        by=by or account.public,
        details={"role": str(account.role), "why": why.strip()},
    )
    account.delete()
