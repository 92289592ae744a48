"""Works for one reader: rows become `model.Work` here and nowhere else.

Pages, feeds and writers see only what the shelf hands them, and the shelf hands out
only what `visible_to` and `listed_for` let through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from fanfold.archive import translation
from fanfold.archive.models import (
    Chapter,
    Claim,
    Creatorship,
    KnownAddress,
    TextVersion,
    Work,
)
from fanfold.archive.reader import Reader
from fanfold.errors import GatedError, NotFoundError, WithdrawnError
from fanfold.model import work as model
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim as ModelClaim
from fanfold.model.evidence import Evidence, Standing, Step
from fanfold.model.gathering import Place, Related, RelatedKind
from fanfold.model.problem import Problem
from fanfold.model.record.values import decoder, hints
from fanfold.model.tags import Label, Resolved, Tag
from fanfold.model.work import FieldClaim, State

_BATCH = 50
_steps = decoder(tuple[Step, ...])
_problems = decoder(tuple[Problem, ...])


@dataclass(frozen=True, slots=True)
class Texts:
    """Which chapters come with their text: all, none, or one by its id."""

    all: bool = True
    only: str = ""


ALL, NONE = Texts(), Texts(all=False)


def work(
    id_: str, *, reader: Reader, texts: Texts = ALL, claims: bool = True
) -> model.Work:
    """Return one work as the reader may see it.

    claims: False leaves the evidence away, for pages that show none of it.
    Raises NotFoundError for what is not there or not for this reader, alike;
    WithdrawnError for what was taken down; GatedError, with rating and warnings and
    nothing else, where the gate stands before it.
    """
    rows = _rows(Work.objects.visible_to(reader), texts, claims=claims)
    row = rows.filter(public=id_).first()
    if row is None:
        if Work.objects.withdrawn().filter(public=id_).exists():
            raise WithdrawnError("Taken down by wish of its creator.")
        raise NotFoundError("There is no such story here.")
    if row.gated and not reader.shows_adult:
        raise GatedError(row.rating, _tag_names(row, "warnings_raw"))
    return _work(row, reader)


def works(*, reader: Reader, ids: Sequence[str] | None = None) -> Iterator[model.Work]:
    """Yield the works a reader finds in lists, whole, in the order they came in.

    ids: only these. The number of queries grows by the batch, not by the work.
    """
    chosen = Work.objects.listed_for(reader)
    if ids is not None:
        chosen = chosen.filter(public__in=ids)
    last = 0
    while True:
        rows = list(_rows(chosen.filter(pk__gt=last).order_by("pk"), ALL)[:_BATCH])
        for row in rows:
            yield _work(row, reader)
        if len(rows) < _BATCH:
            return
        last = rows[-1].pk


def cards(
    rows: Any, *, reader: Reader, start: int = 0, stop: int | None = None
) -> list[model.Work]:
    """Return works of a list without chapters and claims; a fixed number of queries.

    rows: a query on works; only what the reader's lists may show is kept, then the
    part from `start` to `stop`.
    """
    listed = rows.listed_for(reader)[start:stop]
    return [_work(row, reader) for row in _rows(listed, None, claims=False)]


def _rows(rows: Any, texts: Texts | None, *, claims: bool = True) -> Any:
    """Return the query with everything a work needs, each table asked once.

    texts: None for works without chapters.
    """
    credits = Creatorship.objects.select_related("pseud__creator")
    rows = rows.prefetch_related(
        Prefetch("creatorships", credits.filter(chapter=None)),
        Prefetch("addresses", KnownAddress.objects.filter(chapter=None)),
        "taggings__tag",
        "listed",
        "categorised",
        "source_ids",
        "related",
        "series_places__series",
    )
    if texts is not None:
        rows = rows.prefetch_related(Prefetch("chapters", _chapter_rows(texts)))
    if claims:
        told = Claim.objects.select_related("version")
        rows = rows.prefetch_related(Prefetch("claims", told))
    return rows


def _chapter_rows(texts: Texts) -> Any:
    bodies = TextVersion.objects.filter(current=True)
    if texts.only:
        bodies = bodies.filter(chapter__public=texts.only)
    elif not texts.all:
        bodies = bodies.none()
    credits = Creatorship.objects.select_related("pseud__creator")
    return Chapter.objects.prefetch_related(
        Prefetch("texts", bodies, to_attr="shown_texts"),
        "addresses",
        Prefetch("creatorships", credits),
    )


def _work(row: Any, reader: Reader) -> model.Work:
    values: dict[str, Any] = {
        name: getattr(row, name) for name in (*translation.PLAIN, *translation.TEXTS)
    }
    kinds = hints(model.Work)
    for name in translation.WORDS:
        values[name] = kinds[name](getattr(row, name))
    for name in translation.EMPTY_IS_NONE:
        values[name] = getattr(row, name) or None
    for name in translation.DATES:
        values[name] = _date(getattr(row, name))
    for name in translation.LISTS:
        values[name] = tuple(
            each.text for each in row.listed.all() if each.field == name
        )
    for name in translation.TAGGED:
        values[name] = _tag_names(row, name)
    for name in translation.RESOLVED:
        values[name] = tuple(
            _resolved(each) for each in row.taggings.all() if each.field == name
        )
    whole = "chapters" in row._prefetched_objects_cache
    claimed = "claims" in row._prefetched_objects_cache
    # A claim would say the name that the byline does not.
    masked = any(_is_masked(each, reader) for each in row.creatorships.all())
    leave = {"creators"} if masked else set()
    return model.Work(
        id=row.public,
        source_ids=tuple(each.value for each in row.source_ids.all()),
        urls=tuple(each.url for each in row.addresses.all()),
        creators=_credits(row.creatorships.all(), reader),
        categories=tuple(tuple(each.path) for each in row.categorised.all()),
        tags=tuple(
            Tag(each.tag.type, each.tag.name)
            for each in row.taggings.all()
            if each.field == "tags"
        ),
        labels=tuple(
            Label(each.name, each.text)
            for each in row.listed.all()
            if each.field == "labels"
        ),
        series=_places(row),
        related=tuple(
            Related(RelatedKind(each.kind), each.source_id, each.url, each.title)
            for each in row.related.all()
        ),
        state=_state(row),
        chapters=_chapters(row, reader) if whole else (),
        evidence=_evidence(row, None, model.Work, leave) if claimed else (),
        **values,
    )


def _chapters(row: Any, reader: Reader) -> tuple[model.Chapter, ...]:
    """Return the chapters; those hidden at their source are the keeper's alone."""
    return tuple(
        _chapter(row, each, reader)
        for each in row.chapters.all()
        if reader.keeps or not each.hidden
    )


