"""Words that say what a work is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fanfold.model.evidence import Evidence, Standing


class RelationshipKind(StrEnum):
    """How people of a relationship stand to each other."""

    ROMANTIC = "romantic"
    PLATONIC = "platonic"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag under the source's own kind of tag: ``Genres``, ``Domestic``."""

    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """A header label that no field of the record knows, kept under its own name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A relationship or character after abbreviations and names were resolved.

    kind: for relationships a `RelationshipKind`; for characters empty.
    """

    name: str
    kind: str
    standing: Standing
    evidence: Evidence
