"""The people behind works, and the names they used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fanfold.model.dates import PartialDate


class Role(StrEnum):
    """What somebody did for a work or chapter."""

    AUTHOR = "author"
    CO_AUTHOR = "co-author"
    TRANSLATOR = "translator"
    BETA = "beta"
    ARTIST = "artist"
    ARCHIVIST = "archivist"


#: Roles whose names stand in the byline, owner first.
BYLINE = (Role.AUTHOR, Role.CO_AUTHOR)


class Level(StrEnum):
    """What an account was at its source. It grants nothing here.

    UNCLAIMED: an account that staff made for somebody else's stories.
    """

    LOCKED = "locked"
    MEMBER = "member"
    STAFF = "staff"
    UNCLAIMED = "unclaimed"


@dataclass(frozen=True, slots=True)
class Credit:
    """One name on a work or chapter (`creators` of the record).

    anonymous: who it was is for the archive's keeper alone.
    """

    name: str
    role: Role = Role.AUTHOR
    source_id: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Creator:
    """A person as a source knew them (kind ``creator`` of the record)."""

    id: str
    name: str
    source_id: str | None = None
    former_names: tuple[str, ...] = ()
    bio: str | None = None
    level: Level | None = None
    joined: PartialDate | None = None


def byline(credits: tuple[Credit, ...]) -> tuple[str, ...]:
    """Return the names that stand under a title, in order."""
    return tuple(credit.name for credit in credits if credit.role in BYLINE)
