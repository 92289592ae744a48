"""A work is taken down by wish of its creator."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.catalogue import own_id
from fanfold.archive.marks import marks_of
from fanfold.archive.models import (
    BuriedSourceId,
    PermissionState,
    TextVersion,
    Tombstone,
    Work,
)
from fanfold.archive.sketch import sketch_of
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError
from fanfold.model.permission import PermissionState as State
from fanfold.model.work import Stage


def withdraw_work(id_: str, *, by: str, why: str = "") -> Tombstone:
    """Take a work from every page and leave a tombstone, so that it stays away.

    Its address answers with a neutral word. The same text, the same source id cannot
    come in again. Who may undo it is the creator alone. Raises NotFoundError for no
    such work.
    """
    with step("withdraw-work", by=by, why=why) as doing:
        row = Work.objects.select_for_update().filter(public=id_).first()
        if row is None or row.stage == Stage.WITHDRAWN:
            raise NotFoundError("There is no such story here.")
        stone = _bury(row, why, doing)
        now = timezone.now()
        doing.change(row, stage=Stage.WITHDRAWN.value, withdrawn_at=now)
        for held in row.permissions.filter(until=None):
            doing.change(held, until=now)
        state = State.WITHDRAWN.value
        doing.add(PermissionState(work=row, state=state, since=now, by=by))
        doing.tell(row, narrowing=True, stone=stone.public)
    return stone


def _bury(row: Work, why: str, doing: Doing) -> Tombstone:
    known = row.fingerprint if row.word_count else ""
    texts = TextVersion.objects.filter(chapter__work=row, current=True)
    ordered = texts.order_by("chapter__position").values_list("text", flat=True)
    stone = doing.add(
        Tombstone(
            fingerprint=known,
            sketch=sketch_of(ordered),
            reason=why,
            at=timezone.now(),
        )
    )
    # It is known by its own address, too, where a copy of this archive comes back.
    doing.add(BuriedSourceId(tombstone=stone, value=own_id(row.public)))
    names = row.creatorships.values_list("pseud__name", flat=True)
    marks = marks_of(row.title, names)
    for each in row.source_ids.all():
        if not each.value.startswith("file:"):
            doing.add(BuriedSourceId(tombstone=stone, value=each.value, marks=marks))
    return stone
