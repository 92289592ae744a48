"""An account is made, or gets another role and password."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from fanfold.archive import ledger
from fanfold.archive.models import Account, Role
from fanfold.errors import RefusedDecisionError


@transaction.atomic
def set_account(
    name: str, *, password: str, role: str | None, by: str
) -> tuple[Account, bool]:
    """Return the account of this name and whether it is new.

    role: None leaves that of a known account, and makes a new one a member.
    Raises RefusedDecisionError for a password that is too easily guessed.
    """
    try:
        validate_password(password)
    except ValidationError as error:
        raise RefusedDecisionError(
            f"{' '.join(error.messages)} Nothing was changed."
        ) from None
    account, new = Account.objects.select_for_update().get_or_create(username=name)
    account.role = role or account.role or Role.MEMBER
    account.set_password(password)
    account.save()
    ledger.write(
        "set-account", on=account.public, by=by, details={"role": str(account.role)}
    )
    return account, new
