"""The archive's saved rules (`fanfold.intake.ports.Rules`)."""

from __future__ import annotations

from django.db.models import Q

from fanfold.archive.models import SavedRule
from fanfold.intake.ports import Item, Question


class Rules:
    """Answers of a person that count for every later question of their kind."""

    def answer(self, item: Item, question: Question) -> tuple[str, object] | None:
        """Return (rule id, value); a rule for the question's group comes first."""
        alike = Q(group=question.group) | Q(group="")
        rule = (
            SavedRule.objects.filter(alike, code=question.code, undone_at=None)
            .order_by("-group", "-id")
            .first()
        )
        return (rule.public, rule.value) if rule else None
