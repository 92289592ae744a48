"""A second core for what takes a while, where one is free.

The index lets go of Python while it counts, so two halves of a count can run side by
side. Where somebody else's half runs already, both are done one after the other: to
wait would take longer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

One = TypeVar("One")
Other = TypeVar("Other")
_pool = ThreadPoolExecutor(1, thread_name_prefix="count")
_free = Lock()


def both(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """Return what two functions return; the second may not touch the database.

    Raises what either raises.
    """
    if (os.cpu_count() or 1) < 2 or not _free.acquire(blocking=False):
        return one(), other()
    try:
        beside = _pool.submit(other)
        return one(), beside.result()
    finally:
        _free.release()
