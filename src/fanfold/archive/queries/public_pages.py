"""In which state a work's public pages are: asked before a kept page is given out.

A page that was made earlier may be shown as long as nothing on it has changed, and
nobody it names was hidden since. Both are asked of the rows, each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from fanfold.archive.models import (
    Chapter,
    Comment,
    Recommendation,
    Related,
    SeriesWork,
    Work,
)
from fanfold.archive.queries.prepared import Prepared, place
from fanfold.archive.reader import ANYONE

#: What tells one state from the next; numbers and short texts, fit for JSON.
State: TypeAlias = list[Any]


def public_state(work: str, chapter: str = "") -> State | None:
    """Return the state of a work's pages, or of one chapter's.

    None where a visitor may not read it: not there, not shown, behind the gate.
    """
    query = _CHAPTER if chapter else _WORK
    rows = query.ask(work=work, chapter=chapter)
    if not rows:
        return None
    *state, in_series = rows[0]
    if in_series and not chapter:
        state += [list(row) for row in _SERIES.ask(work=work)]
    return state


def listed(ids: Sequence[str]) -> list[list[Any]]:
    """Return (id, version) of those works that stand in a visitor's lists, by id."""
    if not ids:
        return []
    told = {f"id{at}": each for at, each in enumerate(ids)}
    return sorted(
        [public, version] for public, version in _LISTED(len(ids)).ask(**told)
    )


def _of(works: Any, *more: Any) -> Any:
    shown = _count(Chapter.objects.filter(work=OuterRef("pk"), hidden=False))
    said = _count(
        Comment.objects.filter(work=OuterRef("pk"), hidden=False, waiting=False)
    )
    praised = _count(Recommendation.objects.filter(work=OuterRef("pk")))
    in_series = Exists(SeriesWork.objects.filter(work=OuterRef("pk")))
    return works.order_by().values_list(
        "version", shown, said, praised, *more, in_series
    )


def _count(rows: Any) -> Any:
    counted = rows.order_by().values("work").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _tied() -> tuple[Any, Any]:
    """How many works name this one, and how many have the same text."""
    listed_works = Work.objects.listed_for(ANYONE)
    naming = Related.objects.filter(target=OuterRef("pk"), work__in=listed_works)
    same = listed_works.filter(fingerprint=OuterRef("fingerprint"), word_count__gt=0)
    counted = same.order_by().values("fingerprint").annotate(n=Count("pk"))
    twins = Coalesce(Subquery(counted.values("n")), 0)
    named = naming.order_by().values("target").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(named), 0), twins


def _open() -> Any:
    return Work.objects.visible_to(ANYONE).filter(public=place("work"), gated=False)


def _in_series() -> Any:
    """The shown works of every series that a work is in, in order."""
    mine = SeriesWork.objects.filter(work__public=place("work"), confirmed=True)
    rows = SeriesWork.objects.filter(
        confirmed=True,
        series__in=mine.values("series"),
        work__in=Work.objects.listed_for(ANYONE),
    )
    return rows.order_by("series", "position", "id").values_list(
        "series__public", "series__title", "work__public", "work__version"
    )


@cache
def _LISTED(number: int) -> Prepared:  # noqa: N802 - a constant for each length
    names = [place(f"id{at}") for at in range(number)]
    works = Work.objects
    return Prepared(
        lambda: (
            works.listed_for(ANYONE)
            .filter(public__in=names)
            .order_by()
            .values_list("public", "version")
        )
    )


_WORK = Prepared(lambda: _of(_open(), *_tied()))
_CHAPTER = Prepared(
    lambda: _of(
        _open().filter(chapters__public=place("chapter"), chapters__hidden=False)
    )
)
_SERIES = Prepared(_in_series)
