"""Works tied to a work, both ways: an end that is not shown leaves no trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from fanfold.archive.models import Creatorship, Related, Work
from fanfold.archive.reader import Reader
from fanfold.model.creator import BYLINE
from fanfold.model.gathering import RelatedKind


@dataclass(frozen=True, slots=True)
class Tie:
    """Another work. back: it is that one which says so ("inspired this").

    public: "" for one that is not in this archive; then only what the tie says of it
    is known, title or url.
    """

    kind: RelatedKind
    back: bool
    public: str
    title: str
    authors: tuple[str, ...] = ()
    language: str = ""
    words: int = 0
    url: str = ""


def shown_to(reader: Reader) -> Any:
    """Return the query of ties, each with `is_shown`: whether its far end may be named.

    A tie to what is not in the archive may: nobody hides that here.
    """
    listed = Work.objects.listed_for(reader).filter(pk=OuterRef("target"))
    return Related.objects.annotate(is_shown=Q(target=None) | Exists(listed))


def ties(public: str, reader: Reader) -> list[Tie]:
    """Return the works tied to one that the shelf has handed out; its own words first.

    Two works with the same text, letter by letter, are versions of each other.
    """
    own = shown_to(reader).filter(work__public=public, is_shown=True)
    found: dict[tuple[str, object], tuple[RelatedKind, bool, Any]] = {}
    for row in own:
        key = row.target_id or (row.url, row.title)
        found.setdefault((row.kind, key), (RelatedKind(row.kind), False, row))
    back = Related.objects.filter(
        target__public=public, work__in=Work.objects.listed_for(reader)
    )
    for row in back.order_by("pk"):
        found.setdefault((row.kind, row.work_id), (RelatedKind(row.kind), True, row))
    for pk in _same_text(public, reader):
        found.setdefault((RelatedKind.VERSION, pk), (RelatedKind.VERSION, False, pk))
    works = _works({pk for (_kind, pk) in found if isinstance(pk, int)})
    return [
        _tie(kind, row, works.get(pk) if isinstance(pk, int) else None, back=is_back)
        for (_kind, pk), (kind, is_back, row) in found.items()
    ]


def tie_to(row: Work, source_ids: list[str], urls: list[str]) -> None:
    """Point ties that name a work by a source id or address to its row."""
    open_ = Related.objects.filter(target=None).exclude(work=row)
    open_.filter(source_id__in=source_ids).update(target=row)
    open_.filter(url__in=urls).update(target=row)


def tie_all_to(works: Sequence[tuple[Work, Sequence[str], Sequence[str]]]) -> None:
    """Do what `tie_to` does for each (row, source ids, addresses) of new works."""
    ids = [each for _row, source_ids, _urls in works for each in source_ids]
    addresses = [each for _row, _ids, urls in works for each in urls]
    named = Q(source_id__in=ids) | Q(url__in=addresses)
    # Few works are named before they are there: one question for all.
    if Related.objects.filter(named, target=None).exists():
        for row, source_ids, urls in works:
            tie_to(row, list(source_ids), list(urls))


def _same_text(public: str, reader: Reader) -> list[int]:
    own = Work.objects.filter(public=public, word_count__gt=0).values("fingerprint")
    same = Work.objects.listed_for(reader).filter(fingerprint__in=own)
    return list(same.exclude(public=public).values_list("pk", flat=True).order_by("pk"))


def _works(pks: set[int]) -> dict[int, tuple[Any, list[str]]]:
    rows = {row.pk: (row, list[str]()) for row in Work.objects.filter(pk__in=pks)}
    credits = Creatorship.objects.filter(work__in=pks, chapter=None)
    bylines = credits.filter(role__in=[each.value for each in BYLINE])
    for work, name, hidden in bylines.values_list("work", "pseud__name", "anonymous"):
        rows[work][1].append("Anonymous" if hidden else name)
    return rows


def _tie(kind: RelatedKind, row: Any, work: Any, *, back: bool) -> Tie:
    if work is None:
        return Tie(kind, back, "", row.title or "", url=row.url or "")
    found, authors = work
    return Tie(
        kind,
        back,
        found.public,
        found.title,
        tuple(authors),
        found.language,
        found.word_count,
    )
