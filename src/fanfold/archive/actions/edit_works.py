"""A person says what a field is: of one work, or of all that asked the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.utils import timezone

from fanfold.archive.models import Claim, Decision, Work
from fanfold.archive.rewriting import rewrite
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError
from fanfold.model.evidence import Standing
from fanfold.model.record.values import decoder, hints
from fanfold.model.work import Stage
from fanfold.model.work import Work as ModelWork

_RULE = "decision/1"


def edit_works(
    ids: Sequence[str],
    values: Sequence[tuple[str, object]],
    *,
    by: str,
    why: str = "",
    act: str = "edit-work",
    signed: str = "",
) -> int:
    """Set fields of works, as one step; return how many works it changed.

    values: (field, value in the record's form). act: what the step is called.
    signed: who the claims say it was, where others must not read who did it.
    What was stated before stays as a claim beside the decision. Raises NotFoundError
    where an id is not there, RecordError where a value has not the form of its field,
    RefusedDecisionError for a field that cannot be set; nothing is changed then.
    """
    read = [(field, read_value(field, value), value) for field, value in values]
    with step(act, by=by, why=why) as doing:
        rows = Work.objects.select_for_update().exclude(stage=Stage.WITHDRAWN)
        found = list(rows.filter(public__in=ids).order_by("pk"))
        if len(found) < len(set(ids)):
            missing = sorted(set(ids) - {row.public for row in found})
            raise NotFoundError(
                f"No story is called {', '.join(missing[:5])}. Nothing was changed."
            )
        return sum(_edit(row, read, doing, signed) for row in found)


def read_value(field: str, value: object) -> Any:
    """Return a value of the record's form as the model has it.

    Raises RecordError where it has not the form of its field.
    """
    kinds = hints(ModelWork)
    # Nothing at all is a value of fields that may be unknown.
    if field not in kinds or (value is None and field in _MAYBE):
        return None
    return decoder(kinds[field])(value, field)


_MAYBE = frozenset(each.name for each in fields(ModelWork) if each.default is None)


def _edit(
    row: Work, values: Sequence[tuple[str, Any, object]], doing: Doing, signed: str
) -> bool:
    gated = row.gated
    changed = [
        (field, value)
        for field, known, value in values
        if rewrite(row, field, known, doing)
    ]
    for field, value in changed:
        decide(row, field, value, doing, signed=signed)
    if changed:
        narrowing = row.gated and not gated
        doing.tell(row, narrowing=narrowing, fields=[field for field, _ in changed])
    return bool(changed)


def decide(
    row: Work, field: str, value: object, doing: Doing, *, signed: str = ""
) -> None:
    """Keep the decision: as a claim that stands above all others, and with its why.

    That there is nothing is no claim: a claim has a value.
    """
    now, by = timezone.now(), signed or doing.step.by
    if value is not None:
        doing.add(_claim(row, field, value, by=by, at=now))
    doing.add(
        Decision(
            on=row.public,
            field=field,
            verdict="set",
            value=value,
            by=by,
            at=now,
            why=doing.step.why,
        )
    )


def _claim(row: Work, field: str, value: object, *, by: str, at: datetime) -> Claim:
    return Claim(
        work=row,
        field=field,
        position=row.claims.filter(chapter=None).count() + 1,
        value=value,
        standing=Standing.DECIDED.value,
        place="decided",
        rule=_RULE,
        by=by,
        at=at.isoformat(timespec="seconds"),
    )
