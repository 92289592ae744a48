"""What an import does to the archive (`fanfold.intake.ports.Acts`).

The acts on a row of items and their outcomes are one transaction: a crash leaves all
of it or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.db import transaction

from fanfold.archive.actions.accept_draft import Decided, accept_drafts
from fanfold.archive.actions.accept_found import accept_found
from fanfold.archive.actions.merge_draft import merge_draft
from fanfold.archive.models import ImportPlan, PlanItem
from fanfold.archive.policy import Policy
from fanfold.archive.writing import update_all
from fanfold.errors import FanfoldError
from fanfold.intake.ports import Answer, Item, Outcome
from fanfold.model.draft import DraftWork

_ACTED = (Outcome.ADDED, Outcome.MERGED)


class Acts:
    """Accepts and merges; does nothing twice."""

    def __init__(
        self, plan: ImportPlan, policy: Policy, *, collects: bool = True
    ) -> None:
        self._plan, self._policy, self._collects = plan, policy, collects

    @transaction.atomic
    def accept_all(
        self, items: Sequence[tuple[Item, Answer]]
    ) -> list[str | FanfoldError]:
        """Add the drafts as new, in order; return public ids, or what refused them."""
        rows = self._locked([item for item, _answer in items])
        made: dict[str, str | FanfoldError] = {
            key: row.work for key, row in rows.items() if row.outcome in _ACTED
        }
        left = [each for each in items if each[0].key not in made]
        for are_works, some in groupby(left, key=_is_work):
            put_in = self._works if are_works else self._found
            made |= put_in(list(some), rows)
        done = ((rows[item.key], made[item.key]) for item, _answer in left)
        self._done(
            [(row, Outcome.ADDED, each) for row, each in done if isinstance(each, str)]
        )
        return [made[item.key] for item, _answer in items]

    def _works(
        self, items: Sequence[tuple[Item, Answer]], rows: Mapping[str, PlanItem]
    ) -> dict[str, str | FanfoldError]:
        drafts = [
            Decided(
                item.draft,
                answer.by,
                answer.why,
                answer.values,
                rows[item.key].contacts,
            )
            for item, answer in items
            if isinstance(item.draft, DraftWork)
        ]
        made = accept_drafts(
            drafts, policy=self._policy, plan=self._plan, collects=self._collects
        )
        return {
            item.key: each if isinstance(each, FanfoldError) else each.public
            for (item, _answer), each in zip(items, made, strict=True)
        }

    def _found(
        self, items: Sequence[tuple[Item, Answer]], rows: Mapping[str, PlanItem]
    ) -> dict[str, str | FanfoldError]:
        return {
            item.key: accept_found(
                item.draft, key=item.key, by=answer.by, plan=self._plan
            )
            for item, answer in items
            if not isinstance(item.draft, DraftWork)
        }

    @transaction.atomic
    def merge(self, item: Item, answer: Answer) -> str:
        """Add the draft as a further version of the answer's work; return its id."""
        row = self._locked([item])[item.key]
        if row.outcome in _ACTED:
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
        self._done([(row, Outcome.MERGED, made)])
        return made

    def _locked(self, items: Sequence[Item]) -> dict[str, PlanItem]:
        # Their drafts are in memory already; one may have thousands of chapters.
        rows = PlanItem.objects.select_for_update().defer("draft")
        keys = [each.key for each in items]
        found = rows.filter(plan=self._plan, key__in=keys).order_by("pk")
        return {row.key: row for row in found}

    def _done(self, told: Sequence[tuple[PlanItem, Outcome, str]]) -> None:
        """Write what became of items. told: (row, outcome, public id of the work)."""
        for row, outcome, made in told:
            row.outcome, row.work, row.reason = outcome.value, made, ""
        rows = [row for row, _outcome, _made in told]
        update_all(rows, ["outcome", "work", "reason"])


def _is_work(told: tuple[Item, Answer]) -> bool:
    return isinstance(told[0].draft, DraftWork)
