"""What the archive does by itself, beside the pages: one list, one process.

`fanfold reindex --follow` (which `fanfold serve` keeps alive) runs it; as there is one
writer of the index, there is one who does chores.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from types import TracebackType

from django.db import DatabaseError, close_old_connections

from fanfold.archive.actions.seal_steps import seal_steps
from fanfold.errors import FanfoldError

_BY = "the archive"
_HOUR = 3600.0
_LOOK = 2.0


@dataclass(slots=True)
class Chore:
    """Something to do every so many seconds; the first time at once."""

    name: str
    do: Callable[[], object]
    every: float
    last: float = field(default=float("-inf"))

    def is_due(self, now: float) -> bool:
        """Tell whether its time has come."""
        return now - self.last >= self.every


def chores() -> list[Chore]:
    """Return those of the archive itself; letters are the pages' (web/)."""
    return [Chore("seal", lambda: seal_steps(by=_BY), _HOUR)]


def do_due(those: list[Chore], now: float) -> None:
    """Do what is due; one that fails is told and tried again in its turn."""
    for chore in those:
        if chore.is_due(now):
            chore.last = now
            try:
                chore.do()
            except (FanfoldError, DatabaseError, OSError) as error:
                sys.stderr.write(f"{chore.name}: {error}\n")


class Chores:
    """Does chores in a thread of its own while it is entered. A context manager."""

    def __init__(self, those: list[Chore]) -> None:
        self._those = those
        self._stop = Event()
        self._thread = Thread(target=self._run, name="chores", daemon=True)

    def __enter__(self) -> Chores:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(_LOOK)

    def _run(self) -> None:
        while not self._stop.is_set():
            do_due(self._those, monotonic())
            close_old_connections()
            self._stop.wait(_LOOK)
