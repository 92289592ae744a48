"""How often a program may ask: a number of requests in each minute.

Counted in this process's memory and forgotten with the minute. What guards accounts is
counted in the database; here that would be a write for each read.
"""

from __future__ import annotations

import time
from threading import Lock

#: Requests in a minute, of an address and of a key.
OF_AN_ADDRESS, OF_A_KEY = 120, 600
#: Askers that are remembered at once: more than can come in a minute.
_MOST = 50_000

_asked: dict[str, int] = {}
_minute = 0
_lock = Lock()


def may_ask(who: str, most: int) -> bool:
    """Count a request of somebody; tell whether it is among the first `most`."""
    global _minute
    now = int(time.time()) // 60
    with _lock:
        if now != _minute or len(_asked) > _MOST:
            _asked.clear()
            _minute = now
        _asked[who] = _asked.get(who, 0) + 1
        return _asked[who] <= most


def seconds_left() -> int:
    """Return after how many seconds counting begins anew."""
    return 60 - int(time.time()) % 60
