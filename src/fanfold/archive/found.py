"""Members, series and talk for one reader: rows become the model's values here.

Like the shelf, which does the same for works: what hangs on a work that the reader's
lists do not show is not given out either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Prefetch, Q

from fanfold.archive.models import (
    Comment,
    Creator,
    Creatorship,
    FoundThing,
    ImportPlan,
    News,
    Pseud,
    Recommendation,
    Series,
    SeriesWork,
    Work,
)
from fanfold.archive.reader import Reader
from fanfold.model import creator as people
from fanfold.model import series as gathered
from fanfold.model import talk
from fanfold.model.dates import PartialDate
from fanfold.model.problem import Problem
from fanfold.model.record import Recorded, to_json
from fanfold.model.record.claims import decode_claim
from fanfold.model.record.values import decoder

_BATCH = 200
#: Keys by which things of one source id are told apart.
_SAYING = ("name", "title", "by", "text", "note", "owner", "summary", "date", "works")
_problems = decoder(tuple[Problem, ...])


def members(reader: Reader, *, rows: Any = None) -> Iterator[Recorded]:
    """Yield the people that a source told more of than their names under works.

    rows: these creators instead.
    """
    if rows is None:
        rows = Creator.objects.filter(
            ~Q(source_id="") | ~Q(level="") | ~Q(joined="") | Q(bio__gt="")
        )
    pseuds = Pseud.objects.order_by("position", "id")
    if not reader.keeps:
        named = Creatorship.objects.filter(work__in=_listed(reader), anonymous=False)
        rows = rows.filter(pk__in=named.values("pseud__creator"))
        hidden = Creatorship.objects.filter(anonymous=True).values("pseud")
        pseuds = pseuds.exclude(pk__in=hidden)
    rows = rows.order_by("pk").prefetch_related(Prefetch("pseuds", pseuds))
    yield from _told("creator", (_member(row, reader) for row in _each(rows)))


def _member(row: Any, reader: Reader) -> people.Creator | None:
    names = list(row.pseuds.all())
    current = next((each for each in names if each.current), None) or next(
        iter(names), None
    )
    if current is None:
        return None
    return people.Creator(
        id=row.public,
        name=current.name,
        source_id=row.source_id or None,
        former_names=tuple(each.name for each in names if each is not current),
        bio=row.bio or None,
        # Whether an account was locked is between its owner and the old site.
        level=people.Level(row.level) if row.level and reader.keeps else None,
        joined=_date(row.joined),
    )


def series(reader: Reader) -> Iterator[Recorded]:
    """Yield series with the works that the reader's lists show."""
    places = SeriesWork.objects.filter(Q(work=None) | Q(work__in=_listed(reader)))
    rows = Series.objects.order_by("pk")
    if not reader.keeps:
        places = places.exclude(work=None).filter(confirmed=True)
        rows = rows.filter(pk__in=places.values("series"))
    places = places.order_by("position", "id").prefetch_related("work__source_ids")
    rows = rows.prefetch_related(Prefetch("places", places), "inner")
    yield from _told("series", map(_series, _each(rows)))


def _series(row: Any) -> gathered.Series:
    return gathered.Series(
        id=row.public,
        title=row.title,
        source_id=row.source_id or None,
        summary=row.summary or None,
        owner=row.owner_name or None,
        open=gathered.Openness(row.open),
        works=tuple(
            gathered.Entry(_source_id(each), each.position, each.confirmed)
            for each in row.places.all()
        ),
        subseries=tuple(
            gathered.Nested(each.source_id, each.position) for each in row.inner.all()
        ),
    )


def _source_id(place: Any) -> str:
    if place.work is None:
        return str(place.source_id)
    ids = [each.value for each in place.work.source_ids.all()]
    return ids[0] if ids else str(place.work.public)


