"""A report is answered: in words, and with what follows for the work."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fanfold.archive.actions.move_works import hide_works
from fanfold.archive.actions.publish_works import publish_works
from fanfold.archive.models import Report
from fanfold.archive.steps import step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.work import Stage

#: What may be answered; the last two move the work, as a step of their own.
ANSWERS = ("done", "declined", "hide", "show")


@transaction.atomic
def answer_report(report_id: str, answer: str, *, outcome: str, by: str) -> Report:
    """Answer an open report and return it. outcome: in words, for who reported.

    hide: the work is hidden, with the outcome as the notice its author reads; show:
    a hidden work is shown again. Raises NotFoundError where there is no such report
    or no such work; RefusedDecisionError without a word of why, or where it was
    answered already: nothing is changed then.
    """
    if answer not in ANSWERS or not outcome.strip():
        raise RefusedDecisionError(
            "Say what was done, or why not. Nothing was changed."
        )
    row = Report.objects.select_for_update().filter(public=report_id).first()
    if row is None:
        raise NotFoundError("There is no such report. Nothing was changed.")
    if row.state != "open":
        raise RefusedDecisionError(
            f"This was answered already, by {row.decided_by}. Nothing was changed."
        )
    if answer == "hide":
        hide_works([row.on], notice=outcome.strip(), by=by)
    elif answer == "show":
        publish_works([row.on], stages=[Stage.HIDDEN], audience=None, by=by)
    with step("answer-report", by=by, why=outcome.strip()) as doing:
        doing.change(
            row,
            state="declined" if answer == "declined" else "done",
            outcome=outcome.strip(),
            decided_by=by,
            decided_at=timezone.now(),
        )
        doing.note(row.public, kind=row.kind, answer=answer)
    return row
