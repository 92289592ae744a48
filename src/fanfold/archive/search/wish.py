"""What a reader wants to find: words, and for each value want, not want or neither.

A wish is an address: everything in it stands in the query string, and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import quote_plus, urlencode

#: Facets by their word in an address → the field of the index that is asked.
FACETS = {
    "fandom": "about",
    "relationship": "about",
    "character": "about",
    "warning": "about",
    "tag": "about",
    "rating": "rating",
    "status": "status",
    "language": "language",
    "category": "category",
    "source": "collection",
    "year": "year",
    "unsure": "unsure",
    "author": "creator",
    "series": "in_series",
}
#: Word in an address → field of the index, descending. "" is by how well it fits.
SORTS = {
    "fit": ("", True),
    "new": ("added", True),
    "updated": ("updated", True),
    "title": ("sort_title", False),
    "long": ("words", True),
    "short": ("words", False),
    "old": ("date", False),
}
#: Most values that are looked at, and longest of them.
_MOST, _LONGEST = 60, 100


class Query(Protocol):
    """What an address said: Django's QueryDict, or anything like it."""

    def get(self, key: str, default: str) -> str: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of one facet. wanted: False for what must not be."""

    facet: str
    value: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """A search. words: as typed. page: from 1. lifted: what the reader never wants is
    let in this once."""

    words: str = ""
    choices: tuple[Choice, ...] = ()
    sort: str = ""
    page: int = 1
    more: str = ""
    lifted: bool = False

    @property
    def order(self) -> str:
        """The word of SORTS that counts: by fit where there are words to fit."""
        if self.sort in SORTS:
            return self.sort
        return "fit" if self.words.strip() else "new"

    def address(self, *, page: int = 1) -> str:
        """Return the query string of this wish, without the question mark."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [
            (each.facet, each.value if each.wanted else f"-{each.value}")
            for each in self.choices
        ]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("more", self.more)] if self.more else []
        pairs += [("all", "1")] if self.lifted else []
        pairs += [("page", str(page))] if page > 1 else []
        return urlencode(pairs)

    def adding(self) -> Callable[[str, str], str]:
        """Return what makes the address with one more choice from a facet and a value.

        A value that begins with "-" is not wanted. Of use for values that are not
        chosen yet: a page has a hundred of them.
        """
        first = replace(self, page=1)
        before = replace(first, sort="", more="", lifted=False).address()
        after = replace(first, words="", choices=()).address()

        def address(facet: str, value: str) -> str:
            parts = (before, f"{facet}={quote_plus(value)}", after)
            return "&".join(filter(None, parts))

        return address

    def with_choice(self, choice: Choice) -> Wish:
        """Return the wish with a value wanted or not wanted; page one of it."""
        return replace(self, choices=(*self._others(choice), choice), page=1)

    def without_choice(self, choice: Choice) -> Wish:
        """Return the wish that does not care for a value."""
        return replace(self, choices=tuple(self._others(choice)), page=1)

    def _others(self, choice: Choice) -> Iterator[Choice]:
        for each in self.choices:
            if (each.facet, each.value) != (choice.facet, choice.value):
                yield each


def newest(wish: Wish) -> Wish:
    """Return the same search for what came last, as feeds ask it: on its first page."""
    return replace(wish, sort="new", page=1, more="", lifted=False)


def wish_of(told: Query) -> Wish:
    """Return the wish that an address states; odd values count for none."""
    number = told.get("page", "")
    # Longer ones are no page, and Python refuses to count that far.
    digits = number.isascii() and number.isdigit() and len(number) < 8
    page = int(number) if digits else 1
    more = told.get("more", "")
    return Wish(
        words=told.get("q", "").replace("\0", " ").strip(),
        choices=tuple(_choices(told))[:_MOST],
        sort=told.get("sort", "") if told.get("sort", "") in SORTS else "",
        page=max(1, min(page, 1_000_000)),
        more=more if more in FACETS or more == "all" else "",
        lifted=told.get("all", "") == "1",
    )


def _choices(told: Query) -> Iterable[Choice]:
    seen = set()
    for facet in FACETS:
        for text in told.getlist(facet):
            value = text.removeprefix("-")
            if value and len(value) <= _LONGEST and (facet, value) not in seen:
                seen.add((facet, value))
                yield Choice(facet, value, wanted=not text.startswith("-"))
