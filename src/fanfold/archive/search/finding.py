"""Finds works for one reader: a page of hits, how many there are, and what they are.

The index is asked with the reader's own filter in the query, so that every number is
of what this reader may see. Works that a change hides and that the index has not
heard of yet are left out by name; each hit is checked against the rows once more.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Order, Query

from fanfold.archive.cards import Cards, cards_of
from fanfold.archive.reader import Reader
from fanfold.archive.search import index, matching
from fanfold.archive.search.follow import narrowed
from fanfold.archive.search.frequent import Frequent
from fanfold.archive.search.kept import NOTHING, Kept
from fanfold.archive.search.language import Node, Words, parse
from fanfold.archive.search.remembered import Remembered, moment
from fanfold.archive.search.wish import FACETS, SORTS, Choice, Wish
from fanfold.model import work as model

PAGE = 20
#: Deepest hit that is shown: whoever wants more should say more.
DEEPEST = 10_000
_pages: Remembered[tuple[int, tuple[str, ...]]] = Remembered(1_000)


@dataclass(frozen=True, slots=True)
class Sought:
    """What the index says to a wish. total: of all pages; ids: of this one, in order.

    state: names the state of the index; frequent: its frequent tags; key: the state,
    the wish, what the reader may see.
    """

    tree: Node
    query: Query
    searcher: tantivy.Searcher
    state: Hashable
    frequent: Frequent
    key: Hashable
    total: int
    page: int
    last: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what was found, and the whole of it in numbers.

    cards: of this page, in order, without those that the rows hide.
    """

    wish: Wish
    sought: Sought
    cards: Cards

    @property
    def works(self) -> list[model.Work]:
        """The works of this page."""
        return self.cards.works

    @property
    def tree(self) -> Node:
        """What was looked for."""
        return self.sought.tree

    @property
    def total(self) -> int:
        """Works on all pages."""
        return self.sought.total

    @property
    def page(self) -> int:
        """Which page it is, from 1."""
        return self.sought.page

    @property
    def last(self) -> int:
        """The last page."""
        return self.sought.last


def find(wish: Wish, reader: Reader, kept: Kept = NOTHING) -> Hits:
    """Return the page of hits that a wish asks for.

    kept: what the reader never wants; a wish may lift it.

    Raises SearchLanguageError for words that are not understood, SearchNotReadyError
    where there is no index.
    """
    found = seek(wish, reader, kept)
    return Hits(wish, found, cards_of(found.ids, reader=reader))


