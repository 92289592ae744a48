"""A member makes a password for a reading app, uses it, and takes it back.

Which devices somebody reads on is nobody's business: unlike other acts, these leave
nothing in the ledger.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fanfold.archive.app_secrets import digest_of, new_password
from fanfold.archive.models import Account, AppPassword
from fanfold.archive.models.app_passwords import LONGEST
from fanfold.errors import NotFoundError, RefusedDecisionError

#: Most that one account may have.
MOST = 20
#: How exactly the last use is told: a note of each page would be a diary.
_EXACT = timedelta(hours=1)


@transaction.atomic
def make_app_password(name: str, *, account: Account) -> tuple[AppPassword, str]:
    """Return a new row and its password, which nothing can tell again.

    name: of the device, in its person's words. Raises RefusedDecisionError without one,
    and where the account has too many.
    """
    name = " ".join(name.replace("\0", " ").split())[:LONGEST]
    if not name:
        raise RefusedDecisionError("Say what it is for. Nothing was changed.")
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.app_passwords.count() >= MOST:
        raise RefusedDecisionError(
            f"You have {MOST} passwords already. Nothing was changed. End one first."
        )
    password = new_password()
    row = AppPassword.objects.create(
        account=account,
        name=name,
        digest=digest_of(password),
        made_at=timezone.now(),
    )
    return row, password


def end_app_password(public: str, *, account: Account) -> None:
    """Take a password back: the app that has it gets nothing more.

    Raises NotFoundError where the account has none such.
    """
    if not account.app_passwords.filter(public=public).delete()[0]:
        raise NotFoundError("There is no such password of yours here.")


def password_of(name: str, password: str) -> AppPassword | None:
    """Return the row of a password that an account of this name has now, or None."""
    row = key_of(password)
    if row is None:
        return None
    same = row.account.username.casefold() == name.strip().casefold()
    return row if same else None


def key_of(password: str) -> AppPassword | None:
    """Return the row of a password that came without a name, as programs send it."""
    rows = AppPassword.objects.select_related("account")
    return rows.filter(digest=digest_of(password), account__is_active=True).first()


def note_use(row: AppPassword) -> None:
    """Remember that an app came with a password."""
    now = timezone.now()
    if row.used_at is None or now - row.used_at > _EXACT:
        AppPassword.objects.filter(pk=row.pk).update(used_at=now)
