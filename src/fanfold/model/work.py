"""A work and its chapters, as an archive holds them and writers write them.

Plain values; how each came to be stands in `evidence`. What readers of sources
yield is a `DraftWork` (model/draft.py), which has claims in place of values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fanfold.model.advice import Rating, Status
from fanfold.model.creator import Credit, byline
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim
from fanfold.model.gathering import Place, Related
from fanfold.model.permission import Permission
from fanfold.model.problem import Problem
from fanfold.model.tags import Label, Resolved, Tag


class Visibility(StrEnum):
    """What the source said about who may see it; hidden: waiting or withdrawn there."""

    PUBLIC = "public"
    MEMBERS = "members"
    HIDDEN = "hidden"


class Stage(StrEnum):
    """Where a work stands in an archive (docs/trip.md, the state of a work)."""

    UNREVIEWED = "unreviewed"
    DRAFT = "draft"
    SHOWN = "shown"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    """Whom a shown work is shown to."""

    ALL = "all"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class State:
    """The four columns that decide who sees a work; only from an archive.

    reveal_at: ISO 8601 UTC; until then the work is not revealed.
    """

    stage: Stage
    audience: Audience
    gated: bool
    reveal_at: str | None = None


@dataclass(frozen=True, slots=True)
class FieldClaim:
    """One claim about one field, the winning ones and the others.

    field: name of the field of `Work` or `Chapter`.
    claim: its value has the field's own type.
    """

    field: str
    claim: Claim[object]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of a work.

    position: from 1, reading order; shown to people, never used as an identity.
    html: the house subset (docs/words.md); text: the same as plain text.
    words: whitespace-separated tokens with a letter or digit (text/words.py).
    """

    id: str
    position: int
    html: str
    text: str
    words: int
    title: str | None = None
    creators: tuple[Credit, ...] = ()
    summary: str | None = None
    notes: str | None = None
    end_notes: str | None = None
    language: str | None = None
    published: PartialDate | None = None
    urls: tuple[str, ...] = ()
    hidden: bool = False
    source_id: str | None = None
    problems: tuple[Problem, ...] = ()
    evidence: tuple[FieldClaim, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of this chapter's own authors; empty where they are the work's."""
        return byline(self.creators)


@dataclass(frozen=True, slots=True)
class Work:
    """A work, every field of record ``fanfold/1``, kind ``work``.

    title … spoilers_raw: as the author wrote them, mended; plain text with house
    HTML for inline markup only, without an enclosing paragraph.
    emails: private. Clear only in `fanfold look` and a sealed part of a bundle.
    labels: header labels that no other field knows, in order.
    chapters_expected: how many parts the source announced, if it did.
    """

    id: str
    title: str
    source_ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    summary: str | None = None
    notes: str | None = None
    end_notes: str | None = None
    disclaimer: str | None = None
    dedication: str | None = None
    spoilers_raw: str | None = None
    creators: tuple[Credit, ...] = ()
    emails: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    fandoms: tuple[str, ...] = ()
    relationships_raw: tuple[str, ...] = ()
    characters_raw: tuple[str, ...] = ()
    warnings_raw: tuple[str, ...] = ()
    relationships: tuple[Resolved, ...] = ()
    characters: tuple[Resolved, ...] = ()
    categories: tuple[tuple[str, ...], ...] = ()
    tags: tuple[Tag, ...] = ()
    labels: tuple[Label, ...] = ()
    rating_raw: str | None = None
    rating: Rating = Rating.UNRATED
    distribution_raw: str | None = None
    permission: Permission = Permission.UNSTATED
    archives_named: tuple[str, ...] = ()
    language: str | None = None
    status: Status = Status.UNKNOWN
    chapters_expected: int | None = None
    date: PartialDate | None = None
    published: PartialDate | None = None
    updated: PartialDate | None = None
    series: tuple[Place, ...] = ()
    related: tuple[Related, ...] = ()
    challenges: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    adult_gate: bool = False
    state: State | None = None
    round_robin: bool = False
    featured: bool = False
    chapters: tuple[Chapter, ...] = ()
    evidence: tuple[FieldClaim, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """Display names for the byline, owner first."""
        return byline(self.creators)

    @property
    def word_count(self) -> int:
        """Words of all chapter bodies."""
        return sum(chapter.words for chapter in self.chapters)

    def claims(self, field: str) -> tuple[Claim[object], ...]:
        """Return every claim about one field of the work, best or not."""
        return tuple(entry.claim for entry in self.evidence if entry.field == field)
