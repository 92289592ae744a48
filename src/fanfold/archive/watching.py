"""How far a running import is, told to its row, and the wish that it stops.

Numbers are written, and the wish is looked for, at most once a second: between files,
between batches of drafts and between the items that are settled.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils import timezone

from fanfold.archive.local import LocalArchive
from fanfold.archive.models import Arrival, ArrivalState, ImportPlan
from fanfold.archive.plan import Plan
from fanfold.configuration import Configuration
from fanfold.intake.ports import Ended, Item, Proposal
from fanfold.model.draft import DraftWork
from fanfold.text.addresses import removed

_PAUSE = 1.0
_NOTE = 80
#: Stages that go over the items of a plan, not over its files.
_BY_ITEM = ("comparing", "adding")


class StopWishedError(Exception):
    """Somebody wishes that this import stops."""


class LeavingError(Exception):
    """The process itself is to end; the import goes on at its next start."""


class Watch:
    """Progress of one arrival (`fanfold.intake.progress.Progress`).

    leaving: tells whether the process is to end.
    """

    def __init__(self, row: Arrival, leaving: Callable[[], bool]) -> None:
        self._row, self._leaving = row, leaving
        self._looked = 0.0
        self.plan: WatchedPlan | None = None
        # A run that goes on after a kill counts on from what was written last.
        before = row.numbers if row.numbers.get("stage") == "reading" else {}
        self.numbers: dict[str, Any] = {
            "stage": "",
            "done": 0,
            "total": None,
            "works": before.get("works", 0),
            "questions": 0,
            "problems": before.get("problems", 0),
            "note": "",
            "began": time.time(),
        }

    def begin(self, stage: str, total: int | None) -> None:
        """Start a stage."""
        if stage in _BY_ITEM:
            total = self.plan.number() if self.plan else total
            self.numbers |= {"works": 0, "questions": 0}
        began = {"stage": stage, "done": 0, "total": total, "began": time.time()}
        self.numbers |= began
        self.look(at_once=True)

    def advance(self, steps: int = 1, note: str = "") -> None:
        """Go on by so many files."""
        if self.numbers["stage"] not in _BY_ITEM:
            self.numbers["done"] += steps
        self.numbers["note"] = removed(note)[:_NOTE]
        self.look()

    def end(self) -> None:
        """End the stage."""
        self.look(at_once=True)

    def count(self, **more: int) -> None:
        """Add to the numbers, and look."""
        for name, number in more.items():
            self.numbers[name] += number
        self.look()

    def item(self, item: Item) -> None:
        """Count an item that is gone over; while others read it, nothing."""
        if self.numbers["stage"] in _BY_ITEM:
            self.count(done=1, works=int(isinstance(item.draft, DraftWork)))

    def look(self, *, at_once: bool = False) -> None:
        """Write the numbers; raise StopWishedError or LeavingError where it is time."""
        now = time.monotonic()
        if not at_once and now - self._looked < _PAUSE:
            return
        self._looked = now
        told = {**self.numbers, "at": timezone.now().isoformat(timespec="seconds")}
        rows = Arrival.objects.filter(pk=self._row.pk)
        rows.update(numbers=told)
        if rows.values_list("state", flat=True).get() == ArrivalState.STOPPING:
            raise StopWishedError
        if self._leaving():
            raise LeavingError


class WatchedPlan(Plan):
    """A plan whose every step is counted."""

    def __init__(self, row: ImportPlan, watch: Watch) -> None:
        super().__init__(row)
        self._watch = watch
        self._asked: Counter[str] = Counter()

    def number(self) -> int:
        """Return how many items the plan holds."""
        return self._row.items.count()

    def add_items(self, items: Sequence[Item], ended: Sequence[Ended] = ()) -> None:
        """Remember drafts, and count them and the problems of what ended."""
        super().add_items(items, ended)
        self._watch.count(
            works=sum(isinstance(each.draft, DraftWork) for each in items),
            problems=sum(len(each.problems) for each in ended),
        )

    def propose_all(self, proposals: Sequence[tuple[Item, Proposal]]) -> None:
        """Remember proposals, and count the questions that hold a story up."""
        super().propose_all(proposals)
        for item, proposal in proposals:
            # What a folder knows more is remembered later, over the same proposal.
            asked = sum(each.holds for each in proposal.questions)
            if asked or item.key in self._asked:
                self._asked[item.key] = asked
        self._watch.numbers["questions"] = sum(self._asked.values())
        self._watch.look()

    def items(self, source: str) -> Iterator[Item]:
        """Yield the items of a source, counting them."""
        for item in super().items(source):
            yield item
            self._watch.item(item)
            del item


class WatchedArchive(LocalArchive):
    """An archive whose import is watched. arrival: whose import it is."""

    def __init__(
        self, configuration: Configuration, arrival: Arrival, watch: Watch
    ) -> None:
        super().__init__(configuration)
        self._arrival, self._watch = arrival, watch

    def plan(self, key: str, *, name: str, by: str, within: str = "") -> Plan:
        """Return the plan, and tie the arrival to it."""
        super().plan(key, name=name, by=by, within=within)
        row = ImportPlan.objects.get(key=key)
        Arrival.objects.filter(pk=self._arrival.pk).update(plan=row)
        self._watch.plan = WatchedPlan(row, self._watch)
        return self._watch.plan
