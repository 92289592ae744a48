"""Lines that came from a reading process, as drafts, problems and a verdict."""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Iterator
from typing import Any, TypeAlias

from fanfold.errors import RecordError, WorkerCrashedError, WorkerTimeoutError
from fanfold.intake.limits import Limits
from fanfold.intake.reading_worker import DONE, ENDED, FAULT
from fanfold.model.draft import Draft
from fanfold.model.problem import Problem, loss
from fanfold.model.record import found_from_json

_CHUNK = 1 << 16

Read: TypeAlias = "Iterator[Draft | Problem]"


class Reading:
    """What is known so far of the reading of one source.

    how: how its process ended, in the words of reading_worker.how_ended; "" unknown.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self._done = False
        self._fault: tuple[str, str] | None = None
        self.how = ""

    @property
    def ended(self) -> bool:
        """True once the server said that the process is gone."""
        return bool(self.how)

    def item(self, line: bytes) -> Draft | Problem | None:
        """Return what one line holds: a draft, a problem or nothing."""
        if len(line) < 3 and not line.strip():
            return None
        try:
            # Zero bytes and half letters are what a text may hold: json lets them pass.
            value = json.loads(line)
            if isinstance(value, dict) and "worker" in value:
                self._hear(value)
                return None
            return found_from_json(value)
        except (ValueError, RecursionError, RecordError):
            # A process that was ended in the middle of a line; the verdict says so.
            return None

    def verdict(self) -> Iterator[Problem]:
        """Yield the problem of a reading that did not come to its end."""
        if self._fault is not None:
            code, detail = self._fault
            yield loss(code, self._name, detail)
        elif self.how in ("timeout", "cpu", "alarm"):
            detail = f"reading it took more than {self._limits.seconds} s; it was ended"
            yield loss(WorkerTimeoutError.code, self._name, detail)
        elif not self._done:
            yield loss(WorkerCrashedError.code, self._name, self._in_words())

    def _hear(self, value: dict[str, Any]) -> None:
        if value["worker"] == DONE:
            self._done = True
        elif value["worker"] == FAULT:
            self._fault = str(value.get("code")), str(value.get("detail"))
        elif value["worker"] == ENDED:
            self.how = str(value.get("how"))

    def _in_words(self) -> str:
        if self.how == "memory":
            megabytes = self._limits.memory >> 20
            return f"reading it needed more than {megabytes} MiB of memory"
        return f"its reading process ended unasked ({self.how or 'no word'})"


def lines_of(descriptor: int, limits: Limits) -> Iterator[bytes]:
    """Yield lines of a pipe until its end.

    Only waiting counts against the limit in seconds. Raises WorkerTimeoutError when
    it is used up, WorkerCrashedError for a line longer than the limit of memory.
    """
    waited, held = 0.0, 0
    pieces: list[bytes] = []
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    while True:
        begun = time.monotonic()
        ready = poll.poll(max(0.0, limits.seconds - waited) * 1000)
        waited += time.monotonic() - begun
        if not ready:
            raise WorkerTimeoutError(f"no end after {limits.seconds} s")
        chunk = os.read(descriptor, _CHUNK)
        if not chunk:
            if pieces:
                yield b"".join(pieces)
            return
        *whole, last = chunk.split(b"\n")
        if whole:
            whole[0] = b"".join([*pieces, whole[0]])
            pieces, held = [], 0
        while whole:
            # Not kept here meanwhile: a line may be a work of thousands of chapters.
            yield whole.pop(0)
        if last:
            pieces.append(last)
            held += len(last)
        if held > limits.memory:
            raise WorkerCrashedError("a line without an end")