def _chapter(row: Any, chapter: Any, reader: Reader) -> model.Chapter:
    claimed = "claims" in row._prefetched_objects_cache
    shown = chapter.shown_texts[0] if chapter.shown_texts else None
    values = {
        name: getattr(chapter, name)
        for name in (*translation.CHAPTER_PLAIN, *translation.CHAPTER_TEXTS)
    }
    for name in translation.CHAPTER_EMPTY_IS_NONE:
        values[name] = getattr(chapter, name) or None
    for name in translation.CHAPTER_DATES:
        values[name] = _date(getattr(chapter, name))
    return model.Chapter(
        id=chapter.public,
        html=shown.html if shown else "",
        text=shown.text if shown else "",
        words=chapter.words,
        creators=_credits(chapter.creatorships.all(), reader),
        urls=tuple(each.url for each in chapter.addresses.all()),
        problems=_problems(chapter.problems, "problems"),
        evidence=_evidence(row, chapter, model.Chapter) if claimed else (),
        **values,
    )


def _evidence(
    row: Any, chapter: Any, kind: type, leave: Collection[str] = ()
) -> tuple[FieldClaim, ...]:
    kinds, wanted = hints(kind), chapter.pk if chapter else None
    return tuple(
        FieldClaim(claim.field, _claim(claim, kinds[claim.field]))
        for claim in row.claims.all()
        if claim.chapter_id == wanted and claim.field not in leave
    )


def _claim(claim: Any, kind: Any) -> ModelClaim[object]:
    if claim.version is not None:
        value = claim.version.html
    else:
        value = decoder(kind)(claim.value, claim.field)
    return ModelClaim(
        value,
        Standing(claim.standing),
        Evidence(claim.original, claim.place, claim.quote, claim.rule),
        _steps(claim.steps, "steps"),
        claim.by or None,
        claim.at or None,
    )


def _credits(creatorships: Any, reader: Reader) -> tuple[Credit, ...]:
    return tuple(
        Credit("Anonymous", Role(each.role))
        if _is_masked(each, reader)
        else Credit(each.pseud.name, Role(each.role), each.source_id or None)
        for each in creatorships
    )


def _is_masked(creatorship: Any, reader: Reader) -> bool:
    """Tell whether the author wished to be unnamed before this reader."""
    account = creatorship.pseud.creator.account_id
    owns = account is not None and account == reader.account
    return bool(creatorship.anonymous) and not (reader.is_staff or owns)


def _places(row: Any) -> tuple[Place, ...]:
    named = [each for each in row.series_places.all() if each.order is not None]
    named.sort(key=lambda each: each.order)
    return tuple(
        Place(each.title or each.series.title, each.position, each.source_id or None)
        for each in named
    )


def _resolved(tagging: Any) -> Resolved:
    told = dict(tagging.evidence)
    kind = told.pop("kind")
    standing = Standing(tagging.standing)
    return Resolved(tagging.tag.name, kind, standing, Evidence(**told))


def _state(row: Any) -> State:
    reveal = row.reveal_at.isoformat().replace("+00:00", "Z") if row.reveal_at else None
    return State(
        model.Stage(row.stage), model.Audience(row.audience), row.gated, reveal
    )


def _tag_names(row: Any, field: str) -> tuple[str, ...]:
    return tuple(each.tag.name for each in row.taggings.all() if each.field == field)


def _date(text: str) -> PartialDate | None:
    return PartialDate(text) if text else None
