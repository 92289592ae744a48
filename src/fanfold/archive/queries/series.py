"""Series as one reader sees them: no gap tells of what is not shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from fanfold.archive.models import Series, SeriesWork, Subseries, Work
from fanfold.archive.queries.gatherings import Counted, is_listed
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError

#: Deepest series in series that is followed.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """One series. works: query, in its order. inner, outer: series in it, around it."""

    public: str
    title: str
    summary: str | None
    owner: str
    works: Any
    inner: tuple[Counted, ...]
    outer: tuple[Counted, ...]


def all_series(reader: Reader) -> list[Counted]:
    """Return the series that hold a work of the reader's lists, by the alphabet."""
    rows = Series.objects.filter(places__in=_places(reader))
    counted = rows.annotate(works=Count("places__work", distinct=True))
    found = [Counted(*each) for each in counted.values_list("public", "title", "works")]
    return sorted(found, key=lambda each: each.name.lower())


def one_series(public: str, reader: Reader) -> ShownSeries:
    """Return a series. Raises NotFoundError where the reader's lists show none of it,
    neither a work nor a series in it that has one."""
    row = Series.objects.filter(public=public).first()
    if row is None:
        raise NotFoundError("There is no such series here.")
    places = _places(reader).filter(series=row)
    inner = _shown(_nested(row), reader)
    if not inner and not places.exists():
        raise NotFoundError("There is no such series here.")
    around = Series.objects.filter(inner__inner=row)
    return ShownSeries(
        row.public,
        row.title,
        row.summary,
        row.owner_name,
        Work.objects.filter(series_places__in=places).order_by(
            "series_places__position", "series_places__id"
        ),
        inner,
        _shown(list(around), reader),
    )


def neighbours(work: str, reader: Reader) -> list[tuple[str, str, list[str]]]:
    """Return (id, title, ids of its works in order) for each series of a work."""
    found = []
    own = _places(reader).filter(work__public=work).select_related("series")
    for place in own.order_by("order", "id"):
        rows = _places(reader).filter(series=place.series).order_by("position", "id")
        ids = list(rows.values_list("work__public", flat=True))
        found.append((place.series.public, place.series.title, ids))
    return found


def _places(reader: Reader) -> Any:
    """Return the places that count: confirmed, and of works in the reader's lists."""
    return SeriesWork.objects.filter(is_listed(reader), confirmed=True)


def _nested(row: Series) -> list[Series]:
    rows = Subseries.objects.filter(series=row).exclude(inner=None)
    return [each.inner for each in rows.select_related("inner") if each.inner]


def _shown(series: Collection[Series], reader: Reader) -> tuple[Counted, ...]:
    """Return those of which the reader's lists show something, with their works."""
    made = []
    for each in series:
        pks = _below(each)
        works = _places(reader).filter(series__in=pks)
        count = works.values("work").distinct().count()
        if count:
            made.append(Counted(each.public, each.title, count))
    return tuple(made)


def _below(series: Series) -> set[int]:
    """Return the row ids of a series and of all series in it; rings do no harm."""
    found, left = set(), {series.pk}
    for _level in range(_DEEPEST):
        if not left:
            break
        found |= left
        rows = Subseries.objects.filter(series__in=left).exclude(inner=None)
        left = set(rows.values_list("inner", flat=True)) - found
    return found
