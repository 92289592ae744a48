"""Defaults that say something: written in a record even where they hold."""

from __future__ import annotations

from dataclasses import field
from typing import TypeVar

T = TypeVar("T")

#: Key of a field's metadata.
SAID = "said"


def said(default: T) -> T:
    """Return a field of a dataclass with a default that a record states all the same.

    A guest's comment is no member's, and whoever reads the record is told so.
    """
    made: T = field(default=default, metadata={SAID: True})
    return made
