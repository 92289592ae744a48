"""What a reader of sources yields: works that nobody has agreed to yet.

Every field of a `DraftWork` is a tuple of claims about the whole field (a list
field's claim holds the whole list; a stated "none" is the empty list). `settled`
takes the best of each and keeps them all as evidence; `drafted` goes back, so that
a record read again is the draft it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from fanfold.model.advice import Rating, Status
from fanfold.model.creator import Creator, Credit
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim, best
from fanfold.model.gathering import Place, Related
from fanfold.model.permission import Permission
from fanfold.model.problem import Problem
from fanfold.model.tags import Label, Resolved, Tag
from fanfold.model.work import Chapter, FieldClaim, State, Visibility, Work

if TYPE_CHECKING:
    from fanfold.model.series import Series
    from fanfold.model.talk import Comment, News, Recommendation

T = TypeVar("T")
Claims: TypeAlias = tuple[Claim[T], ...]


@dataclass(frozen=True, slots=True)
class DraftChapter:
    """A chapter nobody has agreed to yet.

    html: one claim of the reader's (none where a record was written by hand); its
    steps say what was mended, its evidence where the chapter lies in the original.
    text, words: of the best html.
    urls, hidden, source_id, problems, id: plain facts about where it was found.
    """

    html: Claims[str]
    text: str
    words: int
    id: str = ""
    title: Claims[str] = ()
    creators: Claims[tuple[Credit, ...]] = ()
    summary: Claims[str] = ()
    notes: Claims[str] = ()
    end_notes: Claims[str] = ()
    language: Claims[str] = ()
    published: Claims[PartialDate] = ()
    urls: tuple[str, ...] = ()
    hidden: bool = False
    source_id: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftWork:
    """A work nobody has agreed to yet.

    id, source_ids, urls, emails, state: plain facts, no claims (addresses have no
    evidence entries). All other fields: claims, named as in `Work`.
    """

    id: str = ""
    source_ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    state: State | None = None
    chapters: tuple[DraftChapter, ...] = ()
    title: Claims[str] = ()
    summary: Claims[str] = ()
    notes: Claims[str] = ()
    end_notes: Claims[str] = ()
    disclaimer: Claims[str] = ()
    dedication: Claims[str] = ()
    spoilers_raw: Claims[str] = ()
    creators: Claims[tuple[Credit, ...]] = ()
    recipients: Claims[tuple[str, ...]] = ()
    fandoms: Claims[tuple[str, ...]] = ()
    relationships_raw: Claims[tuple[str, ...]] = ()
    characters_raw: Claims[tuple[str, ...]] = ()
    warnings_raw: Claims[tuple[str, ...]] = ()
    relationships: Claims[tuple[Resolved, ...]] = ()
    characters: Claims[tuple[Resolved, ...]] = ()
    categories: Claims[tuple[tuple[str, ...], ...]] = ()
    tags: Claims[tuple[Tag, ...]] = ()
    labels: Claims[tuple[Label, ...]] = ()
    rating_raw: Claims[str] = ()
    rating: Claims[Rating] = ()
    distribution_raw: Claims[str] = ()
    permission: Claims[Permission] = ()
    archives_named: Claims[tuple[str, ...]] = ()
    language: Claims[str] = ()
    status: Claims[Status] = ()
    chapters_expected: Claims[int] = ()
    date: Claims[PartialDate] = ()
    published: Claims[PartialDate] = ()
    updated: Claims[PartialDate] = ()
    series: Claims[tuple[Place, ...]] = ()
    related: Claims[tuple[Related, ...]] = ()
    challenges: Claims[tuple[str, ...]] = ()
    visibility: Claims[Visibility] = ()
    adult_gate: Claims[bool] = ()
    round_robin: Claims[bool] = ()
    featured: Claims[bool] = ()


#: What else a reader may find. A whole creator, series … is claimed at once.
DraftCreator: TypeAlias = Claim[Creator]
DraftSeries: TypeAlias = "Claim[Series]"
DraftComment: TypeAlias = "Claim[Comment]"
DraftRecommendation: TypeAlias = "Claim[Recommendation]"
DraftNews: TypeAlias = "Claim[News]"
Draft: TypeAlias = (
    "DraftWork | DraftCreator | DraftSeries | "
    "DraftComment | DraftRecommendation | DraftNews"
)

#: Fields that a draft holds as plain facts, by class.
WORK_FACTS = ("id", "source_ids", "urls", "emails", "state")
CHAPTER_FACTS = ("id", "text", "words", "urls", "hidden", "source_id", "problems")
WORK_CLAIMS = tuple(
    each.name
    for each in fields(DraftWork)
    if each.name not in (*WORK_FACTS, "chapters")
)
CHAPTER_CLAIMS = tuple(
    each.name for each in fields(DraftChapter) if each.name not in CHAPTER_FACTS
)
#: Fields that a work and a chapter have values of their own for.
_OF_WORK = frozenset(each.name for each in fields(Work))
_OF_CHAPTER = frozenset(each.name for each in fields(Chapter))


def settled(draft: DraftWork) -> Work:
    """Return the work as its best claims have it; what nothing claims stays absent.

    A draft without any title is settled with the title ``""``; accepting it is
    refused later (archive/actions/accept_draft.py).
    """
    facts = {name: getattr(draft, name) for name in WORK_FACTS}
    values, evidence = _best_of(draft, WORK_CLAIMS, _OF_WORK)
    values.setdefault("title", "")
    chapters = tuple(
        _settled_chapter(chapter, position)
        for position, chapter in enumerate(draft.chapters, start=1)
    )
    return Work(**facts, **values, chapters=chapters, evidence=evidence)


def drafted(work: Work) -> DraftWork:
    """Return the draft that `work` was settled from: claims out of its evidence."""
    facts = {name: getattr(work, name) for name in WORK_FACTS}
    return DraftWork(
        **facts,
        **_claims_by_field(work.evidence, WORK_CLAIMS),
        chapters=tuple(map(_drafted_chapter, work.chapters)),
    )


def _settled_chapter(draft: DraftChapter, position: int) -> Chapter:
    facts = {name: getattr(draft, name) for name in CHAPTER_FACTS}
    facts["id"] = draft.id or str(position)
    values, evidence = _best_of(draft, CHAPTER_CLAIMS, _OF_CHAPTER)
    values.setdefault("html", "")
    return Chapter(position=position, evidence=evidence, **facts, **values)


def _drafted_chapter(chapter: Chapter) -> DraftChapter:
    facts = {name: getattr(chapter, name) for name in CHAPTER_FACTS}
    claims = _claims_by_field(chapter.evidence, CHAPTER_CLAIMS)
    return DraftChapter(**facts, **{"html": (), **claims})


def _best_of(
    draft: DraftWork | DraftChapter,
    names: tuple[str, ...],
    known: frozenset[str],
) -> tuple[dict[str, Any], tuple[FieldClaim, ...]]:
    values: dict[str, Any] = {}
    evidence: list[FieldClaim] = []
    for name in names:
        claims: Claims[object] = getattr(draft, name)
        if not claims:
            continue
        evidence.extend(FieldClaim(name, claim) for claim in claims)
        winner = best(claims)
        if winner is not None and name in known:
            values[name] = winner.value
    return values, tuple(evidence)


def _claims_by_field(
    evidence: tuple[FieldClaim, ...], names: tuple[str, ...]
) -> dict[str, Any]:
    claims: dict[str, Claims[object]] = {}
    for entry in evidence:
        if entry.field in names:
            claims[entry.field] = (*claims.get(entry.field, ()), entry.claim)
    return claims
