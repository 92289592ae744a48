"""What a reader has opened is kept where the reader wishes so. Not in the ledger."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fanfold.archive.models import Account, Chapter, Reading
from fanfold.archive.queries.owned import account_of, readable
from fanfold.archive.reader import Reader


def remember_reading(work_id: str, chapter_id: str | None, *, reader: Reader) -> None:
    """Note that a work was opened now. chapter_id: the chapter, where it was one.

    Raises NotFoundError where this reader may not read it.
    """
    work = readable(work_id, reader)
    told: dict[str, object] = {"read_at": timezone.now()}
    if chapter_id is not None:
        found = Chapter.objects.filter(work=work, public=chapter_id, hidden=False)
        told["chapter"] = found.first()
    Reading.objects.update_or_create(
        account_id=account_of(reader), work=work, defaults=told
    )


def forget_reading(public: str | None, *, account: int) -> None:
    """Forget one of what this account has read; None: all of it."""
    rows = Reading.objects.filter(account=account)
    (rows if public is None else rows.filter(public=public)).delete()


@transaction.atomic
def keep_history(wanted: bool, *, account: int) -> None:
    """Begin to keep what is read, or stop and forget what was kept."""
    Account.objects.filter(pk=account).update(keeps_history=wanted)
    if not wanted:
        forget_reading(None, account=account)
