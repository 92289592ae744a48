"""What a benchmark answers, and how to measure."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. ours, theirs: in `unit`; theirs: a peer's figure or a limit.

    ratio: ours to theirs; below 1 is better than the peer or within the limit.
    """

    question: str
    ours: float
    theirs: float
    unit: str
    beside: str

    @property
    def ratio(self) -> float:
        """Ours to theirs."""
        return self.ours / self.theirs


def cpu_of(command: Sequence[str], times: int = 7) -> float:
    """Return the least CPU of several runs of a program and its children, in ms."""
    return min(_cpu_once(command) for _ in range(times))


def wall_of(act: Callable[[], object], times: int = 7) -> float:
    """Return the least time of several runs of a function, in ms."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - began)
    return best * 1000


def _cpu_once(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime - before.ru_utime
    return (user + after.ru_stime - before.ru_stime) * 1000
