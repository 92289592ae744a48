"""A member thanks for a work, once. Who it was is told nobody, the ledger neither."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models import Account, Kudos, Work


def give_kudos(work: Work, *, account: Account) -> None:
    """Thank for a work that the account may read; a second time changes nothing."""
    Kudos.objects.get_or_create(
        work=work, giver=_giver(account), defaults={"at": timezone.now()}
    )


def take_kudos_back(work: Work, *, account: Account) -> None:
    """Take the thanks back; nothing where there are none."""
    Kudos.objects.filter(work=work, giver=_giver(account)).delete()


def has_given(work: Work, account: Account) -> bool:
    """Tell an account whether it thanked for a work."""
    return Kudos.objects.filter(work=work, giver=_giver(account)).exists()


def _giver(account: Account) -> str:
    return keyed_hash(f"kudos by {account.public}")
