"""Tags that many works bear, of all kinds in one column: the short way to their counts.

To count all tags of a large result takes longest of all, and nearly all of them are
rare. So each document has, besides its tags, the numbers of those that are frequent in
the archive, in one column for all kinds: a third of the values, read in one go.

The ten first of a kind are told from it where that is certain. The index knows how
many works bear the most borne of all other tags of the kind (`others`); nothing that is
missing in the column can have more in any result. Where the last of those wanted has
more than that, they are those that a count of all tags gives; else all are counted.

Which tags are in the column is fixed when an index is made. What `others` says grows
too small with later changes, by one for each that was written since; the follower
counts it anew from time to time (`renewed`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import tantivy

from fanfold.archive.search.counting import Counts, terms

#: The column; the files beside the index.
COLUMN = "frequent"
TAGS, OTHERS = "fanfold-frequent.json", "fanfold-others.json"
#: Fields whose tags are in it, besides every key of `kinds`.
FIELDS, KINDS = ("fandom", "relationship", "character"), "kinds"
#: Tags of each field. By the law that tags follow (Zipf), a result of a sixtieth of all
#: works is still told from so many.
OF_EACH = 1_024
#: Values of a segment that are looked at for each tag, when the others are counted.
_DEEP = 8
#: The place up to which a facet is told: one more than is shown, to say that there are.
LAST = 11
#: How many values of the column are asked for.
SEEN = 400


@dataclass(frozen=True)
class Frequent:
    """The frequent tags of an index.

    tags: by field of the index, row ids. others: by field, in how many works the most
    borne of all other tags was; last: the same of the tag at the place LAST. at: when
    that was counted (the index's own number of its last change).
    """

    tags: Mapping[str, tuple[int, ...]]
    others: Mapping[str, int]
    last: Mapping[str, int]
    at: int = 0

    @cached_property
    def _coded(self) -> dict[str, dict[int, int]]:
        codes: dict[str, dict[int, int]] = {}
        for field, tags in self.tags.items():
            first = sum(map(len, codes.values()))
            codes[field] = {tag: first + n for n, tag in enumerate(tags)}
        return codes

    @cached_property
    def _named(self) -> list[tuple[str, int]]:
        return [(field, tag) for field, tags in self.tags.items() for tag in tags]

    def codes(self, told: Mapping[str, Any]) -> list[int]:
        """Return what the column has of a document. told: the document's fields."""
        coded = self._coded
        return sorted(
            coded[field][tag]
            for field, tags in _tags_of(told)
            if field in coded
            for tag in tags
            if tag in coded[field]
        )

    def loosened(self, changes: int) -> Frequent:
        """Return the same after so many changes of the index."""
        return replace(self, others={f: n + changes for f, n in self.others.items()})

    def may_tell(self, share: float) -> bool:
        """Tell whether most fields of a result are likely to be told from these tags.

        share: of all works. The first tags of a part are mostly those of all.
        """
        likely = [
            not others or share * self.last[field] > others
            for field, others in self.others.items()
        ]
        return 2 * sum(likely) > len(likely)

    def told(
        self, column: Counts, fields: Mapping[str, str], most: int
    ) -> dict[str, Counts]:
        """Return what `most_frequent` does, for those fields that are certain.

        column: of the column, for the same result: the SEEN most frequent.
        """
        # What was cut off has no more than the last that was not.
        cut = column[-1][1] if len(column) == SEEN else 0
        counts: dict[str, Counts] = {field: [] for field in self.tags}
        for code, works in column:
            field, tag = self._named[code]
            counts[field].append((tag, works))
        return {
            name: sorted(counts[field], key=lambda each: (-each[1], each[0]))[:most]
            for name, field in fields.items()
            if field in self.tags
            and _certain(counts[field], most, max(cut, self.others[field]))
        }

    @classmethod
    def load(cls, folder: Path) -> Frequent:
        """Return those of the index in a folder; none where nothing is told."""
        try:
            written = (folder / TAGS).read_bytes()
            told = json.loads((folder / OTHERS).read_bytes())
            if told["of"] != _digest(written):
                return NONE
            tags = {field: tuple(e) for field, e in json.loads(written).items()}
            return cls(tags, told["others"], told["last"], told["at"])
        except (OSError, ValueError, KeyError, TypeError):
            return NONE

    def save(self, folder: Path) -> None:
        """Put them beside a new index, in its folder."""
        (folder / TAGS).write_bytes(self._written())
        self.save_others(folder)

    def save_others(self, folder: Path) -> None:
        """Put what is counted of the others in the place of what lay there.

        Where another index lies there by now, with tags of its own, this says nothing.
        """
        of = _digest(self._written())
        told = {"of": of, "others": self.others, "last": self.last, "at": self.at}
        new = folder / f"{OTHERS}.new"
        new.write_text(json.dumps(told), encoding="utf-8")
        new.replace(folder / OTHERS)

    def _written(self) -> bytes:
        return json.dumps(self.tags).encode()

    def renewed(self, searcher: tantivy.Searcher, at: int) -> Frequent:
        """Return the same with what the index says of all other tags now. at: its
        number of changes."""
        if not self.tags:
            return self
        told: dict[str, Any] = {}
        for field, tags in self.tags.items():  # all at once may be more than it tells
            asked = terms(field, len(tags) + 1, _DEEP * len(tags) + 1)
            told |= searcher.aggregate(tantivy.Query.all_query(), {field: asked})
        others = {
            field: _most_of_others(told[field], tags, searcher.num_segments)
            for field, tags in self.tags.items()
        }
        last = {
            field: int(found["buckets"][LAST - 1]["doc_count"])
            for field, found in told.items()
            if len(found["buckets"]) >= LAST
        }
        return Frequent(self.tags, others, {**dict.fromkeys(self.tags, 0), **last}, at)


NONE = Frequent({}, {}, {})


def _certain(counts: Counts, most: int, missing: int) -> bool:
    """Tell whether none that is missing can be among the first.

    counts: sorted by works. missing: works that one of those may have at most.
    """
    return not missing or (len(counts) >= most and counts[most - 1][1] > missing)


def _digest(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()


def _tags_of(told: Mapping[str, Any]) -> Iterator[tuple[str, list[int]]]:
    for field in FIELDS:
        yield field, told.get(field, [])
    for key, tags in told.get(KINDS, {}).items():
        yield f"{KINDS}.{key}", tags


def _most_of_others(
    found: Mapping[str, Any], tags: tuple[int, ...], segments: int
) -> int:
    # One more was asked for than there are in the column, so the first other one is
    # among them or there is none. Several segments may count it short.
    known = frozenset(tags)
    others = (e["doc_count"] for e in found["buckets"] if e["key"] not in known)
    short = found.get("doc_count_error_upper_bound") if segments > 1 else 0
    return int(max(others, default=0)) + int(short or 0)
