"""Works move between states: hidden with a notice, to members alone, to all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from fanfold.archive.models import Decision, Work
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.work import Audience, Stage

_MOVABLE = (Stage.UNREVIEWED, Stage.SHOWN, Stage.HIDDEN)


def hide_works(ids: Sequence[str], *, notice: str, by: str) -> int:
    """Hide works from everybody but their authors and the staff; return how many.

    notice: the reason; the author reads it beside the work, and may appeal. Raises
    RefusedDecisionError where there is none, NotFoundError for an id that is not
    there; nothing is changed then.
    """
    if not notice.strip():
        raise RefusedDecisionError("Say why: the author is told. Nothing was changed.")
    with step("hide-work", by=by, why=notice) as doing:
        rows = rows_of(ids)
        return sum(_hide(row, notice, doing) for row in rows)


def restrict_works(
    ids: Sequence[str], audience: Audience, *, by: str, why: str = ""
) -> int:
    """Show works to members alone, or to all again; return how many changed.

    Raises NotFoundError for an id that is not there; nothing is changed then.
    """
    with step("restrict-work", by=by, why=why) as doing:
        narrowing = audience is Audience.MEMBERS
        return sum(
            _move(row, doing, narrowing=narrowing, audience=audience.value)
            for row in rows_of(ids)
        )


def rows_of(ids: Sequence[str], stages: Sequence[Stage] = _MOVABLE) -> list[Work]:
    """Return the rows of these works, locked, in a fixed order.

    Raises NotFoundError where one is not there or is in no stage that may be changed.
    """
    rows = Work.objects.select_for_update().filter(public__in=ids, stage__in=stages)
    found = list(rows.order_by("pk"))
    missing = sorted(set(ids) - {row.public for row in found})
    if missing:
        named = ", ".join(missing[:5])
        raise NotFoundError(
            f"No story that can be changed is called {named}. Nothing was changed."
        )
    return found


def _hide(row: Work, notice: str, doing: Doing) -> bool:
    if not _move(row, doing, narrowing=True, stage=Stage.HIDDEN.value):
        return False
    doing.add(
        Decision(
            on=row.public,
            field="stage",
            verdict="hide",
            value=Stage.HIDDEN.value,
            by=doing.step.by,
            at=timezone.now(),
            why=notice,
        )
    )
    return True


def _move(row: Work, doing: Doing, *, narrowing: bool, **columns: Any) -> bool:
    before = [str(getattr(row, name)) for name in columns]
    if not doing.change(row, **columns):
        return False
    doing.tell(row, narrowing=narrowing, before=before, now=list(columns.values()))
    return True
