"""One import's memory in the database (`fanfold.intake.ports.Plan`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from fanfold.archive.addresses import keyed_hashes
from fanfold.archive.models import Find, ImportPlan, PlanItem, Source
from fanfold.archive.models import Original as OriginalRow
from fanfold.intake.ports import Item, Outcome, Proposal
from fanfold.model.draft import Draft, DraftWork, drafted, settled
from fanfold.model.evidence import Claim
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.record import from_json, to_json
from fanfold.model.record.values import decoder, encode
from fanfold.model.work import Work
from fanfold.text.addresses import removed, removed_within

_problems = decoder(tuple[Problem, ...])


class Plan:
    """See `fanfold.intake.ports.Plan`; every method is a transaction of its own."""

    def __init__(self, row: ImportPlan) -> None:
        self._row = row

    @transaction.atomic
    def keep_original(self, original: Original) -> None:
        """Remember the bytes and where they were found; not the clear address."""
        row, _ = OriginalRow.objects.get_or_create(
            sha256=original.sha256,
            defaults={"size": original.size, "media_type": original.media_type},
        )
        Find.objects.get_or_create(
            plan=self._row,
            original=row,
            name=original.name,
            container=original.container or "",
            defaults={
                "found_at": original.found_at or "",
                "found_in": original.found_in or "",
            },
        )

    def is_read(self, source: str) -> bool:
        """Tell whether the source was read to its end."""
        return Source.objects.filter(plan=self._row, key=source).exists()

    @transaction.atomic
    def add_items(self, items: Sequence[Item]) -> None:
        """Remember drafts; addresses become keyed hashes on the way."""
        PlanItem.objects.bulk_create(
            (
                PlanItem(
                    plan=self._row,
                    key=item.key,
                    source=item.source,
                    position=item.position,
                    reader=item.reader,
                    draft=_draft_json(item.draft),
                    contacts=_contacts(item.draft),
                    outcome=item.outcome.value,
                )
                for item in items
            ),
            ignore_conflicts=True,
        )

    @transaction.atomic
    def finish_reading(
        self, source: str, *, reader: str | None, problems: Sequence[Problem]
    ) -> None:
        """Remember that the source was read to its end, and what was wrong with it."""
        Source.objects.get_or_create(
            plan=self._row,
            key=source,
            defaults={
                "reader": reader or "",
                "problems": [
                    {
                        "code": each.code,
                        "place": removed(each.place),
                        "detail": removed(each.detail),
                        "severity": each.severity.value,
                    }
                    for each in problems
                ],
            },
        )

    @transaction.atomic
    def propose(self, item: Item, proposal: Proposal) -> None:
        """Remember the proposal."""
        self._one(item).update(proposal=encode(proposal))

    @transaction.atomic
    def settle(self, item: Item, outcome: Outcome, *, reason: str = "") -> None:
        """Remember an outcome that changes nothing in the archive."""
        self._one(item).update(outcome=outcome.value, reason=removed(reason))

    def items(self, source: str) -> Iterator[Item]:
        """Yield the items of a source in order, with what became of them."""
        rows = PlanItem.objects.filter(plan=self._row, source=source)
        for row in rows.order_by("position").iterator(chunk_size=100):
            yield Item(
                key=row.key,
                source=row.source,
                position=row.position,
                reader=row.reader,
                draft=_draft(row.draft),
                outcome=Outcome(row.outcome),
                work_id=row.work or None,
            )

    def problems(self) -> Sequence[tuple[str, Problem]]:
        """Return (source key, problem), in the order they were met."""
        return [
            (source.key, problem)
            for source in self._row.sources.order_by("id")
            for problem in _problems(source.problems, "problems")
        ]

    def originals(self) -> Sequence[Original]:
        """Return what this import brought in."""
        finds = self._row.finds.select_related("original").order_by("id")
        return [
            Original(
                sha256=each.original.sha256,
                size=each.original.size,
                name=each.name,
                container=each.container or None,
                media_type=each.original.media_type,
                found_at=each.found_at or None,
                found_in=each.found_in or None,
            )
            for each in finds
        ]

    def counts(self) -> dict[Outcome, int]:
        """Return how many items have each outcome."""
        rows = self._row.items.order_by().values("outcome").annotate(n=Count("id"))
        return {Outcome(each["outcome"]): each["n"] for each in rows}

    @transaction.atomic
    def finish(self) -> None:
        """Remember that the run reached its end."""
        ImportPlan.objects.filter(pk=self._row.pk).update(finished_at=timezone.now())

    def _one(self, item: Item) -> Any:
        return PlanItem.objects.filter(plan=self._row, key=item.key)


def _draft_json(draft: Draft) -> object:
    if isinstance(draft, DraftWork):
        return removed_within(to_json(settled(replace(draft, emails=()))))
    return removed_within(to_json(draft))


def _contacts(draft: Draft) -> list[str]:
    return keyed_hashes(draft.emails) if isinstance(draft, DraftWork) else []


def _draft(body: object) -> Draft:
    found = from_json(body)
    if isinstance(found, Work):
        return drafted(found)
    if isinstance(found, Claim):
        return found
    raise TypeError(f"a plan holds no {type(found).__name__}")
