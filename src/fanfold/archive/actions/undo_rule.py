"""A rule of the archive is taken back."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.models import SavedRule
from fanfold.archive.steps import step
from fanfold.errors import NotFoundError


def undo_rule(rule_id: str, *, by: str) -> SavedRule:
    """End a rule and return it, as a step. Stories that it brought in stay.

    Raises NotFoundError where there is none so called that still answers.
    """
    with step("undo-rule", by=by) as doing:
        row = (
            SavedRule.objects.select_for_update()
            .filter(public=rule_id, undone_at=None)
            .first()
        )
        if row is None:
            raise NotFoundError(
                f"No rule that still answers is called {rule_id}. Nothing was changed. "
                "See them with: fanfold rules list"
            )
        doing.change(row, undone_at=timezone.now())
        doing.note(row.public, code=row.code)
    return row
