"""What a file's beginning says of the encoding that its archive is in."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterable

from fanfold.text.decode import declared_in

#: So many files have to show it, and such a share of all that show anything.
FEWEST, SHARE = 3, 0.8


def shown_by(beginning: bytes) -> str | None:
    """Return the encoding that these bytes seem to be in; None for ASCII and no text.

    One file may mislead; `usual_of` believes what several agree on.
    """
    if beginning.isascii() or b"\0" in beginning:
        return None
    try:
        # A character may be cut through at the end.
        getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        from fanfold.text.weigh import best_of

        return best_of(beginning, declared=declared_in(beginning))
    return "utf-8"


def usual_of(beginnings: Iterable[bytes]) -> str | None:
    """Return the encoding of most of these files, None where evidence is weak."""
    votes = Counter(filter(None, map(shown_by, beginnings)))
    if not votes:
        return None
    encoding, most = min(votes.items(), key=lambda each: (-each[1], each[0]))
    strong = most >= FEWEST and most >= SHARE * votes.total()
    return encoding if strong else None
