"""What a work says of other works: its place in a series, its ties."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Place:
    """A work's place in a series, as the work states it (`series` of a work)."""

    title: str
    position: int | None = None
    source_id: str | None = None


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
