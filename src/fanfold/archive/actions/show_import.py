"""The stories of one import are shown to others, or to nobody, in one step."""

from __future__ import annotations

from fanfold.archive.models import ImportPlan, Work
from fanfold.archive.showing import MOST, Whom, state_for, to_change
from fanfold.archive.steps import Doing, step
from fanfold.errors import RefusedDecisionError
from fanfold.model.work import Audience, Stage


def show_import(
    plan: ImportPlan, whom: Whom, *, by: str, why: str, number: int | None = None
) -> int:
    """Show an import's stories to these; return how many changed.

    At most `showing.MOST` at once. why: kept with the step; "" for none.

    number: how many somebody agreed to; None for as many as there are. Raises
    RefusedDecisionError where it is another number by now; nothing is changed then.
    """
    with step("publish-work", by=by, why=why) as doing:
        rows = list(to_change(plan, whom).select_for_update(of=("self",))[:MOST])
        if number is not None and number != len(rows):
            raise RefusedDecisionError(
                f"Meanwhile it would change {len(rows)} stories, not {number}."
                " Nothing was changed. Look at the number and say so again."
            )
        for row in rows:
            _show(row, whom, doing)
    return len(rows)


def _show(row: Work, whom: Whom, doing: Doing) -> None:
    stage, audience = state_for(row, whom)
    before = [str(row.stage), str(row.audience)]
    now = [stage.value, audience.value]
    doing.change(row, stage=now[0], audience=now[1])
    fewer = stage is Stage.UNREVIEWED or audience is Audience.MEMBERS
    narrowing = fewer and before[0] == Stage.SHOWN.value
    doing.tell(row, narrowing=narrowing, before=before, now=now)
