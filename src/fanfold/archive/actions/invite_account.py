"""Somebody is invited to open an account, once; and the invitation is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger
from fanfold.archive.models import Invitation
from fanfold.errors import RefusedDecisionError

#: How long an invitation is good for, and most that are open at once.
LASTS, MOST = timedelta(days=30), 100


@transaction.atomic
def invite_account(*, by: str, why: str) -> Invitation:
    """Open an invitation and return it. Undone by `end_invitation`.

    why: for whom or what, in words. Raises RefusedDecisionError without that, and where
    too many are open.
    """
    if not why.strip():
        raise RefusedDecisionError("Say what it is for. Nothing was changed.")
    if open_invitations().count() >= MOST:
        raise RefusedDecisionError(
            f"{MOST} invitations are open already. Nothing was changed. End some first."
        )
    now = timezone.now()
    row = Invitation.objects.create(
        by=by, why=why.strip()[:500], at=now, until=now + LASTS
    )
    ledger.write("invite-account", on=row.public, by=by, details={})
    return row


@transaction.atomic
def end_invitation(public: str, *, by: str) -> None:
    """Take an open invitation back; nothing where there is none such."""
    if open_invitations().filter(public=public).delete()[0]:
        ledger.write("end-invitation", on=public, by=by, details={})


def use_invitation(public: str) -> None:
    """Count an invitation as used. Call it in the transaction that opens the account.

    Raises RefusedDecisionError where it is over, taken back or used already.
    """
    rows = open_invitations().filter(public=public)
    if not rows.update(used_at=timezone.now()):
        raise RefusedDecisionError(
            "This invitation is over, or was used already. Nothing was changed."
        )


def open_invitations() -> Any:
    """Return the query of invitations that can be used."""
    return Invitation.objects.filter(used_at=None, until__gt=timezone.now())
