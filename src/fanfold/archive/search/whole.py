"""Counts over all that a reader's lists show, by the index.

Counting rows takes a second for a hundred thousand works, on the first page after every
change. The index does it in some milliseconds, and what it said is kept for as long as
it stands as it is. Where there is no index, or somebody asks who sees more than it
holds, the answer is None: then rows are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, TypeVar

import tantivy

from fanfold.archive.reader import Reader
from fanfold.archive.search import index
from fanfold.archive.search.counting import Counts, all_values, counts_of, most_frequent
from fanfold.archive.search.finding import query_of
from fanfold.archive.search.follow import narrowed
from fanfold.archive.search.language import Every
from fanfold.archive.search.remembered import Remembered, moment
from fanfold.errors import SearchNotReadyError

T = TypeVar("T")
_kept: Remembered[Any] = Remembered(48)


def is_there(reader: Reader) -> bool:
    """Tell whether the index answers for this reader at all."""
    return works_and_words(reader) is not None


def works_and_words(reader: Reader) -> tuple[int, int] | None:
    """Return how many works there are, and how many words they have."""

    def summed(searcher: tantivy.Searcher, query: tantivy.Query) -> tuple[int, int]:
        asked = {
            "works": {"value_count": {"field": "words"}},
            "words": {"sum": {"field": "words"}},
        }
        told = searcher.aggregate(query, asked)
        return int(told["works"]["value"]), int(told["words"]["value"] or 0)

    return _of_all(reader, "sums", summed)


def most_borne(field: str, most: int, reader: Reader) -> Counts | None:
    """Return the values of a field that most works bear, with how many do."""
    return _of_all(
        reader,
        (field, most),
        lambda searcher, query: most_frequent(searcher, query, {field: field}, most)[
            field
        ],
    )


def borne(field: str, reader: Reader) -> Mapping[Any, int] | None:
    """Return every value of a field that works bear, with how many do."""
    return _of_all(
        reader,
        field,
        lambda searcher, query: dict(all_values(searcher, query, field)),
    )


def among(
    field: str, numbers: Collection[int], reader: Reader
) -> Mapping[int, int] | None:
    """Return those of some values that works bear, with how many do."""
    wanted = sorted(numbers)
    return _of_all(
        reader,
        (field, tuple(wanted)),
        lambda searcher, query: (
            dict(counts_of(searcher, query, field, wanted)) if wanted else {}
        ),
    )


def _of_all(
    reader: Reader,
    what: Hashable,
    make: Callable[[tantivy.Searcher, tantivy.Query], T],
) -> T | None:
    if reader.keeps:
        return None
    try:
        searcher, state, _frequent = index.looked()
    except SearchNotReadyError:
        return None
    gone, now = narrowed(), moment()
    lists = (reader.is_member, reader.shows_adult)

    def made() -> T:
        query = query_of(Every(()), (), reader, gone=gone, now=now)
        return make(searcher, query)

    found: T = _kept.get((state, tuple(gone), now, lists, what), made)
    return found
