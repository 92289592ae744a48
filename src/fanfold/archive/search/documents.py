"""Works as the index has them: rows in, documents out, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Max
from tantivy import Document

from fanfold.archive.models import (
    Categorised,
    Category,
    Chapter,
    Claim,
    Collected,
    Creatorship,
    SeriesWork,
    Tagging,
    TagKind,
    TextVersion,
    Work,
)
from fanfold.archive.queries.hints import common
from fanfold.archive.search.frequent import COLUMN, Frequent
from fanfold.archive.search.language import as_number
from fanfold.archive.search.meaning import Meaning, Named, meanings
from fanfold.archive.search.schema import RUNS, runs_of, schema, stem_field
from fanfold.model.creator import BYLINE
from fanfold.model.evidence import Standing
from fanfold.model.work import Stage
from fanfold.text.addresses import removed
from fanfold.text.house import plain

#: Which field of names and which field of counts a kind of tag goes to.
PLACES = {
    TagKind.FANDOM: ("fandoms", "fandom"),
    TagKind.RELATIONSHIP: ("relationships", "relationship"),
    TagKind.CHARACTER: ("characters", "character"),
    TagKind.WARNING: ("warnings", "warning"),
    TagKind.FREE: ("tags", "free"),
}
_DATES = ("date", "published", "updated")


def documents(rows: Any, frequent: Frequent) -> Iterator[tuple[str, Document]]:
    """Yield (public id, document) for the shown works of a query, in its order.

    Other works are not in the index at all: what waits, is hidden or withdrawn.
    frequent: which tags are frequent in this index.
    The number of queries is that of one batch, however many works there are.
    """
    # Not a condition of the query: SQLite would walk through all that are shown.
    batch = [row for row in rows if row.stage == Stage.SHOWN]
    for row, around in zip(batch, _all_around(batch), strict=True):
        told = _told(row, around)
        told[COLUMN] = frequent.codes(told)
        yield row.public, Document.from_dict(told, schema())


def kind_key(type_: str) -> str:
    """Return the key under which a source's own kind of tags is counted.

    A kind's name is free text, in capitals or not; the index takes what can stand in
    a path.
    """
    return "k" + type_.casefold().encode("utf-8").hex()[:80]


@dataclass(slots=True)
class _Around:
    """What hangs on one work, as plain values: rows of them would cost most.

    tags: (kind, type, meaning); authors, series, collections: (name, public id);
    bylines: row ids of the names that stand under its title;
    categories: (row id, path); texts: titles of chapters and texts, in order.
    """

    tags: list[tuple[str, str, Meaning]] = field(default_factory=list)
    authors: list[tuple[str, str]] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    series: list[tuple[str, str]] = field(default_factory=list)
    collections: list[tuple[str, str]] = field(default_factory=list)
    categories: list[tuple[list[str], list[str]]] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def _all_around(batch: list[Work]) -> list[_Around]:
    """Return what hangs on each work of a batch; each table is asked once."""
    found = {row.pk: _Around() for row in batch}
    works = list(found)
    _gather_tags(works, found)
    _gather_places(works, found)
    _gather_texts(works, found)
    guesses = (
        Claim.objects.filter(common(chapter=None), work__in=works)
        .order_by()
        .values("work", "field")
        .annotate(best=Max("standing"))
        .filter(best__lte=int(Standing.GUESSED))
        .order_by("field")
    )
    for work, name in guesses.values_list("work", "field"):
        found[work].unsure.append(name)
    return list(found.values())


def _gather_tags(works: list[int], found: dict[int, _Around]) -> None:
    rows = list(
        Tagging.objects.filter(work__in=works)
        .order_by("field", "position", "id")
        .values_list(
            "work", "tag", "tag__public", "tag__name", "tag__kind", "tag__type"
        )
    )
    tags = {tag: Named(tag, public, name) for _work, tag, public, name, *_ in rows}
    meant = meanings(list(tags.values()))
    for work, tag, _public, _name, kind, type_ in rows:
        found[work].tags.append((kind, type_, meant[tag]))


def _gather_places(works: list[int], found: dict[int, _Around]) -> None:
    named = Creatorship.objects.filter(work__in=works, anonymous=False)
    for work, name, public, pseud, role in named.order_by("position", "id").values_list(
        "work", "pseud__name", "pseud__public", "pseud", "role"
    ):
        found[work].authors.append((name, public))
        if role in BYLINE:
            found[work].bylines.append(pseud)
    places = SeriesWork.objects.filter(work__in=works).order_by("position", "id")
    for work, *told in places.values_list("work", "series__title", "series__public"):
        found[work].series.append((told[0], told[1]))
    kept = Collected.objects.filter(work__in=works).order_by("position", "id")
    for work, *told in kept.values_list(
        "work", "collection__title", "collection__public"
    ):
        found[work].collections.append((told[0], told[1]))
    under = Categorised.objects.filter(work__in=works).order_by("position", "id")
    told_of = list(under.values_list("work", "category", "path"))
    above = _categories({category for _work, category, _path in told_of if category})
    for work, category, path in told_of:
        found[work].categories.append((path, above.get(category or 0, [])))


def _gather_texts(works: list[int], found: dict[int, _Around]) -> None:
    chapters = Chapter.objects.filter(work__in=works, hidden=False)
    of_work: dict[int, int] = {}
    for work, chapter, title in chapters.order_by("position", "id").values_list(
        "work", "pk", "title"
    ):
        of_work[chapter] = work
        if title:
            found[work].titles.append(title)
    current = TextVersion.objects.filter(chapter__in=chapters, current=True)
    texts = dict(current.order_by().values_list("chapter", "text"))
    for chapter, work in of_work.items():
        if chapter in texts:
            found[work].texts.append(texts[chapter])


def _told(row: Work, around: _Around) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": row.public,
        "sort_title": row.sort_title[:100],
        "title": _words(row.title),
        "summary": _words(row.summary),
        "notes": _words(" ".join(filter(None, (row.notes, row.end_notes)))),
        "rating": row.rating,
        "status": row.status,
        "language": row.language or "und",
        "audience": row.audience,
        "gated": row.gated,
        "reveal_at": int(row.reveal_at.timestamp()) if row.reveal_at else 0,
        "added": int(row.added_at.timestamp()),
        "words": row.word_count,
        "chapters": row.chapter_count,
        "unsure": around.unsure,
    }
    for name in _DATES:
        first = getattr(row, f"{name}_from")
        if first is not None:
            told[name] = as_number(first)
    if row.date_from is not None and row.date_from.year == row.date_to.year:
        told["year"] = str(row.date_from.year)
    _tell_tags(told, around)
    _tell_places(told, around)
    _tell_text(told, row, around)
    return told


def _words(html: str | None) -> str:
    return removed(plain(html or ""))


@lru_cache(maxsize=50_000)
def _name_words(name: str) -> str:
    """The same of a name: most works bear tags that others have borne."""
    return _words(name)


def _tell_tags(told: dict[str, Any], around: _Around) -> None:
    kinds: dict[str, set[int]] = {}
    values: dict[str, dict[Any, None]] = {"about": {}}
    names: dict[str, list[str]] = {}
    for kind, type_, meaning in around.tags:
        wordy, counted = PLACES[TagKind(kind)]
        names.setdefault(wordy, []).extend(meaning.names)
        values["about"].update(dict.fromkeys(meaning.about))
        values.setdefault(counted, {})[meaning.counted] = None
        if kind == TagKind.FREE:
            kinds.setdefault(kind_key(type_), set()).add(meaning.counted)
    # In order: the index need not sort them with every count.
    told.update({name: sorted(found) for name, found in values.items()})
    for name, counted in (("crossing", "fandom"), ("pairings", "relationship")):
        told[name] = len(values.get(counted, ()))
    told.update({name: _sentences(found) for name, found in names.items()})
    told["kinds"] = {name: sorted(found) for name, found in kinds.items()}


def _sentences(names: Iterable[str]) -> list[str]:
    """Return each name as a value of its own: no phrase reaches over two."""
    return [_name_words(name) for name in dict.fromkeys(names)]


def _tell_places(told: dict[str, Any], around: _Around) -> None:
    for names, ids, found in (
        ("creators", "creator", around.authors),
        ("series", "in_series", around.series),
        ("sources", "collection", around.collections),
    ):
        told[names] = _sentences(name for name, _public in found)
        told[ids] = list(dict.fromkeys(public for _name, public in found))
    told["byline"] = list(dict.fromkeys(around.bylines))
    told["categories"] = _sentences(
        name for path, _above in around.categories for name in path
    )
    told["category"] = list(
        dict.fromkeys(public for _path, above in around.categories for public in above)
    )


def _tell_text(told: dict[str, Any], row: Work, around: _Around) -> None:
    body = [*map(_words, around.titles), *around.texts]
    told["body"] = body
    stems = stem_field(row.language)
    if stems is not None:
        told[stems] = [*body, told["title"], told["summary"]]
    seen = (told["title"], told["summary"], *told.get("creators", ()), *body)
    runs = [run for run in map(runs_of, seen) if run]
    if runs:
        told[RUNS] = runs


def _categories(wanted: set[int]) -> dict[int, list[str]]:
    """Return, by row id of a category, the public ids of it and all above it."""
    rows: dict[int, Category] = {}
    left = set(wanted)
    while left:
        found = Category.objects.in_bulk(left)
        rows.update(found)
        left = {e.parent_id for e in found.values() if e.parent_id} - set(rows)
    return {pk: _above(pk, rows) for pk in wanted if pk in rows}


def _above(pk: int, rows: dict[int, Category]) -> list[str]:
    line, at = [], rows.get(pk)
    while at is not None and at.public not in line:
        line.append(at.public)
        at = rows.get(at.parent_id or 0)
    return line
