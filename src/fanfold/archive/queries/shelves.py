"""Other ways through an archive: where works came from, when, and under what."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef

from fanfold.archive.models import (
    Categorised,
    Category,
    Collected,
    Collection,
    News,
    Work,
)
from fanfold.archive.queries.gatherings import Counted, is_listed
from fanfold.archive.queries.unchanged import while_unchanged
from fanfold.archive.reader import Reader
from fanfold.archive.search import whole
from fanfold.archive.search.large import how_many
from fanfold.archive.search.wish import Choice
from fanfold.errors import NotFoundError
from fanfold.model.advice import Rating

#: Numbers of rows that are drawn for a story by chance; there may be gaps.
_DRAWN = 100


@dataclass(frozen=True, slots=True)
class Branch:
    """A category of a source's own tree. works: of it and of all below it."""

    public: str
    name: str
    works: int
    depth: int


def collections(reader: Reader) -> list[Counted]:
    """Return the collections that hold a work of the reader's lists."""
    counts = whole.borne("collection", reader)
    if counts is None:
        made = while_unchanged("collections", reader, lambda: _collections(reader))
        return list(made)
    held = Collected.objects.filter(is_listed(reader), collection=OuterRef("pk"))
    rows = Collection.objects.filter(Exists(held), public__in=list(counts))
    return [Counted(e.public, e.title, counts[e.public]) for e in rows]


def _collections(reader: Reader) -> list[Counted]:
    rows = Collection.objects.filter(places__work__in=Work.objects.listed_for(reader))
    counted = rows.annotate(works=Count("places__work", distinct=True))
    return [Counted(*e) for e in counted.values_list("public", "title", "works")]


def collection(public: str, reader: Reader) -> tuple[Collection, Any]:
    """Return a collection and the query of its works.

    Raises NotFoundError where the reader's lists show none of them.
    """
    row = Collection.objects.filter(public=public).first()
    inside = Collected.objects.filter(collection=row).values("work")
    works = Work.objects.filter(pk__in=inside)
    if row is None or not (
        how_many(Choice("source", public), reader) or works.listed_for(reader).exists()
    ):
        raise NotFoundError("There is no such collection here.")
    return row, works


def years(reader: Reader) -> list[tuple[int, int]]:
    """Return (year, works) for the works whose year is known, the latest first."""
    counts = whole.borne("year", reader)
    if counts is None:
        return list(while_unchanged("years", reader, lambda: _years(reader)))
    return sorted(((int(year), works) for year, works in counts.items()), reverse=True)


def _years(reader: Reader) -> list[tuple[int, int]]:
    rows = Work.objects.listed_for(reader).exclude(date_from=None)
    counted = rows.order_by().values_list("date_from__year", "date_to__year")
    totals: dict[int, int] = {}
    for first, last, works in counted.annotate(works=Count("pk")):
        if first == last:
            totals[first] = totals.get(first, 0) + works
    return sorted(totals.items(), reverse=True)


def ratings(reader: Reader) -> list[tuple[str, int]]:
    """Return (rating, works) for the ratings that listed works have, mildest first."""
    counts = whole.borne("rating", reader)
    if counts is None:
        counts = while_unchanged("ratings", reader, lambda: _ratings(reader))
    return [(each, counts[each]) for each in Rating if each in counts]


def _ratings(reader: Reader) -> dict[str, int]:
    rows = Work.objects.listed_for(reader).order_by().values_list("rating")
    return dict(rows.annotate(works=Count("pk")))


def categories(reader: Reader) -> list[Branch]:
    """Return the source's own tree, top down, without branches that show nothing."""
    counts = whole.borne("category", reader)
    if counts is None:
        counts = while_unchanged("categories", reader, lambda: _categories(reader))
    inside: dict[int | None, list[Category]] = {}
    for each in Category.objects.order_by("name", "pk"):
        inside.setdefault(each.parent_id, []).append(each)
    found: list[Branch] = []
    left = [(each, 0) for each in reversed(inside.get(None, []))]
    while left:
        row, depth = left.pop()
        works = counts.get(row.public, 0)
        if works:
            found.append(Branch(row.public, row.name, works, depth))
            left += [(e, depth + 1) for e in reversed(inside.get(row.pk, []))]
    return found


def _categories(reader: Reader) -> dict[str, int]:
    """Return how many works stand in each category and below it, by public id."""
    rows = Categorised.objects.filter(work__in=Work.objects.listed_for(reader))
    under: dict[int, set[int]] = {}
    for category, work in rows.values_list("category", "work"):
        if category is not None:
            under.setdefault(category, set()).add(work)
    known = Category.objects.in_bulk()
    for pk in sorted(known, key=lambda pk: -_depth(pk, known)):
        parent = known[pk].parent_id
        if parent is not None:
            under.setdefault(parent, set()).update(under.get(pk, ()))
    return {known[pk].public: len(works) for pk, works in under.items() if works}


def any_work(reader: Reader) -> str:
    """Return the id of one work of the reader's lists, each as likely.

    Raises NotFoundError where there is none.
    """
    listed = Work.objects.listed_for(reader)
    ends = Work.objects.aggregate(first=Min("pk"), last=Max("pk"))
    numbers = range(ends["first"] or 0, (ends["last"] or 0) + 1)
    drawn = random.sample(numbers, min(_DRAWN, len(numbers)))
    named = dict(listed.filter(pk__in=drawn).order_by().values_list("pk", "public"))
    found: Any = next((named[pk] for pk in drawn if pk in named), None)
    # Where nearly all are hidden, all that are not are gathered.
    found = found or listed.order_by("?").values_list("public", flat=True).first()
    if found is None:
        raise NotFoundError("There is no story to show here.")
    return str(found)


def news() -> Any:
    """Return the notices of the archives that came in, the latest first."""
    return News.objects.all()


def _depth(pk: int, known: dict[int, Category]) -> int:
    depth, at = 0, known[pk].parent_id
    while at is not None and at in known and depth < len(known):
        depth, at = depth + 1, known[at].parent_id
    return depth
