"""Works for one reader: rows become `model.Work` here and nowhere else.

Pages, feeds and writers see only what the shelf hands them, and the shelf hands out
only what `visible_to` and `listed_for` let through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from django.db.models import Prefetch

from fanfold.archive import translation
from fanfold.archive.models import (
    Categorised,
    Chapter,
    Claim,
    Creatorship,
    KnownAddress,
    Listed,
    SeriesWork,
    SourceId,
    Tagging,
    TextVersion,
    Work,
)
from fanfold.archive.queries.attached import Attached
from fanfold.archive.queries.related import shown_to
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
#: Rows of claims by the key of their chapter.
_Claims: TypeAlias = dict[int | None, list[Any]]
_steps = decoder(tuple[Step, ...])
_problems = decoder(tuple[Problem, ...])


@dataclass(frozen=True, slots=True)
class Texts:
    """Which chapters come with their text: all, none, or one by its id.

    alone: a chapter that is the only one of its work.
    """

    all: bool = True
    only: str = ""
    alone: bool = False


ALL, NONE, ALONE = Texts(), Texts(all=False), Texts(all=False, alone=True)


def work(
    id_: str, *, reader: Reader, texts: Texts = ALL, claims: bool = True
) -> model.Work:
    """Return one work as the reader may see it.

    claims: False leaves the evidence away, for pages that show none of it.
    Raises NotFoundError for what is not there or not for this reader, alike;
    WithdrawnError for what was taken down; GatedError, with rating and warnings and
    nothing else, where the gate stands before it.
    """
    seen = Work.objects.visible_to(reader).filter(public=id_).order_by()
    row = next(iter(_rows(seen, reader, claims=claims)), None)
    if row is None:
        if Work.objects.withdrawn().filter(public=id_).exists():
            raise WithdrawnError("Taken down by wish of its creator.")
        raise NotFoundError("There is no such story here.")
    if row.gated and not reader.shows_adult:
        raise GatedError(row.rating, _tag_names(row, "warnings_raw"))
    return _work(row, reader, _chapters([row], texts, reader)[row.pk])


def works(*, reader: Reader, ids: Sequence[str] | None = None) -> Iterator[model.Work]:
    """Yield the works a reader finds in lists, whole, in the order they came in.

    ids: only these. The number of queries grows by the batch, not by the work.
    """
    chosen = Work.objects.listed_for(reader)
    if ids is not None:
        chosen = chosen.filter(public__in=ids)
    last = 0
    while True:
        rows = _rows(chosen.filter(pk__gt=last).order_by("pk")[:_BATCH], reader)
        chapters = _chapters(rows, ALL, reader)
        for row in rows:
            yield _work(row, reader, chapters.pop(row.pk))
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
    return [_work(row, reader, ()) for row in _rows(listed, reader, claims=False)]


def _rows(rows: Any, reader: Reader, *, claims: bool = True) -> list[Any]:
    """Return the rows with all a work needs but chapters, each table asked once."""
    if claims:
        told = Claim.objects.select_related("version")
        rows = rows.prefetch_related(Prefetch("claims", told))
    found = list(rows)
    for attached in (*_ATTACHED, _related(reader)):
        attached.fill(found)
    return found


#: What stands in tables of its own, by the name under which a work's row has it.
_ATTACHED = (
    Attached(
        "creatorships",
        lambda works: Creatorship.objects.select_related("pseud__creator").filter(
            work__in=works, chapter=None
        ),
    ),
    Attached(
        "addresses",
        lambda works: KnownAddress.objects.filter(work__in=works, chapter=None),
    ),
    Attached(
        "taggings",
        lambda works: Tagging.objects.select_related("tag").filter(work__in=works),
    ),
    Attached("listed", lambda works: Listed.objects.filter(work__in=works)),
    Attached("categorised", lambda works: Categorised.objects.filter(work__in=works)),
    Attached("source_ids", lambda works: SourceId.objects.filter(work__in=works)),
    Attached(
        "series_places",
        lambda works: SeriesWork.objects.select_related("series").filter(
            work__in=works
        ),
    ),
)


@lru_cache(maxsize=256)
def _related(reader: Reader) -> Attached:
    """The ties that a reader may see, made once for each who asks."""
    return Attached("related", lambda works: shown_to(reader).filter(work__in=works))


#: Columns of a chapter's row, as values: rows of thousands would take half a second.
_COLUMNS = (
    *translation.CHAPTER_PLAIN,
    *translation.CHAPTER_TEXTS,
    *translation.CHAPTER_EMPTY_IS_NONE,
    *translation.CHAPTER_DATES,
    "words",
    "problems",
)


def _chapters(
    rows: Sequence[Any], texts: Texts, reader: Reader
) -> dict[int, tuple[model.Chapter, ...]]:
    """Return the chapters of works by the works' keys; each table is asked once.

    Those hidden at their source are the keeper's alone.
    """
    works = {row.pk: _claims_by_chapter(row) for row in rows}
    found: dict[int, list[model.Chapter]] = {pk: [] for pk in works}
    rows_of = Chapter.objects.filter(work__in=works).order_by("work", "position", "id")
    if not reader.keeps:
        rows_of = rows_of.filter(hidden=False)
    told = list(rows_of.values_list("work", "pk", "public", *_COLUMNS))
    if texts.alone and len(told) == 1:
        texts = ALL
    bodies, credits, urls = _bodies(works, texts), _names(works, reader), _urls(works)
    for work, pk, public, *columns in told:
        values = dict(zip(_COLUMNS, columns, strict=True))
        for name in translation.CHAPTER_EMPTY_IS_NONE:
            values[name] = values[name] or None
        for name in translation.CHAPTER_DATES:
            values[name] = _date(values[name])
        problems = values.pop("problems")
        html, text = bodies.get(pk, ("", ""))
        found[work].append(
            model.Chapter(
                id=public,
                html=html,
                text=text,
                creators=tuple(credits.get(pk, ())),
                urls=tuple(urls.get(pk, ())),
                problems=_problems(problems, "problems") if problems else (),
                evidence=_evidence(works[work].get(pk, ()), model.Chapter),
                **values,
            )
        )
    return {pk: tuple(chapters) for pk, chapters in found.items()}


def _bodies(works: Collection[int], texts: Texts) -> dict[int, tuple[str, str]]:
    """Return (house HTML, plain text) by the key of the chapter."""
    if not (texts.all or texts.only):
        return {}
    rows = TextVersion.objects.filter(chapter__work__in=works, current=True)
    if texts.only:
        rows = rows.filter(chapter__public=texts.only)
    told = rows.order_by().values_list("chapter", "html", "text")
    return {chapter: (html, text) for chapter, html, text in told}


def _names(works: Collection[int], reader: Reader) -> dict[int, list[Credit]]:
    """Return the names under single chapters, by the key of the chapter."""
    rows = Creatorship.objects.filter(work__in=works).exclude(chapter=None)
    found: dict[int, list[Credit]] = {}
    for chapter, role, source_id, anonymous, name, account in rows.order_by(
        "position", "id"
    ).values_list(
        "chapter",
        "role",
        "source_id",
        "anonymous",
        "pseud__name",
        "pseud__creator__account",
    ):
        masked = is_masked(anonymous, account, reader)
        made = credit(
            name,
            Role(role),
            source_id,
            masked=masked,
            anonymous=anonymous and reader.keeps,
        )
        found.setdefault(chapter, []).append(made)
    return found


def _urls(works: Collection[int]) -> dict[int, list[str]]:
    """Return addresses under which single chapters were read, by the chapter's key."""
    rows = KnownAddress.objects.filter(work__in=works).exclude(chapter=None)
    found: dict[int, list[str]] = {}
    for chapter, url in rows.order_by("position", "id").values_list("chapter", "url"):
        found.setdefault(chapter, []).append(url)
    return found


