"""Works are shown to readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fanfold.archive.models import Work
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError
from fanfold.model.work import Audience, Stage


def publish_works(
    ids: Sequence[str] | None,
    *,
    stages: Sequence[Stage] | None,
    audience: Audience | None,
    by: str,
    why: str = "",
) -> int:
    """Show works, as one step; return how many changed. ids: None for all in `stages`.

    audience: None leaves it. why: kept with the step. Withdrawn works and drafts stay
    what they are. Raises NotFoundError where an id is not there; then nothing is
    changed.
    """
    with step("publish-work", by=by, why=why) as doing:
        rows = _chosen(ids, stages)
        named = ids is not None
        return sum(_publish(row, audience, named, doing) for row in rows.order_by("pk"))


def _chosen(ids: Sequence[str] | None, stages: Sequence[Stage] | None) -> Any:
    rows = Work.objects.select_for_update().exclude(
        stage__in=[Stage.WITHDRAWN, Stage.DRAFT]
    )
    if ids is not None:
        rows = rows.filter(public__in=ids)
        missing = set(ids) - set(rows.values_list("public", flat=True))
        if missing:
            named = ", ".join(sorted(missing)[:5])
            raise NotFoundError(f"No story here can be shown as {named}. None changed.")
    return rows if stages is None else rows.filter(stage__in=stages)


def _publish(row: Work, audience: Audience | None, named: bool, doing: Doing) -> bool:
    before = [str(row.stage), str(row.audience)]
    now = [str(Stage.SHOWN), str(audience or row.audience)]
    if not doing.change(row, stage=now[0], audience=now[1]):
        return False
    narrowing = audience is Audience.MEMBERS
    # Whom somebody named is not moved later with a whole import: `showing.py`.
    told = {"named": True} if named else {}
    doing.tell(row, narrowing=narrowing, before=before, now=now, **told)
    return True
