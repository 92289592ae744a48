"""Other stories like one: those that bear the same tags, the rarer the likelier.

Nobody said that they belong together: what stories say of each other themselves is told
by archive/queries/related.py. Here the index is asked, for one reader, and every hit is
checked against the rows once more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Query

from fanfold.archive.cards import Cards, cards_of
from fanfold.archive.models import SeriesWork, Tag, Tagging, TagKind
from fanfold.archive.reader import Reader
from fanfold.archive.search import index, matching
from fanfold.archive.search.finding import query_of
from fanfold.archive.search.language import Every
from fanfold.archive.search.meaning import Named, meanings
from fanfold.archive.search.wish import Choice

#: Stories that are named; tags that are looked at, the weightiest first.
MOST, _TAGS = 8, 40
#: How much a shared tag of a kind weighs. A warning makes no two stories alike.
_WEIGHTS = {
    TagKind.RELATIONSHIP: 3.0,
    TagKind.CHARACTER: 1.5,
    TagKind.FANDOM: 1.0,
    TagKind.FREE: 1.0,
}


@dataclass(frozen=True, slots=True)
class Shared:
    """A tag that two stories share. name: as the one that was asked about calls it."""

    kind: TagKind
    name: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Stories like one, the likest first. shared: by a story's id, what makes it so."""

    cards: Cards
    shared: Mapping[str, tuple[Shared, ...]]


@dataclass(frozen=True, slots=True)
class _Own:
    """A tag of the story that is asked about. term: what the index knows it by."""

    shared: Shared
    term: str


def alike(work: str, reader: Reader, muted: Iterable[str] = ()) -> Alike:
    """Return stories of the reader's lists that are like one the shelf handed out.

    work: its public id. Those of its own series are left out, which its page names;
    muted: public ids of names whose stories this reader does not want to see. Raises
    SearchNotReadyError where there is no index.
    """
    searcher, own = index.searcher(), _own_tags(work)
    wanted = matching.either(_terms(searcher, own))
    if wanted is None:
        return Alike(Cards([], {}, {}, {}), {})
    lists = query_of(
        Every(()), _unwanted(work, muted), reader, [matching.term("id", work)]
    )
    query = matching.every([wanted, lists])
    assert query is not None  # noqa: S101 - two queries were given
    hits = searcher.search(query, MOST, count=False).hits
    ids = [str(searcher.doc(at)["id"][0]) for _score, at in hits]
    return Alike(cards_of(ids, reader=reader), _shared(ids, own))


def _own_tags(work: str) -> list[_Own]:
    rows = list(
        Tagging.objects.filter(work__public=work, tag__kind__in=_WEIGHTS)
        .order_by("field", "position", "id")
        .values_list("tag", "tag__public", "tag__name", "tag__kind")
    )
    meant = meanings([Named(pk, public, name) for pk, public, name, _kind in rows])
    counted = Tag.objects.in_bulk({each.counted for each in meant.values()})
    made = {
        counted[meant[pk].counted].public: Shared(TagKind(kind), name)
        for pk, _public, name, kind in reversed(rows)
    }
    return [_Own(shared, term) for term, shared in reversed(made.items())]


def _terms(searcher: tantivy.Searcher, own: Sequence[_Own]) -> list[Query]:
    """Return what asks for each tag, weighed by its kind and by how rare it is."""
    weighed = []
    for each in own:
        works = searcher.doc_freq("about", each.term)
        if works:
            rarity = math.log(1 + searcher.num_docs / works)
            weighed.append((_WEIGHTS[each.shared.kind] * rarity, each.term))
    weighed.sort(reverse=True)
    return [
        Query.const_score_query(matching.term("about", term), weight)
        for weight, term in weighed[:_TAGS]
    ]


def _unwanted(work: str, muted: Iterable[str]) -> list[Choice]:
    places = SeriesWork.objects.filter(work__public=work)
    series = places.order_by().values_list("series__public", flat=True).distinct()
    return [
        *(Choice("series", each, wanted=False) for each in series),
        *(Choice("author", each, wanted=False) for each in muted),
    ]


def _shared(ids: Sequence[str], own: Sequence[_Own]) -> dict[str, tuple[Shared, ...]]:
    """Return which of the tags each story bears, a synonym, or one below it."""
    rows = list(
        Tagging.objects.filter(work__public__in=ids)
        .order_by()
        .values_list("work__public", "tag", "tag__public", "tag__name")
    )
    meant = meanings([Named(pk, public, name) for _, pk, public, name in rows])
    borne: dict[str, set[str]] = {}
    for work, pk, _public, _name in rows:
        borne.setdefault(work, set()).update(meant[pk].about)
    return {
        work: tuple(each.shared for each in own if each.term in about)
        for work, about in borne.items()
    }
