"""What an author allowed others to do with a work."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What the author's own words grant (`permission` of the record).

    ANYONE: all may archive it, at most with a request to be told.
    ASK: one has to ask first.
    NAMED_ONLY: the archives named, and nobody else.
    NONE: nobody.
    UNSTATED: no word about it.
    """

    ANYONE = "anyone"
    ASK = "ask"
    NAMED_ONLY = "named-only"
    NONE = "none"
    UNSTATED = "unstated"


class PermissionState(StrEnum):
    """How an archive stands with an author over a work, as a dated state."""

    UNKNOWN = "unknown"
    PRESUMED = "presumed"
    CONFIRMED = "confirmed"
    RESTRICTED = "restricted"
    ANONYMISED = "anonymised"
    WITHDRAWN = "withdrawn"
    NEVER = "never"
