"""An answer becomes a rule of the archive."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger
from fanfold.archive.models import SavedRule
from fanfold.intake.ports import Rule


@transaction.atomic
def save_rule(rule: Rule, *, by: str) -> SavedRule:
    """Keep a rule; it answers later questions of its kind. Undone by `undo_rule`.

    Of `rule` who, when and the id are not taken: they are those of this act.
    """
    row = SavedRule.objects.create(
        code=rule.code,
        group=rule.group,
        reader=rule.reader,
        label=rule.label,
        value=rule.value,
        by=by,
        at=timezone.now(),
    )
    ledger.write("save-rule", on=row.public, by=by, details={"code": rule.code})
    return row
