"""Works that belong together: series and collections."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fanfold.model.saying import said


class Openness(StrEnum):
    """Who may add works to a series."""

    CLOSED = "closed"
    MODERATED = "moderated"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Entry:
    """A work's place in a series, as the series states it."""

    source_id: str
    position: int | None = None
    confirmed: bool = said(True)


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
    open: Openness = said(Openness.CLOSED)  # noqa: RUF009 - a field
    works: tuple[Entry, ...] = ()
    subseries: tuple[Nested, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """Works kept under one roof; every imported archive is one."""

    id: str
    title: str
    about: str | None = None
    works: tuple[str, ...] = ()
