"""Rows from works: the way in. Called by acts, inside their transaction.

Works come in many at a time (`store_all`), and each table is written to once for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import timezone

from fanfold.archive import fingerprint, translation
from fanfold.archive.models import (
    Categorised,
    Chapter,
    Claim,
    Creatorship,
    ImportPlan,
    KnownAddress,
    Listed,
    Pseud,
    Related,
    SeriesWork,
    SourceId,
    Tag,
    Tagging,
    TagKind,
    TextVersion,
    Work,
)
from fanfold.archive.models.ids import is_public_id, public_id
from fanfold.archive.naming import Names, pseud_of, series_of
from fanfold.archive.queries.related import tie_all_to, tie_to
from fanfold.archive.writing import add_all
from fanfold.model import work as model
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.record.values import encode
from fanfold.model.work import FieldClaim, State
from fanfold.text import words
from fanfold.text.house import plain

_ARTICLES = ("the ", "a ", "an ", "der ", "die ", "das ", "le ", "la ", "les ", "l'")
_SORTED = 200
#: Chapters whose rows are in memory at once: some works have thousands.
_AT_ONCE = 200


def store(
    work: model.Work, *, state: State, by: str, plan: ImportPlan | None = None
) -> Work:
    """Write one new work; see `store_all`."""
    return store_all([(work, state)], by=[by], plan=plan)[0]


def store_all(
    works: Sequence[tuple[model.Work, State]],
    *,
    by: Sequence[str],
    plan: ImportPlan | None = None,
) -> list[Work]:
    """Write new works with everything they have; return their rows.

    by: who puts in each. A work keeps its id where that has the form of ours and is
    free: one that comes back from a bundle keeps its address.
    """
    now = timezone.now()
    taken = _taken(Work, [work.id for work, _state in works])
    rows = Work.objects.bulk_create(
        [_work_row(work, state, taken, at=now, plan=plan) for work, state in works]
    )
    told = [work for work, _state in works]
    pairs = list(zip(rows, told, strict=True))
    names = Names(told, plan)
    add_all(Listed, (each for pair in pairs for each in _listed(*pair)))
    add_all(Tagging, (each for pair in pairs for each in _taggings(*pair, names)))
    add_all(
        Categorised, (each for pair in pairs for each in _categorised(*pair, names))
    )
    add_all(
        Creatorship,
        (
            each
            for row, work in pairs
            for each in credit_rows(row, None, work.creators, names)
        ),
    )
    _store_origins(pairs)
    for pair in pairs:
        _store_places(*pair)
    _store_chapters(
        (
            (row, chapter, who)
            for (row, work), who in zip(pairs, by, strict=True)
            for chapter in work.chapters
        ),
        _taken(Chapter, [each.id for work in told for each in work.chapters]),
        at=now,
        names=names,
    )
    add_all(
        Claim,
        (
            claim
            for row, work in pairs
            for claim in _claims(row, None, None, work.evidence, after=0)
        ),
    )
    return rows


def _work_row(
    work: model.Work,
    state: State,
    taken: set[str],
    *,
    at: datetime,
    plan: ImportPlan | None,
) -> Work:
    columns = {name: getattr(work, name) for name in translation.PLAIN}
    columns |= {name: getattr(work, name) for name in translation.TEXTS}
    columns |= {name: getattr(work, name).value for name in translation.WORDS}
    columns |= {name: getattr(work, name) or "" for name in translation.EMPTY_IS_NONE}
    for name in translation.DATES:
        columns |= date_columns(name, getattr(work, name))
    row = Work(
        public=_free_id(work.id, taken),
        sort_title=sort_title(work.title),
        added_at=at,
        changed_at=at,
        plan=plan,
        **state_columns(state),
        **columns,
    )
    count(row, work.chapters)
    return row


def _taken(table: Any, wanted: Iterable[str]) -> set[str]:
    """Return which of the wanted ids another row of the table has."""
    ids = [each for each in wanted if is_public_id(each)]
    if not ids:
        return set()
    return set(table.objects.filter(public__in=ids).values_list("public", flat=True))


def _free_id(wanted: str, taken: set[str]) -> str:
    """Return the wanted id, or one of our own. taken: grows by what is returned."""
    free = is_public_id(wanted) and wanted not in taken
    public = wanted if free else public_id()
    taken.add(public)
    return public


def store_chapters(
    row: Work, chapters: Sequence[model.Chapter], *, by: str, at: datetime
) -> None:
    """Write chapters, each with its first text."""
    taken = _taken(Chapter, [each.id for each in chapters])
    _store_chapters(((row, each, by) for each in chapters), taken, at=at)


def _store_chapters(
    chapters: Iterable[tuple[Work, model.Chapter, str]],
    taken: set[str],
    *,
    at: datetime,
    names: Names | None = None,
) -> None:
    """Write chapters of works, some at a time. taken: ids that are none's any more."""
    left = iter(chapters)
    while some := list(islice(left, _AT_ONCE)):
        _store_some(some, taken, at=at, names=names)


