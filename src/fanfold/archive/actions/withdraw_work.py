"""A work is taken down by wish of its creator."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger, outbox
from fanfold.archive.models import BuriedSourceId, PermissionState, Tombstone, Work
from fanfold.errors import NotFoundError
from fanfold.model.permission import PermissionState as State
from fanfold.model.work import Stage


@transaction.atomic
def withdraw_work(id_: str, *, by: str, why: str = "") -> Tombstone:
    """Take a work from every page and leave a tombstone, so that it stays away.

    Its address answers with a neutral word. The same text, the same source id cannot
    come in again. Only the creator can undo it. Raises NotFoundError for no such work.
    """
    row = Work.objects.select_for_update().filter(public=id_).first()
    if row is None or row.stage == Stage.WITHDRAWN:
        raise NotFoundError("There is no such story here.")
    now = timezone.now()
    stone = Tombstone.objects.create(
        fingerprint=row.fingerprint if row.word_count else "", reason=why, at=now
    )
    BuriedSourceId.objects.bulk_create(
        BuriedSourceId(tombstone=stone, value=each.value)
        for each in row.source_ids.all()
        if not each.value.startswith("file:")
    )
    row.stage, row.withdrawn_at = Stage.WITHDRAWN, now
    row.version, row.changed_at = row.version + 1, now
    row.save(update_fields=["stage", "withdrawn_at", "version", "changed_at"])
    row.permissions.filter(until=None).update(until=now)
    PermissionState.objects.create(
        work=row, state=State.WITHDRAWN.value, since=now, by=by
    )
    ledger.write("withdraw-work", on=row.public, by=by, details={"stone": stone.public})
    outbox.tell(row.public, narrowing=True)
    return stone
