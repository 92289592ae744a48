"""A reader puts a work by for later, or takes it off that list. Not in the ledger."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.models import Later
from fanfold.archive.queries.owned import account_of, readable
from fanfold.archive.reader import Reader


def keep_for_later(work_id: str, *, reader: Reader) -> None:
    """Put a work by, once. Raises NotFoundError where this reader may not read it."""
    work = readable(work_id, reader)
    Later.objects.get_or_create(
        account_id=account_of(reader), work=work, defaults={"added_at": timezone.now()}
    )


def drop_later(public: str | None, *, account: int) -> None:
    """Take one off the list of this account; None: all of them."""
    rows = Later.objects.filter(account=account)
    (rows if public is None else rows.filter(public=public)).delete()
