"""Words of one line, a title or a name, without what deceives an eye.

Signs that turn the direction of writing or have no width hide what a title says; heaps
of accents run over the lines around it. Joiners stay: scripts and emoji need them.
"""

from __future__ import annotations

import unicodedata

from fanfold.vocab.patterns import late

#: Accents that one letter may carry; Vietnamese needs two, pointed Hebrew three.
ACCENTS = 4
_UNSEEN = late(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_HIGH = late("[\u0300-\U0010ffff]")


def visible(text: str) -> str:
    """Return the text on one line with nothing in it that cannot be seen."""
    text = " ".join(_UNSEEN.sub("", text).split())
    return _without_heaps(text) if _HIGH.search(text) else text


def _without_heaps(text: str) -> str:
    kept: list[str] = []
    accents = 0
    for letter in text:
        accents = accents + 1 if unicodedata.category(letter) == "Mn" else 0
        if accents <= ACCENTS:
            kept.append(letter)
    return "".join(kept)
