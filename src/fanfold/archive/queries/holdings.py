"""What a reader's lists hold in all: numbers, tags and authors, each with its works.

By the index where there is one (`search/whole.py`), where a tag stands for its synonyms
too; else by the rows, which takes the longer the larger an archive is, kept while
nothing changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Sum

from fanfold.archive.models import Pseud, Tag, Tagging, TagKind, TagMapping, Work
from fanfold.archive.queries.gatherings import Counted, bylines, is_listed
from fanfold.archive.queries.prepared import Among
from fanfold.archive.queries.tagging import works_under
from fanfold.archive.queries.unchanged import while_unchanged
from fanfold.archive.reader import Reader
from fanfold.archive.search import whole
from fanfold.archive.search.finding import count
from fanfold.archive.search.wish import Choice, Wish


class Totals(NamedTuple):
    """What an archive holds, as far as the reader's lists show it."""

    works: int
    words: int
    authors: int


def totals(reader: Reader) -> Totals:
    """Return the sums over the reader's lists."""
    sums, authors = whole.works_and_words(reader), whole.borne("byline", reader)
    if sums is None or authors is None:
        return while_unchanged("totals", reader, lambda: _totals(reader))
    return Totals(*sums, len(authors))


def _totals(reader: Reader) -> Totals:
    listed = Work.objects.listed_for(reader)
    sums = listed.aggregate(works=Count("pk"), words=Sum("word_count"))
    authors = bylines(reader).values("pseud").distinct().count()
    return Totals(sums["works"], sums["words"] or 0, authors)


def most_used(kind: TagKind, reader: Reader, most: int) -> list[Counted]:
    """Return the tags of a kind that most listed works bear, by the alphabet."""
    counts = whole.most_borne(kind.value, most, reader)
    if counts is None:
        what = ("tags", kind, most)
        found = while_unchanged(what, reader, lambda: _most_used(kind, reader, most))
        return list(found)
    rows = Tag.objects.filter(pk__in=[pk for pk, _works in counts])
    return _by_name(tags_of_page(_named(rows, dict(counts)), kind, reader))


def _most_used(kind: TagKind, reader: Reader, most: int) -> list[Counted]:
    rows = _borne(Tagging.objects.filter(tag__kind=kind), reader)
    rows = rows.order_by("-works", "tag__name")[:most]
    return _by_name(Counted(*each) for each in rows.values_list(*_TAG, "works"))


def tags_among(rows: Any, kind: TagKind, reader: Reader) -> list[Counted]:
    """Return those tags of a query that listed works bear, by the alphabet.

    kind: of all of them. Before they are shown, `tags_of_page`.
    """
    counts = whole.borne(kind.value, reader)
    if counts is None:
        found = _borne(Tagging.objects.filter(tag__in=rows.order_by()), reader)
        return _by_name(Counted(*each) for each in found.values_list(*_TAG, "works"))
    return _by_name(_named(rows, counts))


def works_of(pks: Collection[int], kind: TagKind, reader: Reader) -> dict[int, int]:
    """Return how many listed works bear each of some tags, by row id; none for no work.

    A synonym is counted by itself.
    """
    counts = whole.among(kind.value, pks, reader)
    if counts is None:
        return dict(_borne_by(pks, reader))
    rows = TagMapping.objects.filter(tag__in=pks, relation="synonym").order_by()
    synonyms = set(rows.values_list("tag", flat=True))
    return {**counts, **dict(_borne_by(synonyms, reader))}


def works_by(pks: Collection[int], reader: Reader) -> dict[int, int]:
    """Return under how many listed works each of some pseuds stands, by row id."""
    counts = whole.among("byline", pks, reader)
    if counts is not None:
        return dict(counts)
    rows = bylines(reader).filter(pseud__in=pks).values_list("pseud")
    return dict(rows.annotate(works=Count("work", distinct=True)))


def tags_of_page(
    tags: Sequence[Counted], kind: TagKind, reader: Reader
) -> list[Counted]:
    """Return the tags of one page as their own pages have them: those that the rows
    show, too, each with the works of tags below it."""
    if not whole.is_there(reader):
        return list(tags)
    ids = [each.public for each in tags]
    listed, above = listed_tags(ids, reader), {public for (public,) in _ABOVE.ask(ids)}
    facet = "tag" if kind == TagKind.FREE else kind.value
    return [
        each._replace(works=count(Wish(choices=(Choice(facet, each.public),)), reader))
        if each.public in above
        else each
        for each in tags
        if each.public in listed
    ]


def listed_tags(publics: Collection[str], reader: Reader) -> set[str]:
    """Return those of a few tags that have a page: whose name may be told.

    The index never decides that: it may not have heard yet of what was hidden.
    """
    borne = Tagging.objects.filter(is_listed(reader), tag=OuterRef("pk"))
    found = set(_public(Tag.objects.filter(Exists(borne)), publics))
    # A tag without works of its own has those of its synonyms, and of tags below.
    return found | {
        each
        for each in set(publics) - found
        if works_under([each]).listed_for(reader).exists()
    }


def listed_authors(publics: Collection[str], reader: Reader) -> set[str]:
    """Return those of a few pseuds that have a page, as `listed_tags`."""
    under = bylines(reader).filter(pseud=OuterRef("pk"))
    return set(_public(Pseud.objects.filter(Exists(under)), publics))


def authors_of_page(authors: Sequence[Counted], reader: Reader) -> list[Counted]:
    """Return the authors of one page, those that the rows show, too."""
    listed = listed_authors([each.public for each in authors], reader)
    return [each for each in authors if each.public in listed]


def authors_among(rows: Any, reader: Reader) -> list[Counted]:
    """Return those pseuds of a query that stand under listed works, by the alphabet.

    Before they are shown, `authors_of_page`.
    """
    counts = whole.borne("byline", reader)
    if counts is None:
        found = bylines(reader).filter(pseud__in=rows.order_by())
        counted = found.values(*_PSEUD).annotate(works=Count("work", distinct=True))
        return _by_name(
            Counted(*each) for each in counted.values_list(*_PSEUD, "works")
        )
    return _by_name(_named(rows, counts))


def _public(rows: Any, publics: Collection[str]) -> Any:
    return rows.filter(public__in=publics).order_by().values_list("public", flat=True)


def _borne_by(pks: Collection[int], reader: Reader) -> Any:
    rows = Tagging.objects.filter(is_listed(reader), tag__in=pks).order_by()
    return rows.values_list("tag").annotate(works=Count("work", distinct=True))


def _borne(taggings: Any, reader: Reader) -> Any:
    borne = taggings.filter(work__in=Work.objects.listed_for(reader))
    return borne.values(*_TAG).annotate(works=Count("work", distinct=True))


def _named(rows: Any, counts: Mapping[Any, int]) -> list[Counted]:
    return [
        Counted(public, name, counts[pk])
        for pk, public, name in rows.order_by().values_list("pk", "public", "name")
        if pk in counts
    ]


def _by_name(found: Iterable[Counted]) -> list[Counted]:
    return sorted(found, key=lambda each: each.name.lower())


_TAG = ("tag__public", "tag__name")
_PSEUD = ("pseud__public", "pseud__name")
_ABOVE = Among(
    lambda ids: (
        TagMapping.objects.filter(relation="parent", target__public__in=ids)
        .order_by()
        .values_list("target__public")
    )
)
