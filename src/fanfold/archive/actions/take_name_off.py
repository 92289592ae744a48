"""An author's name is taken off works: everywhere, with a window to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fanfold.archive.models import Creator, PermissionState, PlanItem, Work
from fanfold.archive.report_files import unname
from fanfold.archive.steps import Doing, step
from fanfold.archive.unnaming import Names, unname_elsewhere, unname_work
from fanfold.errors import NotFoundError
from fanfold.model.permission import PermissionState as State
from fanfold.model.work import Stage

ACT = "take-name-off"
#: So long it can be undone; then the name is nowhere any more (seal_steps.py).
WINDOW = timedelta(days=14)


def take_name_off(
    creator_id: str,
    *,
    by: str,
    ids: Sequence[str] | None = None,
    text: bool = False,
    why: str = "",
) -> int:
    """Take a creator's names off works, and return of how many.

    ids: only these; None for all, and then from all the creator said elsewhere too.
    text: also out of the stories' own text. Others' names on the same works stay.
    Undone by `undo_step` until the window is over. Raises NotFoundError where creator
    or works are not there; nothing is changed then.
    """
    with step(ACT, by=by, why=why) as doing:
        creator = Creator.objects.select_for_update().filter(public=creator_id).first()
        if creator is None:
            raise NotFoundError("There is no such author here. Nothing was changed.")
        names = Names(creator.pseuds.values_list("name", flat=True))
        works = _works(creator, ids)
        for row in works:
            _unname(row, creator, names, doing, text=text)
        touched = {row.pk for row in works}
        if ids is None:
            touched |= _forget(creator, names, doing)
        for row in Work.objects.filter(pk__in=touched).order_by("pk"):
            doing.tell(row, narrowing=True)
        doing.note(creator.public)
        _unname_reports(names, None if ids is None else works)
    return len(works)


def _unname_reports(names: Names, works: list[Work] | None) -> None:
    """Take the names out of the reports of imports once all else is done."""
    items: set[str] | None = None
    if works is not None:
        ids = [row.public for row in works]
        told = PlanItem.objects.filter(work__in=ids).values_list("key", flat=True)
        items = set(told)
    folder: Path = settings.CONFIGURATION.reports  # type: ignore[misc]
    transaction.on_commit(lambda: unname(folder, names, items))


def _works(creator: Creator, ids: Sequence[str] | None) -> list[Work]:
    mine = Q(creatorships__pseud__creator=creator)
    rows = Work.objects.filter(pk__in=Work.objects.filter(mine).values("pk")).exclude(
        stage=Stage.WITHDRAWN
    )
    found = list(rows.filter(public__in=ids) if ids is not None else rows)
    if ids is not None and len(found) < len(set(ids)):
        raise NotFoundError(
            "One of these stories is not by this author. Nothing was changed."
        )
    return sorted(found, key=lambda row: row.pk)


def _unname(
    row: Work, creator: Creator, names: Names, doing: Doing, *, text: bool
) -> None:
    for credit in row.creatorships.filter(pseud__creator=creator):
        doing.remove(credit)
    unname_work(row, names, doing, text=text)
    now = timezone.now()
    for held in row.permissions.filter(until=None):
        doing.change(held, until=now)
    state = State.ANONYMISED.value
    doing.add(PermissionState(work=row, state=state, since=now, by=doing.step.by))


def _forget(creator: Creator, names: Names, doing: Doing) -> set[int]:
    """Take away the person's page and all that was said under the names, or of them.

    Returns the keys of the works it was said on.
    """
    touched = unname_elsewhere(names, doing, pseuds=creator.pseuds.all())
    for series in creator.series.all():
        doing.change(series, owner=None, owner_name="")
    doing.change(creator, bio=None, source_id="")
    for pseud in creator.pseuds.all():
        doing.remove(pseud)
    return touched