def _store_some(
    chapters: Sequence[tuple[Work, model.Chapter, str]],
    taken: set[str],
    *,
    at: datetime,
    names: Names | None,
) -> None:
    """Write some chapters; each table is written to once."""
    rows = Chapter.objects.bulk_create(
        [_chapter_row(row, each, taken) for row, each, _by in chapters]
    )
    made = [(row, *told) for row, told in zip(rows, chapters, strict=True)]
    texts = TextVersion.objects.bulk_create(
        [
            _text_row(row, each, 1, by=by, at=at, current=True)
            for row, _work, each, by in made
        ]
    )
    others = _further_texts(made, at=at)
    add_all(
        Creatorship,
        (
            credit
            for row, work, each, _by in made
            for credit in credit_rows(work, row, each.creators, names)
        ),
    )
    add_all(
        KnownAddress,
        (
            KnownAddress(work=work, chapter=row, url=url, position=place)
            for row, work, each, _by in made
            for place, url in enumerate(each.urls, start=1)
        ),
    )
    add_all(
        Claim,
        (
            claim
            for (row, work, each, _by), text in zip(made, texts, strict=True)
            for claim in _claims(work, row, text, each.evidence, after=0, others=others)
        ),
    )


def _further_texts(
    made: Sequence[tuple[Chapter, Work, model.Chapter, str]], *, at: datetime
) -> dict[tuple[int, str], TextVersion]:
    """Write texts that are claimed of chapters and are not shown, as versions.

    Returns them by the chapter's key and their HTML.
    """
    found: dict[tuple[int, str], TextVersion] = {}
    for row, _work, chapter, by in made:
        claimed = [
            each.claim.value for each in chapter.evidence if each.field == "html"
        ]
        further = [each for each in dict.fromkeys(claimed) if each != chapter.html]
        for number, html in enumerate(further, start=2):
            told = replace(chapter, html=str(html), text=plain(str(html)))
            told = replace(told, words=words.count(told.text))
            version = _text_row(row, told, number, by=by, at=at, current=False)
            found[row.pk, told.html] = version
    TextVersion.objects.bulk_create(found.values())
    return found


def _chapter_row(row: Work, chapter: model.Chapter, taken: set[str]) -> Chapter:
    columns = {name: getattr(chapter, name) for name in translation.CHAPTER_PLAIN}
    columns |= {name: getattr(chapter, name) for name in translation.CHAPTER_TEXTS}
    for name in translation.CHAPTER_EMPTY_IS_NONE:
        columns[name] = getattr(chapter, name) or ""
    for name in translation.CHAPTER_DATES:
        columns |= date_columns(name, getattr(chapter, name))
    return Chapter(
        public=_free_id(chapter.id, taken),
        work=row,
        words=chapter.words,
        problems=[
            {**encode(each), "severity": each.severity.value}
            for each in chapter.problems
        ],
        **columns,
    )


def store_text(
    row: Chapter, chapter: model.Chapter, *, by: str, at: datetime, current: bool
) -> TextVersion:
    """Write one more version of a chapter's text."""
    made = _text_row(row, chapter, row.texts.count() + 1, by=by, at=at, current=current)
    made.save(force_insert=True)
    return made


