"""Creators, series, comments, recommendations and news that a source holds."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from django.db import transaction

from fanfold.archive import ledger
from fanfold.archive.models import (
    Chapter,
    Comment,
    Creator,
    FoundThing,
    News,
    Pseud,
    Recommendation,
    Series,
    SeriesWork,
    Subseries,
    Work,
)
from fanfold.archive.models.ids import public_id
from fanfold.archive.storing import date_columns, pseud_of, series_of
from fanfold.model import creator as people
from fanfold.model import gathering, talk
from fanfold.model.evidence import Claim
from fanfold.model.record import to_json


@transaction.atomic
def accept_found(claim: Claim[Any], *, key: str, by: str) -> str:
    """Add what a reader claimed whole; return the public id of its row.

    key: of the import's item; the claim itself is kept under it, with its evidence.
    Raises TypeError for anything that is none of the five kinds.
    """
    value = claim.value
    made: str = _accept(value)
    source_id = getattr(value, "source_id", None) or ""
    kind = type(value).__name__.lower()
    FoundThing.objects.create(
        kind=kind, key=key, source_id=source_id, body=to_json(claim)
    )
    ledger.write("accept-found", on=made, by=by, details={"kind": kind})
    return made


@singledispatch
def _accept(value: object) -> str:
    raise TypeError(f"an archive has no place for a {type(value).__name__}")


@_accept.register
def _creator(value: people.Creator) -> str:
    source_id = value.source_id or ""
    pseud = pseud_of(value.name, source_id)
    creator: Creator = pseud.creator
    for place, name in enumerate(value.former_names, start=2):
        Pseud.objects.get_or_create(
            creator=creator, name=name, defaults={"current": False, "position": place}
        )
    creator.bio = value.bio or creator.bio
    creator.level = value.level.value if value.level else creator.level
    if value.joined:
        for column, known in date_columns("joined", value.joined).items():
            setattr(creator, column, known)
    creator.save()
    return str(creator.public)


@_accept.register
def _series(value: gathering.Series) -> str:
    series = series_of(value.title, value.source_id or "")
    series.title, series.summary = value.title, value.summary
    series.open, series.owner_name = value.open.value, value.owner or ""
    series.save()
    for entry in value.works:
        work = Work.objects.filter(source_ids__value=entry.source_id).first()
        places = SeriesWork.objects.filter(series=series)
        same = (
            places.filter(work=work)
            if work
            else places.filter(source_id=entry.source_id)
        )
        if same.update(position=entry.position, confirmed=entry.confirmed) == 0:
            SeriesWork.objects.create(
                series=series,
                work=work,
                source_id=entry.source_id,
                position=entry.position,
                confirmed=entry.confirmed,
            )
    for nested in value.subseries:
        Subseries.objects.get_or_create(
            series=series,
            source_id=nested.source_id,
            defaults={
                "inner": Series.objects.filter(source_id=nested.source_id).first(),
                "position": nested.position,
            },
        )
    return str(series.public)


@_accept.register
def _comment(value: talk.Comment) -> str:
    return _store_comment(value, None)


def _store_comment(value: talk.Comment, news: News | None) -> str:
    known = Comment.objects.filter(source_id=value.source_id).first()
    if known is not None and value.source_id:
        return str(known.public)
    work = _work(value.on)
    made = Comment.objects.create(
        public=public_id(),
        source_id=value.source_id,
        on=value.on,
        on_chapter=value.chapter or "",
        work=work,
        chapter=Chapter.objects.filter(work=work, source_id=value.chapter).first()
        if work and value.chapter
        else None,
        series=_named(Series, value.on),
        news=news,
        by=value.by,
        member=value.member,
        text=value.text,
        reply=value.reply,
        score=value.score,
        **date_columns("date", value.date),
    )
    return str(made.public)


@_accept.register
def _recommendation(value: talk.Recommendation) -> str:
    made, _ = Recommendation.objects.get_or_create(
        source_id=value.source_id,
        on=value.on,
        by=value.by,
        defaults={
            "work": _work(value.on),
            "series": _named(Series, value.on),
            "creator": _named(Creator, value.on),
            "note": value.note,
        },
    )
    return str(made.public)


@_accept.register
def _news(value: talk.News) -> str:
    news, new = News.objects.get_or_create(
        source_id=value.source_id,
        title=value.title,
        defaults={
            "by": value.by or "",
            "text": value.text,
            **date_columns("date", value.date),
        },
    )
    for comment in value.comments if new else ():
        _store_comment(comment, news)
    return str(news.public)


def _work(source_id: str) -> Work | None:
    return Work.objects.filter(source_ids__value=source_id).first()


def _named(kind: Any, source_id: str) -> Any:
    return kind.objects.filter(source_id=source_id).first() if source_id else None
