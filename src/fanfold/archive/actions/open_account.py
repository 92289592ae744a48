"""An account is made."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from fanfold.archive import ledger
from fanfold.archive.models import Account, Role
from fanfold.archive.models.accounts import NAME_RULE, is_name
from fanfold.errors import RefusedDecisionError


def open_account(
    name: str, *, address: str, role: str | None, by: str, why: str
) -> Account:
    """Return a new account that signs in by codes sent to the address.

    role: None makes a reader. by: who made it; empty where a person registered.
    Undone by `erase_person`. Raises RefusedDecisionError where the name or the
    address is taken, or the name is none; then nothing is changed.
    """
    if not is_name(name):
        raise RefusedDecisionError(f"{NAME_RULE} Nothing was changed.")
    try:
        with transaction.atomic():
            account = _made(name, address, role)
            ledger.write(
                "open-account",
                on=account.public,
                by=by or account.public,
                details={"role": str(account.role), "why": why},
            )
    except IntegrityError:
        raise RefusedDecisionError(
            "An account has this name or this address. Nothing was changed. Choose "
            "another name, or see: fanfold account list"
        ) from None
    return account


def _made(name: str, address: str, role: str | None) -> Account:
    if Account.objects.filter(username__iexact=name).exists():
        raise IntegrityError
    return Account.objects.create_user(name, address, role=role or Role.MEMBER)
