"""Lines that are safe on a terminal: nothing moves its cursor or turns a direction."""

from __future__ import annotations

import unicodedata

_HOSTILE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def printable(text: str) -> str:
    """Return one line in which signs that a terminal obeys are dots, tabs blanks."""
    if text.isprintable():
        return text
    return "".join(
        " " if letter == "\t" else "·" if _hostile(letter) else letter
        for letter in text
    )


def _hostile(letter: str) -> bool:
    joins = letter in "\u200c\u200d"  # letters of Persian, the halves of an emoji
    return not joins and unicodedata.category(letter) in _HOSTILE
