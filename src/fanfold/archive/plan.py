"""One import's memory in the database (`fanfold.intake.ports.Plan`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from fanfold.archive.addresses import keyed_hashes
from fanfold.archive.inherited import kept_out
from fanfold.archive.models import Find, ImportPlan, PlanItem, Source
from fanfold.archive.models import Original as OriginalRow
from fanfold.archive.writing import update_all
from fanfold.intake.ports import Ended, Item, Outcome, Proposal, Question
from fanfold.model.draft import Draft, DraftWork
from fanfold.model.evidence import Claim
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.record import found_from_json, found_to_json
from fanfold.model.record.values import decoder, encode
from fanfold.text.addresses import removed, removed_within

#: Items fetched at once; a long work's is megabytes.
_ROWS = 20
_problems = decoder(tuple[Problem, ...])
_questions = decoder(tuple[Question, ...])


class Plan:
    """See `fanfold.intake.ports.Plan`; every method is a transaction of its own."""

    def __init__(self, row: ImportPlan) -> None:
        self._row = row

    @transaction.atomic
    def keep_originals(self, originals: Sequence[Original]) -> None:
        """Remember the bytes and where they were found; not the clear address."""
        OriginalRow.objects.bulk_create(
            (
                OriginalRow(
                    sha256=each.sha256, size=each.size, media_type=each.media_type
                )
                for each in originals
            ),
            ignore_conflicts=True,
        )
        Find.objects.bulk_create(
            (
                Find(
                    plan=self._row,
                    original_id=each.sha256,
                    name=each.name,
                    container=each.container or "",
                    found_at=each.found_at or "",
                    found_in=each.found_in or "",
                )
                for each in originals
            ),
            ignore_conflicts=True,
        )

    def ended(self) -> set[str]:
        """Return the keys of sources that were read to their ends."""
        rows = Source.objects.filter(plan=self._row).order_by()
        return set(rows.values_list("key", flat=True))

    @transaction.atomic
    def add_items(self, items: Sequence[Item], ended: Sequence[Ended] = ()) -> None:
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
        Source.objects.bulk_create(
            (
                Source(
                    plan=self._row,
                    key=each.source,
                    reader=each.reader or "",
                    problems=[_problem_json(problem) for problem in each.problems],
                )
                for each in ended
            ),
            ignore_conflicts=True,
        )

    @transaction.atomic
    def forget(self, source: str) -> bool:
        """Forget what was read of a source, unless one of its items was acted on."""
        rows = PlanItem.objects.select_for_update().filter(
            plan=self._row, source=source
        )
        outcomes = rows.values_list("outcome", flat=True)
        if any(each in (Outcome.ADDED, Outcome.MERGED) for each in outcomes):
            return False
        rows.delete()
        Source.objects.filter(plan=self._row, key=source).delete()
        return True

    @transaction.atomic
    def propose_all(self, proposals: Sequence[tuple[Item, Proposal]]) -> None:
        """Remember proposals."""
        rows = self._rows([item for item, _proposal in proposals])
        for item, proposal in proposals:
            rows[item.key].proposal = removed_within(encode(proposal))
        update_all(rows.values(), ["proposal"])

    @transaction.atomic
    def settle_all(self, settled: Sequence[tuple[Item, Outcome, str]]) -> None:
        """Remember outcomes that change nothing in the archive."""
        rows = self._rows([item for item, *_told in settled])
        for item, outcome, reason in settled:
            row = rows[item.key]
            row.outcome, row.reason = outcome.value, removed(reason)
        update_all(rows.values(), ["outcome", "reason"])

    def items(self, source: str) -> Iterator[Item]:
        """Yield the items of a source in order, with what became of them."""
        # A query that is read bit by bit stays open, and with it what SQLite saw at its
        # start: the first write after somebody else's would be refused for that.
        rows = PlanItem.objects.filter(plan=self._row, source=source)
        keys = list(rows.order_by("position").values_list("pk", flat=True))
        for start in range(0, len(keys), _ROWS):
            some = rows.filter(pk__in=keys[start : start + _ROWS])
            fetched = list(some.order_by("-position"))
            while fetched:
                # The row holds the draft once more, which is long where a work is.
                item = item_of(fetched.pop())
                yield item
                del item

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

    def _rows(self, items: Sequence[Item]) -> dict[str, PlanItem]:
        keys = [each.key for each in items]
        rows = PlanItem.objects.filter(plan=self._row, key__in=keys)
        return {row.key: row for row in rows.defer("draft")}


def _problem_json(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "place": removed(problem.place),
        "detail": removed(problem.detail),
        "severity": problem.severity.value,
    }


def item_of(row: PlanItem) -> Item:
    """Return what a row holds, without its proposal."""
    return Item(
        key=row.key,
        source=row.source,
        position=row.position,
        reader=row.reader,
        draft=_draft(row.draft),
        outcome=Outcome(row.outcome),
        work_id=row.work or None,
        addresses=len(row.contacts),
    )


def questions_of(row: PlanItem) -> tuple[Question, ...]:
    """Return the questions of the proposal that a row holds, answered or not."""
    asked = _questions((row.proposal or {}).get("questions", []), "questions")
    return tuple(
        replace(
            each,
            choices=tuple(_as_json(choice) for choice in each.choices),
            suggestion=_as_json(each.suggestion),
        )
        for each in asked
    )


def _as_json(value: object) -> object:
    """Return free JSON with lists for tuples, as fields are read from it."""
    if isinstance(value, tuple | list):
        return [_as_json(each) for each in value]
    return value


def _draft_json(draft: Draft) -> object:
    if isinstance(draft, DraftWork):
        draft = replace(draft, emails=())
    return removed_within(found_to_json(draft))


def _contacts(draft: Draft) -> list[str]:
    if not isinstance(draft, DraftWork):
        return []
    return [*keyed_hashes(draft.emails), *kept_out(draft.emails)]


def _draft(body: object) -> Draft:
    found = found_from_json(body)
    if isinstance(found, DraftWork | Claim):
        return found
    raise TypeError(f"a plan holds no {type(found).__name__}")