def seek(wish: Wish, reader: Reader, kept: Kept = NOTHING) -> Sought:
    """Return what the index says, before the rows are asked. Raises as `find`."""
    tree = parse(wish.words)
    searcher, state, frequent = index.looked()
    gone, now = narrowed(), moment()
    barred = _barred(wish, kept)
    query = query_of(tree, wish.choices, reader, barred, gone=gone, now=now)
    who = (reader.is_member, reader.shows_adult, NOTHING if wish.lifted else kept)
    key = (state, wish.words, wish.choices, who, tuple(gone), now)

    def looked_up(page: int) -> tuple[int, tuple[str, ...]]:
        return _pages.get(
            (key, wish.order, page), lambda: _page(searcher, query, wish.order, page)
        )

    # Counting on the way costs nothing; who asks too far is asked for twice.
    page = min(wish.page, DEEPEST // PAGE)
    total, ids = looked_up(page)
    last = max(1, -(-min(total, DEEPEST) // PAGE))
    if page > last:
        page = last
        total, ids = looked_up(page)
    return Sought(tree, query, searcher, state, frequent, key, total, page, last, ids)


def _page(
    searcher: tantivy.Searcher, query: Query, sort: str, page: int
) -> tuple[int, tuple[str, ...]]:
    """Return how many works are found, and the ids of those on a page."""
    field, down = SORTS[sort]
    order = {"order_by_field": field} if field else {}
    result: Any = searcher.search(
        query,
        PAGE,
        count=True,
        offset=(page - 1) * PAGE,
        order=Order.Desc if down else Order.Asc,
        **order,
    )
    ids = tuple(str(searcher.doc(at)["id"][0]) for _score, at in result.hits)
    return int(result.count), ids


def count(wish: Wish, reader: Reader, kept: Kept = NOTHING) -> int:
    """Return how many works a wish finds for a reader."""
    query = query_of(parse(wish.words), wish.choices, reader, _barred(wish, kept))
    return _count(index.searcher(), query)


def all_of(
    wish: Wish, reader: Reader, kept: Kept = NOTHING, *, most: int
) -> list[str] | None:
    """Return all works that a wish finds for a reader; None where they are more than
    `most`. Raises as `find`."""
    query = query_of(parse(wish.words), wish.choices, reader, _barred(wish, kept))
    searcher = index.searcher()
    if _count(searcher, query) > most:
        return None
    hits = searcher.search(query, most, count=False).hits
    return [str(searcher.doc(at)["id"][0]) for _score, at in hits]


def among(
    ids: Sequence[str], wish: Wish, reader: Reader, kept: Kept = NOTHING
) -> list[str]:
    """Return those of these works that a wish finds for a reader. Raises as `find`."""
    if not ids:
        return []
    those = matching.either([matching.term("id", each) for each in ids])
    barred = _barred(wish, kept)
    query = query_of(parse(wish.words), wish.choices, reader, barred)
    searcher = index.searcher()
    inside = matching.every((query, those))
    assert inside is not None  # noqa: S101 - there are ids
    hits = searcher.search(inside, len(ids), count=False).hits
    return [str(searcher.doc(at)["id"][0]) for _score, at in hits]


def titles_with(typed: str, reader: Reader, most: int) -> list[str]:
    """Return the ids of works in whose title a word begins so, by title.

    typed: words, none of them of the search language; the last may be half a word.
    """
    searcher = index.searcher()
    begun = Words(typed, "title", begins=True)
    if matching.query_of(begun) is None:
        return []  # signs alone
    query = query_of(begun, (), reader)
    order: dict[str, Any] = {"order_by_field": "sort_title", "order": Order.Asc}
    hits = searcher.search(query, most, count=False, **order).hits
    return [str(searcher.doc(at)["id"][0]) for _score, at in hits]


def looser(
    wish: Wish, reader: Reader, kept: Kept = NOTHING
) -> list[tuple[Choice | None, int]]:
    """Return what a wish that finds nothing could do without, and what it then finds.

    None stands for the words. Those that help most come first.
    """
    ways: list[tuple[Choice | None, Wish]] = [
        (each, wish.without_choice(each)) for each in wish.choices
    ]
    if wish.words and wish.choices:
        ways.append((None, Wish(choices=wish.choices, lifted=wish.lifted)))
    found = [(dropped, count(other, reader, kept)) for dropped, other in ways]
    return sorted((each for each in found if each[1]), key=lambda each: -each[1])


def _count(searcher: tantivy.Searcher, query: Query) -> int:
    # By any field: else the index would tell how well each fits.
    found: Any = searcher.search(query, 1, count=True, order_by_field="added")
    return int(found.count)


def query_of(
    tree: Node,
    choices: Iterable[Choice],
    reader: Reader,
    barred: Iterable[Query] = (),
    *,
    gone: Sequence[str] | None = None,
    now: int | None = None,
) -> Query:
    """Return the query for what a wish finds in this reader's lists.

    barred: what must not match besides. gone: works that the index does not know to be
    hidden; now: seconds since 1970; both are asked where they are not told.
    """
    wanted = matching.every(
        (
            matching.query_of(tree),
            matching.listed_for(reader, int(time.time()) if now is None else now),
            *(_filter(each) for each in choices if each.wanted),
        )
    )
    assert wanted is not None  # noqa: S101 - the reader's filter is in it
    unwanted = [*barred, *(_filter(each) for each in choices if not each.wanted)]
    gone = narrowed() if gone is None else gone
    if gone:
        unwanted.append(
            Query.boolean_query(
                [(tantivy.Occur.Should, matching.term("id", each)) for each in gone]
            )
        )
    return matching.without(wanted, *unwanted) if unwanted else wanted


def _barred(wish: Wish, kept: Kept) -> list[Query]:
    if wish.lifted:
        return []
    phrases = (matching.query_of(Words(e, phrase=True)) for e in kept.phrases)
    return [
        *map(_filter, kept.barred),
        *(each for each in phrases if each is not None),
    ]


def _filter(choice: Choice) -> Query:
    return Query.const_score_query(
        matching.term(FACETS[choice.facet], choice.value), 0.0
    )
