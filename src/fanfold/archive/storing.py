"""Rows from works: the way in. Called by acts, inside their transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from fanfold.archive import fingerprint, translation
from fanfold.archive.models import (
    Categorised,
    Category,
    Chapter,
    Claim,
    Creator,
    Creatorship,
    ImportPlan,
    KnownAddress,
    Listed,
    Pseud,
    Related,
    Series,
    SeriesWork,
    SourceId,
    Tag,
    Tagging,
    TagKind,
    TextVersion,
    Work,
)
from fanfold.archive.models.ids import is_public_id, public_id
from fanfold.model import work as model
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.record.values import encode
from fanfold.model.work import FieldClaim, State
from fanfold.text.house import plain

_ARTICLES = ("the ", "a ", "an ", "der ", "die ", "das ", "le ", "la ", "les ", "l'")
_SORTED = 200


def store(
    work: model.Work, *, state: State, by: str, plan: ImportPlan | None = None
) -> Work:
    """Write a new work with everything it has; return its row.

    It keeps its id where that has the form of ours and is free: a work that comes
    back from a bundle keeps its address.
    """
    now = timezone.now()
    columns = {name: getattr(work, name) for name in translation.PLAIN}
    columns |= {name: getattr(work, name) for name in translation.TEXTS}
    columns |= {name: getattr(work, name).value for name in translation.WORDS}
    columns |= {name: getattr(work, name) or "" for name in translation.EMPTY_IS_NONE}
    for name in translation.DATES:
        columns |= date_columns(name, getattr(work, name))
    row = Work(
        public=_free_id(work.id),
        sort_title=sort_title(work.title),
        added_at=now,
        changed_at=now,
        plan=plan,
        **state_columns(state),
        **columns,
    )
    count(row, work.chapters)
    row.save(force_insert=True)
    _store_lists(row, work)
    _store_tags(row, work)
    store_credits(row, None, work.creators)
    store_addresses(row, work.source_ids, work.urls)
    _store_places(row, work)
    for chapter in work.chapters:
        store_chapter(row, chapter, by=by, at=now)
    store_claims(row, None, None, work.evidence)
    return row


def store_chapter(
    row: Work, chapter: model.Chapter, *, by: str, at: datetime
) -> Chapter:
    """Write one chapter with its first text."""
    columns = {name: getattr(chapter, name) for name in translation.CHAPTER_PLAIN}
    columns |= {name: getattr(chapter, name) for name in translation.CHAPTER_TEXTS}
    for name in translation.CHAPTER_EMPTY_IS_NONE:
        columns[name] = getattr(chapter, name) or ""
    for name in translation.CHAPTER_DATES:
        columns |= date_columns(name, getattr(chapter, name))
    made = Chapter(
        public=_free_chapter_id(chapter.id),
        work=row,
        words=chapter.words,
        problems=[
            {**encode(each), "severity": each.severity.value}
            for each in chapter.problems
        ],
        **columns,
    )
    made.save(force_insert=True)
    text = store_text(made, chapter, by=by, at=at, current=True)
    store_credits(row, made, chapter.creators)
    KnownAddress.objects.bulk_create(
        KnownAddress(work=row, chapter=made, url=url, position=place)
        for place, url in enumerate(chapter.urls, start=1)
    )
    store_claims(row, made, text, chapter.evidence)
    return made


def store_text(
    row: Chapter, chapter: model.Chapter, *, by: str, at: datetime, current: bool
) -> TextVersion:
    """Write one more version of a chapter's text."""
    return TextVersion.objects.create(
        chapter=row,
        number=row.texts.count() + 1,
        html=chapter.html,
        text=chapter.text,
        words=chapter.words,
        current=current,
        at=at,
        by=by,
    )


def store_claims(
    row: Work,
    chapter: Chapter | None,
    text: TextVersion | None,
    evidence: Iterable[FieldClaim],
) -> None:
    """Append claims; that on a text has the version in place of a value."""
    before = Claim.objects.filter(work=row, chapter=chapter).count()
    Claim.objects.bulk_create(
        Claim(
            work=row,
            chapter=chapter,
            version=text if entry.field == "html" else None,
            field=entry.field,
            position=before + place,
            value=None if entry.field == "html" else encode(entry.claim.value),
            standing=entry.claim.standing.value,
            original=entry.claim.evidence.original,
            place=entry.claim.evidence.place,
            quote=entry.claim.evidence.quote,
            rule=entry.claim.evidence.rule,
            steps=encode(entry.claim.steps),
            by=entry.claim.by or "",
            at=entry.claim.at or "",
        )
        for place, entry in enumerate(evidence, start=1)
    )


def store_credits(
    row: Work, chapter: Chapter | None, credits: Sequence[Credit]
) -> None:
    """Tie pseuds to a work or chapter, in the order of the byline."""
    Creatorship.objects.bulk_create(
        Creatorship(
            work=row,
            chapter=chapter,
            pseud=pseud_of(credit.name, credit.source_id or ""),
            role=credit.role.value,
            position=place,
            source_id=credit.source_id or "",
        )
        for place, credit in enumerate(credits, start=1)
    )


def pseud_of(name: str, source_id: str = "") -> Pseud:
    """Return the pseud of this name; new, with a new creator, where there is none.

    A source id says who it is; without one the same name is the same person.
    """
    known = Pseud.objects.filter(name=name)
    if source_id:
        known = known.filter(creator__source_id=source_id)
    found = known.order_by("id").first()
    if found is not None:
        return found
    creator = Creator.objects.filter(source_id=source_id).first() if source_id else None
    if creator is None:
        creator = Creator.objects.create(source_id=source_id)
    first = not creator.pseuds.exists()
    return Pseud.objects.create(
        creator=creator, name=name, current=first, position=creator.pseuds.count() + 1
    )


