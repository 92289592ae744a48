"""What an account's person sets for itself; nobody else's, so not in the ledger."""

from __future__ import annotations

from fanfold.archive.models import Account, AppPassword
from fanfold.archive.models.accounts import visits_key


def show_adult(wanted: bool, *, account: int) -> None:
    """Show gated works without a gate, or bring the gate back."""
    Account.objects.filter(pk=account).update(shows_adult=wanted)


def keep_display(cookie: str, *, account: int) -> None:
    """Keep how stories look; it comes along to the next device that signs in."""
    longest = Account._meta.get_field("reading").max_length or 0
    Account.objects.filter(pk=account).update(reading=cookie[:longest])


def end_visits(*, account: int) -> None:
    """Sign an account out wherever it is signed in; its reading apps, too."""
    AppPassword.objects.filter(account=account).delete()
    Account.objects.filter(pk=account).update(visits_key=visits_key())
