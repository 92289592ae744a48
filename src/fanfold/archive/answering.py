"""The archive as an import sees it, where all that is done belongs to one step.

What a person answers on a page is taken back as a whole: the answers, their rule, the
stories that came in by them. See `archive/steps.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import models
from django.utils import timezone

from fanfold.archive.actions.save_rule import save_rule
from fanfold.archive.acts import Acts
from fanfold.archive.answers import ANSWER, Answers
from fanfold.archive.catalogue import Catalogue
from fanfold.archive.hanging import Hanging
from fanfold.archive.models import (
    Decision,
    ImportPlan,
    PlanItem,
    Related,
    SeriesWork,
    Work,
)
from fanfold.archive.plan import Plan
from fanfold.archive.policy import Policy
from fanfold.archive.rules import Rules
from fanfold.archive.steps import Doing, whole
from fanfold.errors import FanfoldError
from fanfold.intake.ports import Answer, Item, Outcome, Proposal, Rule
from fanfold.model.draft import DraftWork
from fanfold.model.record.values import encode
from fanfold.text.addresses import removed, removed_within

#: They count changes and are never set back.
_COUNTED = ("version", "changed_at")


class Answering:
    """See `fanfold.intake.ports.Archive`; of one plan, within one step."""

    def __init__(self, plan: ImportPlan, policy: Policy, doing: Doing) -> None:
        self.answers = _Answers(doing)
        self.rules = _Rules(doing)
        self.catalogue = Catalogue(plan)
        self.acts = _Acts(plan, policy, doing)
        self._plan = _Plan(plan, doing)

    def plan(self, key: str, *, name: str, by: str, within: str = "") -> Plan:
        """Return the plan of this step, whatever is asked for."""
        return self._plan


class _Answers(Answers):
    """Keeps answers together: thousands may be alike."""

    def __init__(self, doing: Doing) -> None:
        self._doing, self._new = doing, list[Decision]()

    def give(self, item: str, code: str, value: object, *, by: str) -> None:
        """Remember one answer until `keep`."""
        told = {"on": item, "field": code, "verdict": ANSWER, "value": value}
        self._new.append(Decision(by=by, at=timezone.now(), **told))

    def keep(self) -> None:
        """Write what was given."""
        self._doing.add_all(Decision.objects.bulk_create(self._new))
        self._new = []


class _Rules(Rules):
    def __init__(self, doing: Doing) -> None:
        self._doing = doing

    def save(self, rule: Rule, *, by: str) -> str:
        row = save_rule(rule, by=by)
        self._doing.trace(row, None, whole(row))
        return row.public


class _Plan(Plan):
    def __init__(self, row: ImportPlan, doing: Doing) -> None:
        super().__init__(row)
        self._doing = doing

    def propose_all(self, proposals: Sequence[tuple[Item, Proposal]]) -> None:
        rows = self._rows([item for item, _proposal in proposals])
        for item, proposal in proposals:
            told = removed_within(encode(proposal))
            self._doing.change(rows[item.key], proposal=told)

    def settle_all(self, settled: Sequence[tuple[Item, Outcome, str]]) -> None:
        rows = self._rows([item for item, *_told in settled])
        for item, outcome, reason in settled:
            row = rows[item.key]
            self._doing.change(row, outcome=outcome.value, reason=removed(reason))


class _Acts(Acts):
    def __init__(self, plan: ImportPlan, policy: Policy, doing: Doing) -> None:
        super().__init__(plan, policy)
        self._doing, self._new = doing, list[Work]()

    def keep(self) -> None:
        """Remember the works that were added since, with what hangs on them by now."""
        ids = {work.pk for work in self._new}
        self._doing.made_all(list(Work.objects.filter(pk__in=ids).order_by("pk")))
        self._new = []

    def accept_all(
        self, items: Sequence[tuple[Item, Answer]]
    ) -> list[str | FanfoldError]:
        """Add the drafts; works are remembered with all that hangs on them."""
        ids = [
            each
            for item, _answer in items
            if isinstance(item.draft, DraftWork)
            for each in item.draft.source_ids
        ]
        free = list(SeriesWork.objects.filter(work=None, source_id__in=ids))
        made = super().accept_all(items)
        public = [each for each in made if isinstance(each, str)]
        for work in Work.objects.filter(public__in=public).order_by("pk"):
            self._new.append(work)
            for place in free:
                place.refresh_from_db()
                if place.work_id == work.pk:
                    before = {"work_id": None}
                    self._doing.trace(place, before, {"work_id": work.pk})
            decided = Decision.objects.filter(on=work.public).order_by("pk")
            self._doing.add_all(decided)
        return made

    def merge(self, item: Item, answer: Answer) -> str:
        """Add the draft as a version; each row that came or changed is remembered."""
        work = Work.objects.filter(public=answer.work_id).first()
        if work is None:
            return super().merge(item, answer)
        with _watched(work, self._doing):
            made = super().merge(item, answer)
        self._doing.made_more(work)
        self._doing.note(made)
        return made

    def _done(self, told: Sequence[tuple[PlanItem, Outcome, str]]) -> None:
        for row, outcome, made in told:
            self._doing.change(row, outcome=outcome.value, work=made, reason="")


@contextmanager
def _watched(work: Work, doing: Doing) -> Iterator[None]:
    """Trace what an act changes of a work and of all that hangs on it."""
    before, own = _hanging(work), whole(work)
    ties = set(Related.objects.filter(target=work).values_list("pk", flat=True))
    yield
    work.refresh_from_db()
    # The deepest come first, and are to be taken away first.
    for key, row in reversed(_hanging(work).items()):
        after, was = whole(row), before.get(key)
        if was is None:
            doing.trace(row, None, after)
        elif (old := whole(was)) != after:
            changed = [name for name in after if old[name] != after[name]]
            doing.trace(row, _some(old, changed), _some(after, changed))
    now = whole(work)
    changed = [name for name in now if own[name] != now[name] and name not in _COUNTED]
    if changed:
        doing.trace(work, _some(own, changed), _some(now, changed))
    for tie in Related.objects.filter(target=work).exclude(pk__in=ties):
        if tie.work_id != work.pk:
            doing.trace(tie, {"target_id": None}, {"target_id": work.pk})


def _hanging(work: Work) -> dict[tuple[str, str], models.Model]:
    return {
        (row._meta.model_name or "", str(row.pk)): row
        for row in Hanging([work]).rows
        if row != work
    }


def _some(columns: dict[str, object], names: list[str]) -> dict[str, object]:
    return {name: columns[name] for name in names}
