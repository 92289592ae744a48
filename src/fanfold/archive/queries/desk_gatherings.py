"""Series and collections at the desk: what waits too, and nothing of unseen works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from fanfold.archive.actions.arrange_series import key_of
from fanfold.archive.models import Collected, Collection, Series, SeriesWork
from fanfold.archive.queries.desk import seen
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a series. key: names it in a form; work: None while it waits for a
    work that is not here."""

    key: str
    work: Any
    source_id: str
    position: int | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class DeskSeries:
    """One series at the desk. inner: series in it."""

    row: Series
    entries: list[Entry]
    inner: list[Series]


def series_with(words: str, reader: Reader) -> Any:
    """Return the series of which a person sees something, or that are empty, with
    `held` (works that the person sees) and `waits` (entries that nobody confirmed)."""
    return _told(Series.objects.filter(title__icontains=words), reader).order_by(
        "title", "pk"
    )


def desk_series(public: str, reader: Reader) -> DeskSeries:
    """Return one of them. Raises NotFoundError."""
    row = _told(Series.objects.filter(public=public), reader).first()
    if row is None:
        raise NotFoundError("There is no such series here.")
    places = row.places.filter(Q(work=None) | Q(work__in=seen(reader)))
    entries = [
        Entry(key_of(each), each.work, each.source_id, each.position, each.confirmed)
        for each in places.select_related("work").order_by("position", "id")
    ]
    nested = row.inner.filter(inner__in=_told(Series.objects.all(), reader))
    inner = [each.inner for each in nested.select_related("inner")]
    return DeskSeries(row, entries, inner)


def _told(rows: Any, reader: Reader) -> Any:
    places = SeriesWork.objects.filter(series=OuterRef("pk"))
    mine = places.filter(work__in=seen(reader))
    rows = rows.filter(Exists(mine) | ~Exists(places.exclude(work=None)))
    held = Q(places__work__in=seen(reader))
    waits = Q(places__confirmed=False) & (held | Q(places__work=None))
    return rows.annotate(
        held=Count("places", filter=held), waits=Count("places", filter=waits)
    )


def collections_with(words: str, reader: Reader) -> Any:
    """Return the collections of which a person sees something, or that are empty, with
    `held`: works that the person sees."""
    rows = Collection.objects.filter(title__icontains=words)
    return _collections(rows, reader).order_by("title", "pk")


def desk_collection(public: str, reader: Reader) -> tuple[Collection, Any]:
    """Return one of them and the query of its places. Raises NotFoundError."""
    row = _collections(Collection.objects.filter(public=public), reader).first()
    if row is None:
        raise NotFoundError("There is no such collection here.")
    places = row.places.filter(work__in=seen(reader)).select_related("work")
    return row, places.order_by("position", "id")


def _collections(rows: Any, reader: Reader) -> Any:
    places = Collected.objects.filter(collection=OuterRef("pk"))
    mine = places.filter(work__in=seen(reader))
    held = Q(places__work__in=seen(reader))
    rows = rows.filter(Exists(mine) | ~Exists(places))
    return rows.annotate(held=Count("places", filter=held))
