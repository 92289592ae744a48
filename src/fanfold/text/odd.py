"""What of a text is not plain ASCII: little of most texts, and told once of each.

Several ask it of the same text in turn (mend.py for wrong readings, a dump's reader for
controls, simple.py for spaces), so the last answers are remembered.
"""

from __future__ import annotations

from functools import lru_cache

#: ASCII made blank, but for controls; for bytes.
_BLANKS = bytes(
    32 if each in b"\t\n\r" or 32 <= each < 127 else each for each in range(256)
)
#: Longer texts come one at a time, and would be held for nothing.
_LONG = 1 << 20


def odd_runs(text: str) -> str:
    """Return once each run of signs that are neither shown ASCII nor a line end.

    A blank parts two runs; ``\\v`` and ``\\f`` part runs too, and are not told.
    """
    return _runs(text) if len(text) < _LONG else _runs.__wrapped__(text)


@lru_cache(maxsize=2)
def _runs(text: str) -> str:
    if text.isascii() and text.isprintable():
        return ""
    # By bytes, five times as fast as a pattern finds the same.
    letters = text.encode("utf-8", "surrogatepass").translate(_BLANKS)
    runs = dict.fromkeys(letters.split())
    return b" ".join(runs).decode("utf-8", "surrogatepass")
