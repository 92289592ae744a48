"""The most frequent values of fields over a result, with exact counts.

The index counts by segments. Asked for every value of each it names tens of thousands
that nobody looks at, which takes most of the time; asked for the first few of each, it
says by how much a count may be short. So the first few are asked for, and those that
may belong to the most frequent are counted once more, by name. Where there is one
segment alone, the first time is enough.

Values are words or whole numbers. To find words by name, the index reads all words of
the field; numbers it finds as ranges of one, for what the hits themselves cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import tantivy

#: More values than any archive has of one kind.
_EVERY = 1_000_000
#: Values told at once: from 65,000 on the index refuses.
_AT_ONCE = 60_000
#: Values looked at for each that is wanted, and least that are taken of a segment.
_SPARE, _LEAST = 3, 200

Counts: TypeAlias = list[tuple[Any, int]]


def most_frequent(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    fields: Mapping[str, str],
    most: int,
    more: Mapping[str, int] | None = None,
) -> dict[str, Counts]:
    """Return (value, works) by the name of each field, the most frequent first.

    fields: field of the index by any name. At most `most` values of each. more: of
    some of them another number; each segment counts all of their values.
    """
    wide, more = most * _SPARE, more or {}
    asked = {
        name: terms(field, more[name], _EVERY)
        if name in more
        else terms(field, wide, max(_LEAST, 2 * wide))
        for name, field in fields.items()
    }
    told = searcher.aggregate(query, asked)
    made = {name: _counts(found) for name, found in told.items()}
    again: dict[str, Any] = {}
    # One segment alone counts all that it names in full.
    for name, found in told.items() if searcher.num_segments > 1 else ():
        short = int(found.get("doc_count_error_upper_bound") or 0)
        if short:
            again[name] = _once_more(fields[name], made[name], most, wide, short)
    if again:
        counted = searcher.aggregate(query, again)
        made |= {
            name: _counts(found) if "terms" in again[name] else _in_ranges(found)
            for name, found in counted.items()
        }
    return {name: counts[: more.get(name, most)] for name, counts in made.items()}


def all_values(searcher: tantivy.Searcher, query: tantivy.Query, field: str) -> Counts:
    """Return (value, works) for every value of a field, the most frequent first.

    Of words the first 60,000 alone: years, ratings, collections, categories are fewer.
    """
    told = searcher.aggregate(query, {field: terms(field, _AT_ONCE, _EVERY)})
    counts = _counts(told[field])
    if len(counts) < _AT_ONCE or isinstance(counts[0][0], str):
        return counts
    last = searcher.aggregate(query, {field: {"max": {"field": field}}})
    counts = []
    for first in range(0, int(last[field]["value"]) + 1, _AT_ONCE):
        asked = {field: _each_of(field, first, first + _AT_ONCE - 1)}
        found = searcher.aggregate(query, asked)[field]["buckets"]
        counts += [(int(each["key"]), int(each["doc_count"])) for each in found]
    return _sorted(counts)


def counts_of(
    searcher: tantivy.Searcher, query: tantivy.Query, field: str, numbers: list[int]
) -> Counts:
    """Return (number, works) for those of some numbers that a field has."""
    told = searcher.aggregate(query, {field: _ranges(field, numbers)})
    return [each for each in _in_ranges(told[field]) if each[1]]


def _once_more(
    field: str, counts: Counts, most: int, wide: int, short: int
) -> dict[str, Any]:
    """Return what is to be asked about those that may be among the most frequent.

    short: by how much a count may be too small, also that of a value not named.
    """
    least = counts[most - 1][1] if len(counts) >= most else 0
    # A value that no segment named bears at most `short`; one that was cut off here no
    # more than the last and that.
    unnamed = short + (counts[-1][1] if len(counts) == wide else 0)
    if unnamed >= least:
        return terms(field, wide, _EVERY)
    names = [value for value, works in counts if works + short >= least]
    if not isinstance(names[0], str):
        return _ranges(field, names)
    asked = terms(field, len(names), len(names))
    asked["terms"]["include"] = names
    return asked


def terms(field: str, size: int, of_each: int) -> dict[str, Any]:
    """Return how the index is asked for the first values of a field. of_each: how many
    of them are looked at in each segment."""
    return {"terms": {"field": field, "size": size, "segment_size": of_each}}


def _ranges(field: str, numbers: list[int]) -> dict[str, Any]:
    ranges = [{"key": str(n), "from": n, "to": n + 1} for n in sorted(numbers)]
    return {"range": {"field": field, "ranges": ranges}}


def _each_of(field: str, first: int, last: int) -> dict[str, Any]:
    """Return how the index is asked for each number from one to another."""
    bounds = {"min": first, "max": last}
    asked = {"field": field, "interval": 1, "min_doc_count": 1, "hard_bounds": bounds}
    return {"histogram": asked}


def _counts(found: Mapping[str, Any]) -> Counts:
    return _sorted([(each["key"], int(each["doc_count"])) for each in found["buckets"]])


def _in_ranges(found: Mapping[str, Any]) -> Counts:
    # What lies between the numbers is counted, too; its key is no number.
    buckets = [each for each in found["buckets"] if each["key"].isdigit()]
    return _sorted([(int(each["key"]), int(each["doc_count"])) for each in buckets])


def _sorted(counts: Counts) -> Counts:
    return sorted(counts, key=lambda each: (-each[1], each[0]))