def _text_row(
    row: Chapter,
    chapter: model.Chapter,
    number: int,
    *,
    by: str,
    at: datetime,
    current: bool,
) -> TextVersion:
    return TextVersion(
        chapter=row,
        number=number,
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
    add_all(Claim, _claims(row, chapter, text, evidence, after=before))


def _claims(
    row: Work,
    chapter: Chapter | None,
    text: TextVersion | None,
    evidence: Iterable[FieldClaim],
    *,
    after: int,
    others: Mapping[tuple[int, str], TextVersion] | None = None,
) -> Iterator[Claim]:
    """Yield the rows of claims, numbered from behind `after`.

    text: what a claim on a text is about, unless it is one of the others.
    """
    shown = text
    for place, entry in enumerate(evidence, start=after + 1):
        if chapter is not None and others and entry.field == "html":
            text = others.get((chapter.pk, str(entry.claim.value)), shown)
        yield Claim(
            work=row,
            chapter=chapter,
            version=text if entry.field == "html" else None,
            field=entry.field,
            position=place,
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


def credit_rows(
    row: Work,
    chapter: Chapter | None,
    credits: Sequence[Credit],
    names: Names | None = None,
) -> Iterator[Creatorship]:
    """Yield the rows, not yet saved, that tie pseuds to a work or chapter."""
    for place, credit in enumerate(credits, start=1):
        yield Creatorship(
            work=row,
            chapter=chapter,
            pseud=_pseud(row, credit, names),
            role=credit.role.value,
            position=place,
            source_id=credit.source_id or "",
            anonymous=credit.anonymous,
        )


def _pseud(row: Work, credit: Credit, names: Names | None) -> Pseud:
    if names is not None:
        return names.pseud(credit.name, credit.source_id or "")
    return pseud_of(credit.name, credit.source_id or "", row.plan)


def _store_origins(pairs: Sequence[tuple[Work, model.Work]]) -> None:
    """Remember where new works came from, and tie to them what named them by it."""
    add_all(
        SourceId,
        (
            SourceId(work=row, value=value, position=place)
            for row, work in pairs
            for place, value in enumerate(dict.fromkeys(work.source_ids), start=1)
        ),
    )
    add_all(
        KnownAddress,
        (
            KnownAddress(work=row, url=url, position=place)
            for row, work in pairs
            for place, url in enumerate(dict.fromkeys(work.urls), start=1)
        ),
    )
    tie_all_to([(row, work.source_ids, work.urls) for row, work in pairs])


def store_addresses(row: Work, source_ids: Sequence[str], urls: Sequence[str]) -> None:
    """Remember where a work came from; what is known stays as it is.

    Works that named it by one of these are tied to it now.
    """
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
    tie_to(row, list(source_ids), list(urls))


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


def _listed(row: Work, work: model.Work) -> Iterator[Listed]:
    for field in translation.LISTS:
        for place, text in enumerate(getattr(work, field), start=1):
            yield Listed(work=row, field=field, position=place, text=text)
    for place, label in enumerate(work.labels, start=1):
        yield Listed(
            work=row,
            field="labels",
            position=place,
            name=label.name,
            text=label.value,
        )


def _taggings(row: Work, work: model.Work, names: Names) -> Iterator[Tagging]:
    for field, kind in translation.TAGGED.items():
        for place, name in enumerate(getattr(work, field), start=1):
            yield _tagging(row, field, place, names.tag(kind, name))
    for field, kind in translation.RESOLVED.items():
        for place, each in enumerate(getattr(work, field), start=1):
            tag = names.tag(kind, each.name, each.kind)
            tagging = _tagging(row, field, place, tag)
            tagging.standing = each.standing.value
            tagging.evidence = {**encode(each.evidence), "kind": each.kind}
            yield tagging
    for place, each in enumerate(work.tags, start=1):
        tag = names.tag(TagKind.FREE, each.name, type_=each.type)
        yield _tagging(row, "tags", place, tag)


def _categorised(row: Work, work: model.Work, names: Names) -> Iterator[Categorised]:
    for place, path in enumerate(work.categories, start=1):
        category = names.category(path)
        yield Categorised(work=row, category=category, path=list(path), position=place)


def _tagging(row: Work, field: str, place: int, tag: Tag) -> Tagging:
    return Tagging(work=row, tag=tag, field=field, position=place)


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


def _target(source_id: str | None, url: str | None) -> Work | None:
    if source_id:
        return Work.objects.filter(source_ids__value=source_id).first()
    return Work.objects.filter(addresses__url=url).first() if url else None