def comments(reader: Reader) -> Iterator[Recorded]:
    """Yield comments on works and series; those on news come with the news."""
    rows = Comment.objects.filter(news=None)
    if reader.keeps:
        rows = rows.filter(Q(work=None) | Q(work__in=_listed(reader)))
    else:
        rows = rows.filter(work__in=_listed(reader), hidden=False, waiting=False)
        rows = rows.filter(Q(chapter=None) | Q(chapter__hidden=False))
    rows = rows.select_related("answers").order_by("pk")
    yield from _told("comment", map(_comment, _each(rows)))


def _comment(row: Any) -> talk.Comment:
    return talk.Comment(
        source_id=comment_id(row),
        on=row.on,
        by=row.by,
        text=row.text,
        chapter=row.on_chapter or None,
        member=row.member,
        reply=row.reply or None,
        score=row.score,
        date=_date(row.date),
        answers=None if row.answers is None else comment_id(row.answers),
        hidden=row.hidden,
        waiting=row.waiting,
        frozen=row.frozen,
    )


def comment_id(row: Any) -> str:
    """Return the source id of a comment; of one written here, our own."""
    return row.source_id or f"fanfold:comments/{row.public}"


def recommendations(reader: Reader) -> Iterator[Recorded]:
    """Yield favourites of works, series and people."""
    rows = Recommendation.objects.order_by("pk")
    if reader.keeps:
        rows = rows.filter(Q(work=None) | Q(work__in=_listed(reader)))
    else:
        rows = rows.filter(work__in=_listed(reader))
    found = (
        talk.Recommendation(row.source_id, row.by, row.on, row.note or None)
        for row in _each(rows)
    )
    yield from _told("recommendation", found)


def news(reader: Reader) -> Iterator[Recorded]:
    """Yield notices with their comments, in the order they came in."""
    under = Comment.objects.select_related("answers").order_by("pk")
    if not reader.keeps:
        under = under.filter(hidden=False, waiting=False)
    rows = News.objects.order_by("pk").prefetch_related(Prefetch("comments", under))
    found = (
        talk.News(
            source_id=row.source_id,
            title=row.title,
            text=row.text,
            by=row.by or None,
            date=_date(row.date),
            comments=tuple(map(_comment, row.comments.all())),
        )
        for row in _each(rows)
    )
    yield from _told("news", found)


def problems(reader: Reader) -> Iterator[Problem]:
    """Yield what was wrong with what was brought in; for the keeper alone."""
    if not reader.keeps:
        return
    for plan in ImportPlan.objects.order_by("pk"):
        for source in plan.sources.order_by("pk"):
            yield from _problems(source.problems, "problems")


def _listed(reader: Reader) -> Any:
    return Work.objects.listed_for(reader)


def _each(rows: Any) -> Iterator[Any]:
    """Yield rows a batch at a time, each table asked once a batch."""
    return iter(rows.iterator(chunk_size=_BATCH))


def _told(kind: str, values: Iterable[Any]) -> Iterator[Recorded]:
    """Yield values with the evidence that they were claimed with."""
    there = (each for each in values if each is not None)
    while batch := list(islice(there, _BATCH)):
        ids = [each.source_id for each in batch if each.source_id]
        claimed: dict[str, list[dict[str, Any]]] = {}
        for row in FoundThing.objects.filter(kind=kind, source_id__in=ids):
            claimed.setdefault(row.source_id, []).append(row.body)
        for each in batch:
            body = _likest(each, claimed.get(each.source_id, ()))
            evidence = body.get("evidence")
            yield decode_claim(each, evidence, "evidence") if evidence else each


def _likest(value: Any, bodies: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return which of the things claimed under one source id a value came of.

    Two sites number alike; what a thing says tells them apart.
    """
    if len(bodies) < 2:
        return next(iter(bodies), {})
    said = to_json(value)
    told = [key for key in _SAYING if said.get(key)]
    return max(bodies, key=lambda body: sum(body.get(k) == said[k] for k in told))


def _date(text: str) -> PartialDate | None:
    return PartialDate(text) if text else None
