"""Creators, series, comments, recommendations and news that a source holds."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from django.db import transaction
from django.db.models import Q

from fanfold.archive import ledger
from fanfold.archive.models import (
    Chapter,
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
    Subseries,
    Work,
)
from fanfold.archive.models.ids import is_public_id, public_id
from fanfold.archive.naming import pseud_of, series_of
from fanfold.archive.storing import date_columns
from fanfold.model import creator as people
from fanfold.model import series as gathered
from fanfold.model import talk
from fanfold.model.evidence import Claim
from fanfold.model.record import to_json


@transaction.atomic
def accept_found(
    claim: Claim[Any], *, key: str, by: str, plan: ImportPlan | None = None
) -> str:
    """Add what a reader claimed whole; return the public id of its row.

    key: of the import's item; the claim itself is kept under it, with its evidence.
    plan: of the import; two sites may number alike, so what came with it is meant.
    Raises TypeError for anything that is none of the five kinds.
    """
    value = claim.value
    made: str = _accept(value, plan)
    source_id = getattr(value, "source_id", None) or ""
    kind = type(value).__name__.lower()
    FoundThing.objects.create(
        kind=kind, key=key, source_id=source_id, body=to_json(claim)
    )
    ledger.write("accept-found", on=made, by=by, details={"kind": kind})
    return made


@singledispatch
def _accept(value: object, plan: ImportPlan | None) -> str:
    raise TypeError(f"an archive has no place for a {type(value).__name__}")


@_accept.register
def _creator(value: people.Creator, plan: ImportPlan | None) -> str:
    source_id = value.source_id or ""
    pseud = pseud_of(value.name, source_id, plan)
    creator: Creator = pseud.creator
    for place, name in enumerate(value.former_names, start=2):
        Pseud.objects.get_or_create(
            creator=creator, name=name, defaults={"current": False, "position": place}
        )
    if creator.public != value.id and _is_new(creator, plan):
        creator.public = _kept_id(Creator, value.id, creator.public)
    creator.bio = value.bio or creator.bio
    creator.level = value.level.value if value.level else creator.level
    if value.joined:
        for column, known in date_columns("joined", value.joined).items():
            setattr(creator, column, known)
    creator.save()
    return str(creator.public)


def _is_new(creator: Creator, plan: ImportPlan | None) -> bool:
    """Tell whether nothing here but the import itself knows a creator."""
    elsewhere = Creatorship.objects.filter(pseud__creator=creator)
    elsewhere = elsewhere.exclude(work__plan=plan) if plan else elsewhere
    return creator.account_id is None and not elsewhere.exists()


def _kept_id(kind: Any, wanted: str, own: str) -> str:
    """Return the id a thing had in the archive it comes from, if it is free here."""
    free = is_public_id(wanted) and not kind.objects.filter(public=wanted).exists()
    return wanted if free else own


@_accept.register
def _series(value: gathered.Series, plan: ImportPlan | None) -> str:
    series = series_of(value.title, value.source_id or "")
    if not series.places.exclude(work__plan=plan).exists():
        series.public = _kept_id(Series, value.id, series.public)
    series.title, series.summary = value.title, value.summary
    series.open, series.owner_name = value.open.value, value.owner or ""
    series.save()
    for entry in value.works:
        work = _work(entry.source_id, plan)
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
                "inner": _numbered_series(nested.source_id, plan),
                "position": nested.position,
            },
        )
    return str(series.public)


@_accept.register
def _comment(value: talk.Comment, plan: ImportPlan | None) -> str:
    return _store_comment(value, None, plan)


def _store_comment(
    value: talk.Comment, news: News | None, plan: ImportPlan | None
) -> str:
    work = _work(value.on, plan)
    series = _numbered_series(value.on, plan)
    alike = Comment.objects.filter(
        source_id=value.source_id, work=work, series=series, news=news
    )
    same = alike.filter(on=value.on, by=value.by, text=value.text)
    known = same.first() if value.source_id else None
    if known is not None:
        return str(known.public)
    made = Comment.objects.create(
        public=public_id(),
        source_id=value.source_id,
        on=value.on,
        on_chapter=value.chapter or "",
        work=work,
        chapter=Chapter.objects.filter(work=work, source_id=value.chapter).first()
        if work and value.chapter
        else None,
        series=series,
        news=news,
        by=value.by,
        member=value.member,
        text=value.text,
        reply=value.reply,
        score=value.score,
        answers=_answered(value, work),
        hidden=value.hidden,
        waiting=value.waiting,
        frozen=value.frozen,
        **date_columns("date", value.date),
    )
    return str(made.public)


def _answered(value: talk.Comment, work: Work | None) -> Comment | None:
    """Return the comment that one answers, on the same work or none."""
    if not value.answers:
        return None
    return Comment.objects.filter(source_id=value.answers, work=work).first()


@_accept.register
def _recommendation(value: talk.Recommendation, plan: ImportPlan | None) -> str:
    # With what it is on: another site may number the same, and people share names.
    made, _ = Recommendation.objects.get_or_create(
        source_id=value.source_id,
        on=value.on,
        by=value.by,
        work=_work(value.on, plan),
        series=_numbered_series(value.on, plan),
        creator=_numbered_creator(value.on, plan),
        defaults={"note": value.note},
    )
    return str(made.public)


@_accept.register
def _news(value: talk.News, plan: ImportPlan | None) -> str:
    # Every site's first notice is called Welcome: who wrote it and when tell it apart.
    news, new = News.objects.get_or_create(
        source_id=value.source_id,
        title=value.title,
        by=value.by or "",
        date=date_columns("date", value.date)["date"],
        text=value.text,
        defaults=date_columns("date", value.date),
    )
    for comment in value.comments if new else ():
        _store_comment(comment, news, plan)
    return str(news.public)


def _work(source_id: str, plan: ImportPlan | None) -> Work | None:
    """Return the work of a source id, of several that of the same import.

    One that came from nowhere is named by its public id.
    """
    found = Work.objects.filter(source_ids__value=source_id).order_by("pk").distinct()
    mine = [work for work in found if plan is not None and work.plan_id == plan.pk]
    known = next(iter([*mine, *found]), None)
    return known or Work.objects.filter(public=source_id).first()


def _numbered_series(source_id: str, plan: ImportPlan | None) -> Series | None:
    found: Series | None = _of_plan(Series, source_id, plan, Q(places__work__plan=plan))
    return found


def _numbered_creator(source_id: str, plan: ImportPlan | None) -> Creator | None:
    named = Q(pseuds__creatorships__work__plan=plan)
    found: Creator | None = _of_plan(Creator, source_id, plan, named)
    return found


def _of_plan(kind: Any, source_id: str, plan: ImportPlan | None, mine: Q) -> Any:
    """Return the row of a source id, of several that of the same import."""
    if not source_id:
        return None
    rows = kind.objects.filter(source_id=source_id).order_by("pk")
    own = rows.filter(mine).first() if plan is not None else None
    return own or rows.first()
