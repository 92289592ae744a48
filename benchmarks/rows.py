"""What a benchmark answers, and how to measure."""

from __future__ import annotations

import functools
import gc
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from fanfold.intake.reading_worker import GARBAGE

P = ParamSpec("P")
T = TypeVar("T")


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
        if not self.theirs:
            return float("inf") if self.ours else 1.0
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


def spent_on(act: Callable[[], object], times: int = 3) -> float:
    """Return the least CPU of several runs of a function in this process, in ms."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        act()
        best = min(best, time.process_time() - began)
    return best * 1000


def as_in_reading(measure: Callable[P, T]) -> Callable[P, T]:
    """Let a measurement collect garbage as seldom as the process that reads does."""

    @functools.wraps(measure)
    def measured(*args: P.args, **options: P.kwargs) -> T:
        usual = gc.get_threshold()
        gc.set_threshold(*GARBAGE)
        try:
            return measure(*args, **options)
        finally:
            gc.set_threshold(*usual)

    return measured


def _cpu_once(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime - before.ru_utime
    return (user + after.ru_stime - before.ru_stime) * 1000
