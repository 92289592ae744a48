"""Public ids: short, random, never a position and never a row number."""

from __future__ import annotations

import secrets

#: No vowels, so that no word arises; no letters that look like digits.
_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 9


def public_id() -> str:
    """Return a new id: 27⁹ (7.6·10¹²) of them, drawn at random."""
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


def is_public_id(text: str) -> bool:
    """Tell whether a text has the form of one of our ids."""
    return len(text) == LENGTH and set(text) <= set(_LETTERS)
