"""The archive's saved rules (`fanfold.intake.ports.Rules`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import Q

from fanfold.archive.actions.save_rule import save_rule
from fanfold.archive.actions.undo_rule import undo_rule
from fanfold.archive.models import SavedRule
from fanfold.intake.ports import Item, Question, Rule


class Rules:
    """Answers of a person that count for every later question of their kind."""

    def answer(self, item: Item, question: Question) -> tuple[str, object] | None:
        """Return (rule id, value); the narrowest rule, then the latest, comes first."""
        alike = Q(group=question.group) | Q(group="")
        read = Q(reader=item.reader) | Q(reader="")
        rules = SavedRule.objects.filter(
            alike, read, code=question.code, undone_at=None
        ).order_by("-group", "-reader", "-id")
        for rule in rules:
            value = question.labelled(rule.label) if rule.label else rule.value
            if value is not None:
                return rule.public, value
        return None

    def save(self, rule: Rule, *, by: str) -> str:
        """Keep a rule and return its id."""
        return save_rule(rule, by=by).public

    def take_back(self, rule_id: str, *, by: str) -> None:
        """End a rule; what it has answered stays. Raises NotFoundError."""
        undo_rule(rule_id, by=by)

    def all(self) -> Sequence[Rule]:
        """Return every rule, the oldest first, also those taken back."""
        return [_rule(row) for row in SavedRule.objects.order_by("id")]


def _rule(row: SavedRule) -> Rule:
    return Rule(
        code=row.code,
        group=row.group,
        reader=row.reader,
        label=row.label,
        value=row.value,
        by=row.by,
        at=_moment(row.at),
        undone_at=_moment(row.undone_at),
        id=row.public,
    )


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
