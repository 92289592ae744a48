"""What people answered about items of imports (`fanfold.intake.ports.Answers`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from fanfold.archive.models import Decision
from fanfold.intake.ports import Given

#: Tells an answer about an item from a decision about a work.
ANSWER = "answer"


class Answers:
    """Kept as decisions on the item, by question code; never deleted, only ended.

    An item's key comes from its bytes and name: a file that is brought in again with
    others beside it is not asked about again.
    """

    def given(self, item: str) -> dict[str, Given]:
        """Return what was answered about an item and not taken back, by code."""
        return self.given_all([item])[item]

    def given_all(self, items: Sequence[str]) -> dict[str, dict[str, Given]]:
        """Return the same for several items, each of which is a key."""
        found: dict[str, dict[str, Given]] = {each: {} for each in items}
        for row in self._standing().filter(on__in=items).order_by("id"):
            found[row.on][row.field] = Given(row.value, row.by)
        return found

    def give(self, item: str, code: str, value: object, *, by: str) -> None:
        """Keep one answer; a later one about the same counts instead."""
        Decision.objects.create(
            on=item,
            field=code,
            verdict=ANSWER,
            value=value,
            by=by,
            at=timezone.now(),
        )

    @transaction.atomic
    def take_back(self, item: str, code: str) -> None:
        """End an answer, and let the one before it, if any, count again."""
        rows = self._standing().filter(on=item, field=code)
        row = rows.order_by("-id").first()
        if row is not None:
            row.undone_at = timezone.now()
            row.save(update_fields=["undone_at"])

    def _standing(self) -> Any:
        return Decision.objects.filter(verdict=ANSWER, undone_at=None)
