"""What was counted a moment ago, for whoever asks the same of the same index.

Most readers look at the same few lists: everything, a big fandom. What is kept is named
by all that it depends on, the state of the index first: so it is never out of date, and
what an older state names is pushed out.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")
#: Seconds after which a work whose day has come is found and counted.
MOMENT = 60


def moment() -> int:
    """Return the seconds since 1970, by which kept values are named."""
    return int(time.time()) // MOMENT * MOMENT


class Remembered(Generic[Value]):
    """The last values that were made. most: how many are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made now if it is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made
