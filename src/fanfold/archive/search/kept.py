"""Searches that somebody keeps, and what somebody never wants to find.

Both are the reader's own: in a cookie on the device, or with the account where there is
one (`archive/models/wishes.py`). What comes from a cookie is anybody's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fanfold.archive.search.wish import FACETS, Choice

#: Most searches and most barred things that are kept, and longest of either.
MOST, LONGEST = 20, 400
_NAME = 60
#: What can be barred for good: tags of any kind, authors; phrases besides.
BARRED = ("fandom", "relationship", "character", "warning", "tag", "author")


@dataclass(frozen=True, slots=True)
class Saved:
    """A search. name: as its owner calls it; address: its query string."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What one reader keeps. barred: unwanted choices; phrases: words never wanted."""

    saved: tuple[Saved, ...] = ()
    barred: tuple[Choice, ...] = ()
    phrases: tuple[str, ...] = ()

    def with_saved(self, name: str, address: str) -> Kept:
        """Return the same with a search, newest first; a name stands for one."""
        one = Saved(_short(name, _NAME) or address[:_NAME], address)
        others = [each for each in self.saved if each.name != one.name]
        return replace(self, saved=(one, *others)[:MOST]) if address else self

    def without_saved(self, name: str) -> Kept:
        """Return the same without the search of this name."""
        return replace(self, saved=tuple(e for e in self.saved if e.name != name))

    def with_barred(self, facet: str, value: str) -> Kept:
        """Return the same with one more thing barred: a facet's value, or a phrase."""
        told = _short(value, 100)
        if not told:
            return self
        if facet == "phrase":
            others = tuple(each for each in self.phrases if each != told)
            return replace(self, phrases=(told, *others)[:MOST])
        if facet not in BARRED:
            return self
        kept = self.without_barred(facet, told).barred
        return replace(self, barred=(Choice(facet, told, wanted=False), *kept)[:MOST])

    def without_barred(self, facet: str, value: str) -> Kept:
        """Return the same with one thing let in again."""
        return replace(
            self,
            barred=tuple(
                each
                for each in self.barred
                if (each.facet, each.value) != (facet, value)
            ),
            phrases=tuple(
                each for each in self.phrases if (facet, value) != ("phrase", each)
            ),
        )

    def without_authors(self, names: Iterable[str]) -> Kept:
        """Return the same with these authors barred too, by the names' public ids."""
        more = tuple(Choice("author", each, wanted=False) for each in names)
        return replace(self, barred=(*self.barred, *more)) if more else self

    @property
    def bars(self) -> bool:
        """Whether anything is barred."""
        return bool(self.barred or self.phrases)

    def told(self) -> dict[str, list[list[str]]]:
        """Return what is kept, as JSON has it."""
        return {
            "saved": [[each.name, each.address] for each in self.saved],
            "barred": [
                *([each.facet, each.value] for each in self.barred),
                *(["phrase", each] for each in self.phrases),
            ],
        }


NOTHING = Kept()


def kept_of(told: object) -> Kept:
    """Return what a cookie or row tells; odd parts count for none."""
    kept = NOTHING
    for name, address in reversed(list(_pairs(told, "saved"))):
        if len(address) <= LONGEST:
            kept = kept.with_saved(name, address)
    for facet, value in reversed(list(_pairs(told, "barred"))):
        kept = kept.with_barred(facet, value)
    return kept


def _pairs(told: object, key: str) -> Iterator[tuple[str, str]]:
    rows = told.get(key) if isinstance(told, dict) else None
    for row in rows[:MOST] if isinstance(rows, list) else ():
        match row:
            case [str(one), str(other)]:
                yield one, other


def _short(text: str, most: int) -> str:
    return " ".join(text.replace("\0", " ").split())[:most]


assert set(BARRED) <= set(FACETS)  # noqa: S101 - each has a field in the index
