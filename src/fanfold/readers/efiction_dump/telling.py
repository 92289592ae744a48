"""Problems of one site: told one by one where something is missing, else counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fanfold.model.problem import Problem, Severity

#: Notes of one kind that are told each with its place; more are counted.
MOST = 40


@dataclass(slots=True)
class _Heap:
    severity: Severity
    what: str
    count: int = 0


@dataclass(slots=True)
class Telling:
    """Gathers problems until they are taken.

    What somebody must look for is told each time (`say`). What may be true of every
    row of a site (`count`) is told with its place up to MOST times, then as a number.
    """

    name: str
    waiting: list[Problem] = field(default_factory=list)
    heaps: dict[str, _Heap] = field(default_factory=dict)

    def say(
        self, code: str, place: str, detail: str, severity: Severity = Severity.WARNING
    ) -> Problem:
        """Tell a problem, whatever others there are."""
        made = Problem(code, place, detail, severity)
        self.waiting.append(made)
        return made

    def count(
        self,
        code: str,
        place: str,
        detail: str,
        severity: Severity = Severity.NOTE,
        *,
        what: str = "",
    ) -> None:
        """Tell a problem that may be one of thousands. what: said of those beyond."""
        heap = self.heaps.setdefault(code, _Heap(severity, what or detail))
        heap.count += 1
        if heap.count <= MOST:
            self.say(code, place, detail, severity)

    def taken(self) -> Iterator[Problem]:
        """Yield what waits, in order, and forget it."""
        waiting, self.waiting = self.waiting, []
        yield from waiting

    def rest(self) -> Iterator[Problem]:
        """Yield what waits, and how many there were of those that were only counted."""
        yield from self.taken()
        for code, heap in self.heaps.items():
            if heap.count > MOST:
                detail = f"{heap.count - MOST} more of the same: {heap.what}"
                yield Problem(code, self.name, detail, heap.severity)
