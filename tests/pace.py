"""Limits of time for what would grow out of all bounds, on machines of any pace.

CPU time, not the clock's. The seconds are those of an idle machine that does `_work`
in `_REFERENCE`; where a test takes longer, the same work is done at once, and a
machine that is slower at it, or shared, has as much more time. What is measured for
its own sake is in benchmarks/.
"""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fanfold.intake.reading_worker import GARBAGE

#: Seconds of CPU for `_work` on the machine that the limits were measured on.
_REFERENCE = 0.014


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes more CPU than it would in `seconds` at rest."""
    usual = gc.get_threshold()
    gc.set_threshold(*GARBAGE)  # as in the process that reads
    begun = time.process_time()
    try:
        yield
    finally:
        spent = time.process_time() - begun
        gc.set_threshold(*usual)
    if spent >= seconds:
        pace = _slowness()
        assert spent < seconds * pace, f"{spent:.2f} s, {pace:.2f} times as slow here"


def _slowness() -> float:
    """Return how many times as long as at rest this machine takes just now, from 1."""
    return max(1.0, *(_work() / _REFERENCE for _ in range(3)))


def _work() -> float:
    """Do what readers do: look for patterns, part words, make tuples; say how long."""
    begun = time.process_time()
    text = "The lamp “burned” on – nobody asked why. " * 1000
    for _ in range(4):
        words = [(at, word.lower()) for at, word in enumerate(text.split())]
        {word: at for at, word in words}
        for found in re.finditer(r"(\w+)[ .](?=\w)", text):
            found[1]
    return time.process_time() - begun
