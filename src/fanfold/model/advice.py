"""What readers are told before they read: ratings and warnings."""

from __future__ import annotations

from enum import StrEnum


class Rating(StrEnum):
    """The five ratings that every scale is mapped to, mildest first."""

    GENERAL = "general"
    TEEN = "teen"
    MATURE = "mature"
    EXPLICIT = "explicit"
    UNRATED = "unrated"

    @property
    def gated(self) -> bool:
        """True where a choice stands before the text: unknown counts as adult."""
        return self in {Rating.MATURE, Rating.EXPLICIT, Rating.UNRATED}


class Status(StrEnum):
    """Whether a work is finished."""

    COMPLETE = "complete"
    WIP = "wip"
    ABANDONED = "abandoned"
    UNKNOWN = "unknown"