def _work(row: Any, reader: Reader, chapters: tuple[model.Chapter, ...]) -> model.Work:
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
    claims = _claims_by_chapter(row)
    # A claim would say the name that the byline does not.
    masked = any(_is_masked(each, reader) for each in row.creatorships.all())
    leave = {"creators"} if masked else set()
    ties = [each for each in row.related.all() if each.is_shown]
    if len(ties) < len(row.related.all()):
        leave.add("related")
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
            for each in ties
        ),
        state=_state(row),
        chapters=chapters,
        evidence=_evidence(claims.get(None, ()), model.Work, leave),
        **values,
    )


def _claims_by_chapter(row: Any) -> _Claims:
    """Return a work's claims by their chapter's key; of the work itself by None.

    Parted once: asked chapter by chapter, a long work would cost its square.
    """
    parted: _Claims = {}
    if "claims" in row._prefetched_objects_cache:
        for claim in row.claims.all():
            parted.setdefault(claim.chapter_id, []).append(claim)
    return parted


def _evidence(
    claims: Sequence[Any], kind: type, leave: Collection[str] = ()
) -> tuple[FieldClaim, ...]:
    kinds = hints(kind)
    return tuple(
        FieldClaim(claim.field, _claim(claim, kinds[claim.field]))
        for claim in claims
        if claim.field not in leave
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
        credit(
            each.pseud.name,
            Role(each.role),
            each.source_id,
            masked=_is_masked(each, reader),
            anonymous=each.anonymous and reader.keeps,
        )
        for each in creatorships
    )


def credit(
    name: str, role: Role, source_id: str, *, masked: bool, anonymous: bool = False
) -> Credit:
    """Return the name that stands under a work. masked: not before this reader.

    anonymous: for the keeper's records, which must say it to whoever goes on.
    """
    if masked:
        return Credit("Anonymous", role)
    return Credit(name, role, source_id or None, anonymous)


def _is_masked(creatorship: Any, reader: Reader) -> bool:
    account = creatorship.pseud.creator.account_id
    return is_masked(creatorship.anonymous, account, reader)


def is_masked(anonymous: bool, account: int | None, reader: Reader) -> bool:
    """Tell whether the author wished to be unnamed before this reader.

    account: the author's own, if known.
    """
    owns = account is not None and account == reader.account
    return anonymous and not (reader.is_staff or owns)


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
