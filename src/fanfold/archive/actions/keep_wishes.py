"""An account keeps searches, and what it never wants to find."""

from __future__ import annotations

from django.db import transaction

from fanfold.archive.models import Wishes
from fanfold.archive.search.kept import Kept


@transaction.atomic
def keep_wishes(kept: Kept, *, account: int) -> None:
    """Keep this in place of what was kept. Undone by keeping something else.

    Nothing of it goes into the ledger: what people look for is theirs.
    """
    Wishes.objects.update_or_create(account_id=account, defaults={"told": kept.told()})
