"""The window over a name taken off, or a draft deleted, ends: it is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger
from fanfold.archive.actions.post_works import DELETED, RULE, forget_typed
from fanfold.archive.actions.take_name_off import ACT, WINDOW
from fanfold.archive.models import Step, Trace


@transaction.atomic
def seal_steps(*, by: str, now: bool = False) -> int:
    """Forget the values of steps whose window is over; return how many were sealed.

    What a name was is in the traces of any step that touched it, so all that are as
    old are sealed with it. Where the name was put back meanwhile nothing is over.
    A draft that its author deleted is forgotten too: with every step on it, no other,
    and with the bytes that were typed for it.
    Cannot be undone. now: without waiting for the window's end.
    """
    due = timezone.now() if now else timezone.now() - WINDOW
    ends = [step for step in _standing(ACT) if step.at <= due]
    keys = _of_deleted_drafts(due)
    if ends:
        last = max(step.pk for step in ends)
        old = Step.objects.filter(pk__lte=last, sealed_at=None)
        keys |= set(old.values_list("pk", flat=True))
    if not keys:
        return 0
    typed = typed_in(keys)
    Trace.objects.filter(step__in=keys).delete()
    those = Step.objects.filter(pk__in=keys, sealed_at=None)
    sealed = those.update(sealed_at=timezone.now())
    ledger.write("seal-steps", on="", by=by, details={"steps": sealed})
    transaction.on_commit(lambda: forget_typed(typed))
    return sealed


def typed_in(keys: Iterable[int]) -> list[str]:
    """Return the originals that claims which these steps removed were about."""
    rows = Trace.objects.filter(step__in=list(keys), table="claim", after__isnull=True)
    told = [dict(before or {}) for before in rows.values_list("before", flat=True)]
    return sorted({each["original"] for each in told if each.get("rule") == RULE})


def last_day() -> datetime | None:
    """Return when the next window ends; None where none is open."""
    open_ = [*_standing(ACT), *_standing(DELETED)]
    return min((step.at + WINDOW for step in open_), default=None)


def _of_deleted_drafts(due: datetime) -> set[int]:
    """Return the keys of all steps on drafts that were deleted long enough ago."""
    keys: set[int] = set()
    for step in _standing(DELETED):
        if step.at > due:
            continue
        rows: dict[str, set[str]] = {}
        for table, row in step.traces.values_list("table", "row"):
            rows.setdefault(table, set()).add(row)
        for table, held in rows.items():
            of_it = Trace.objects.filter(table=table, row__in=held)
            keys |= set(of_it.values_list("step", flat=True))
        keys.add(step.pk)
    return keys


def _standing(act: str) -> list[Step]:
    """Return the step that did each such act last, where it stands and is not sealed.

    To take the undoing back is to do it again: its window is its own.
    """
    found = []
    for step in Step.objects.filter(act=act, sealed_at=None).order_by("pk"):
        last, stands = step, True
        while last.undone_by is not None:
            last, stands = last.undone_by, not stands
        if stands and last.sealed_at is None:
            found.append(last)
    return found
