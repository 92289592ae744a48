"""Works that belong together: series and collections."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Openness(StrEnum):
    """Who may add works to a series."""

    CLOSED = "closed"
    MODERATED = "moderated"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Place:
    """A work's place in a series, as the work states it (`series` of a work)."""

    title: str
    position: int | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A work's place in a series, as the series states it."""

    source_id: str
    position: int | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Nested:
    """A series inside a series."""

    source_id: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """An ordered row of works (kind ``series`` of the record)."""

    id: str
    title: str
    source_id: str | None = None
    summary: str | None = None
    owner: str | None = None
    open: Openness = Openness.CLOSED
    works: tuple[Entry, ...] = ()
    subseries: tuple[Nested, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """Works kept under one roof; every imported archive is one."""

    id: str
    title: str
    about: str | None = None
    works: tuple[str, ...] = ()


class RelatedKind(StrEnum):
    """How one work stands to another."""

    SEQUEL = "sequel"
    INSPIRED_BY = "inspired-by"
    TRANSLATION = "translation"
    GIFT = "gift"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Related:
    """A tie to another work, by its source id or its address."""

    kind: RelatedKind
    source_id: str | None = None
    url: str | None = None
    title: str | None = None
