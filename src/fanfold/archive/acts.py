"""What an import does to the archive (`fanfold.intake.ports.Acts`).

The act and the item's outcome are one transaction: a crash leaves both or neither.
"""

from __future__ import annotations

from django.db import transaction

from fanfold.archive.actions.accept_draft import accept_draft
from fanfold.archive.actions.accept_found import accept_found
from fanfold.archive.actions.merge_draft import merge_draft
from fanfold.archive.models import ImportPlan, PlanItem
from fanfold.archive.policy import Policy
from fanfold.intake.ports import Answer, Item, Outcome
from fanfold.model.draft import DraftWork


class Acts:
    """Accepts and merges; does nothing twice."""

    def __init__(self, plan: ImportPlan, policy: Policy) -> None:
        self._plan, self._policy = plan, policy

    @transaction.atomic
    def accept(self, item: Item, answer: Answer) -> str:
        """Add the draft as new and return its public id."""
        row = self._locked(item)
        if row.outcome in (Outcome.ADDED, Outcome.MERGED):
            return row.work
        if isinstance(item.draft, DraftWork):
            made = accept_draft(
                item.draft,
                by=answer.by,
                policy=self._policy,
                why=answer.why,
                values=answer.values,
                contacts=row.contacts,
                plan=self._plan,
            ).public
        else:
            made = accept_found(item.draft, key=item.key, by=answer.by)
        return self._done(row, Outcome.ADDED, made)

    @transaction.atomic
    def merge(self, item: Item, answer: Answer) -> str:
        """Add the draft as a further version of the answer's work; return its id."""
        row = self._locked(item)
        if row.outcome in (Outcome.ADDED, Outcome.MERGED):
            return row.work
        if not isinstance(item.draft, DraftWork) or answer.work_id is None:
            raise ValueError("only a work can be a version of a work")
        made = merge_draft(
            item.draft,
            into=answer.work_id,
            by=answer.by,
            why=answer.why,
            contacts=row.contacts,
        ).public
        return self._done(row, Outcome.MERGED, made)

    def _locked(self, item: Item) -> PlanItem:
        rows = PlanItem.objects.select_for_update()
        return rows.get(plan=self._plan, key=item.key)

    def _done(self, row: PlanItem, outcome: Outcome, made: str) -> str:
        row.outcome, row.work, row.reason = outcome.value, made, ""
        row.save(update_fields=["outcome", "work", "reason"])
        return made