def store_addresses(row: Work, source_ids: Iterable[str], urls: Iterable[str]) -> None:
    """Remember where a work came from; what is known stays as it is."""
    for kind, column, values in (
        (SourceId, "value", source_ids),
        (KnownAddress, "url", urls),
    ):
        there: Any = kind.objects.filter(work=row)
        if kind is KnownAddress:
            there = there.filter(chapter=None)
        known = list(there.values_list(column, flat=True))
        for value in values:
            if value not in known:
                known.append(value)
                kind.objects.create(work=row, position=len(known), **{column: value})


def count(row: Work, chapters: Sequence[model.Chapter]) -> None:
    """Set the columns that are counted from what readers can read."""
    shown = [each for each in chapters if not each.hidden]
    row.word_count = sum(each.words for each in shown)
    row.chapter_count = len(shown)
    row.fingerprint = fingerprint.of_texts(each.text for each in chapters)


def state_columns(state: State) -> dict[str, Any]:
    """Return the four columns that decide who sees a work."""
    reveal = datetime.fromisoformat(state.reveal_at) if state.reveal_at else None
    return {
        "stage": state.stage.value,
        "audience": state.audience.value,
        "gated": state.gated,
        "reveal_at": reveal,
    }


def date_columns(name: str, known: PartialDate | None) -> dict[str, Any]:
    """Return a partial date as its text and the two days it lies between."""
    first, last = known.interval() if known else (None, None)
    text = known.text if known else ""
    return {name: text, f"{name}_from": first, f"{name}_to": last}


def sort_title(title: str) -> str:
    """Return what a title is sorted by: letters alone, no article before them."""
    text = " ".join(plain(title).lower().split()).lstrip("\"'“”‘’«»([.…*-—– ")
    for article in _ARTICLES:
        if text.startswith(article) and len(text) > len(article):
            text = text[len(article) :]
            break
    return text[:_SORTED]


def _free_id(wanted: str) -> str:
    taken = Work.objects.filter(public=wanted).exists()
    return wanted if is_public_id(wanted) and not taken else public_id()


def _free_chapter_id(wanted: str) -> str:
    taken = Chapter.objects.filter(public=wanted).exists()
    return wanted if is_public_id(wanted) and not taken else public_id()


def _store_lists(row: Work, work: model.Work) -> None:
    made = [
        Listed(work=row, field=field, position=place, text=text)
        for field in translation.LISTS
        for place, text in enumerate(getattr(work, field), start=1)
    ]
    made += [
        Listed(
            work=row,
            field="labels",
            position=place,
            name=label.name,
            text=label.value,
        )
        for place, label in enumerate(work.labels, start=1)
    ]
    Listed.objects.bulk_create(made)


def _store_tags(row: Work, work: model.Work) -> None:
    made: list[Tagging] = []
    for field, kind in translation.TAGGED.items():
        for place, name in enumerate(getattr(work, field), start=1):
            made.append(_tagging(row, field, place, tag_of(kind, name)))
    for field, kind in translation.RESOLVED.items():
        for place, each in enumerate(getattr(work, field), start=1):
            tagging = _tagging(row, field, place, tag_of(kind, each.name, each.kind))
            tagging.standing = each.standing.value
            tagging.evidence = {**encode(each.evidence), "kind": each.kind}
            made.append(tagging)
    for place, each in enumerate(work.tags, start=1):
        tag = tag_of(TagKind.FREE, each.name, type_=each.type)
        made.append(_tagging(row, "tags", place, tag))
    Tagging.objects.bulk_create(made)
    for place, path in enumerate(work.categories, start=1):
        Categorised.objects.create(
            work=row, category=_category(path), path=list(path), position=place
        )


def _tagging(row: Work, field: str, place: int, tag: Tag) -> Tagging:
    return Tagging(work=row, tag=tag, field=field, position=place)


def tag_of(kind: TagKind, name: str, relation: str = "", *, type_: str = "") -> Tag:
    """Return the tag of this kind and name, new where there is none."""
    tag, _ = Tag.objects.get_or_create(kind=kind, type=type_, name=name)
    if relation and not tag.relation_kind:
        tag.relation_kind = relation
        tag.save(update_fields=["relation_kind"])
    return tag


def _category(path: Sequence[str]) -> Category | None:
    found: Category | None = None
    for name in path:
        found, _ = Category.objects.get_or_create(parent=found, name=name)
    return found


def _store_places(row: Work, work: model.Work) -> None:
    for order, place in enumerate(work.series, start=1):
        series = series_of(place.title, place.source_id or "")
        SeriesWork.objects.create(
            series=series,
            work=row,
            title="" if place.title == series.title else place.title,
            source_id=place.source_id or "",
            position=place.position,
            order=order,
        )
    for order, related in enumerate(work.related, start=1):
        Related.objects.create(
            work=row,
            target=_target(related.source_id, related.url),
            kind=related.kind.value,
            source_id=related.source_id,
            url=related.url,
            title=related.title,
            position=order,
        )


def series_of(title: str, source_id: str = "") -> Series:
    """Return the series of this source id, else of this title; new if there is none."""
    known = Series.objects.filter(source_id=source_id)
    found = (known if source_id else known.filter(title=title)).first()
    return found or Series.objects.create(
        title=title, source_id=source_id, open="closed"
    )


def _target(source_id: str | None, url: str | None) -> Work | None:
    if source_id:
        return Work.objects.filter(source_ids__value=source_id).first()
    return Work.objects.filter(addresses__url=url).first() if url else None
