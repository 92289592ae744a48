"""What comma lists in stories mean: categories, characters, classes, challenges.

Ids up to 2.x were names, and badly upgraded sites hold both. Every token is resolved
by itself: its id, then its name, then its name in any case; so one odd row changes
nothing of how the others are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from fanfold.readers.efiction_dump.cells import Cells
from fanfold.readers.efiction_dump.letters import Letters
from fanfold.readers.efiction_dump.sites import Site
from fanfold.readers.efiction_dump.spill import Record, Spill
from fanfold.readers.efiction_dump.telling import Telling

T = TypeVar("T")

#: Tokens that say there is nothing.
_NOTHING = {"", "0", "-1", "None"}


@dataclass(slots=True)
class Words(Generic[T]):
    """The entries of one table, by id and by name."""

    by_id: dict[int, T] = field(default_factory=dict)
    by_name: dict[str, T] = field(default_factory=dict)
    folded: dict[str, T] = field(default_factory=dict)

    def add(self, number: int | None, name: str, entry: T) -> None:
        """Add an entry; the first of several with one id or name stays."""
        if number is not None:
            self.by_id.setdefault(number, entry)
        if name:
            self.by_name.setdefault(name, entry)
            self.folded.setdefault(name.casefold(), entry)

    def get(self, token: str) -> T | None:
        """Return what a token names, None where nothing is so called."""
        if token.isascii() and token.isdigit() and len(token) < 12:
            found = self.by_id.get(int(token))
            if found is not None:
                return found
        return self.by_name.get(token) or self.folded.get(token.casefold())


@dataclass(frozen=True, slots=True)
class Class:
    """A genre, warning or any other class. type: the title of its kind."""

    type: str
    name: str

    @property
    def is_warning(self) -> bool:
        """True where its kind is that of warnings, in the words of some languages."""
        return any(word in self.type.casefold() for word in _WARNINGS)


_WARNINGS = ("warning", "warnung", "avertissement", "advertencia", "avviso")


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating. flags: 1 shows a text, 2 asks for age, 4 asks to sign in."""

    name: str
    flags: int


@dataclass(slots=True)
class Vocabulary:
    """All that lists of one site can name."""

    categories: Words[tuple[str, ...]] = field(default_factory=Words)
    characters: Words[str] = field(default_factory=Words)
    classes: Words[Class] = field(default_factory=Words)
    genres: Words[Class] = field(default_factory=Words)
    warnings: Words[Class] = field(default_factory=Words)
    ratings: Words[Rated] = field(default_factory=Words)
    challenges: Words[str] = field(default_factory=Words)


def vocabulary_of(
    site: Site, spill: Spill, letters: Letters, telling: Telling
) -> Vocabulary:
    """Return the words of a site. Small tables, held in memory."""
    made = Vocabulary()

    def entries(base: str, column: str) -> Iterator[tuple[Record, int | None, str]]:
        table = site.table(base)
        for record in spill.all(table):
            assert table is not None  # noqa: S101 - else there are no records
            number = record.number(table.keys.key)
            name = f"{table.name}[{table.keys.key}={number}]"
            yield record, number, Cells(record, name, letters, telling).bare(column)

    for number, name, path in _paths(entries("categories", "category")):
        made.categories.add(number, name, path)
    for _, number, name in entries("characters", "charname"):
        made.characters.add(number, name, name)
    for _, number, name in entries("challenges", "title"):
        made.challenges.add(number, name, name)
    types = {n: name for _, n, name in entries("classtypes", "classtype_title")}
    for record, number, name in entries("classes", "class_name"):
        kind = types.get(record.number("class_type")) or "Classes"
        made.classes.add(number, name, Class(kind, name))
    for _, number, name in entries("genres", "genre"):
        made.genres.add(number, name, Class("Genres", name))
    for _, number, name in entries("warnings", "warning"):
        made.warnings.add(number, name, Class("Warnings", name))
    for record, number, name in entries("ratings", "rating"):
        flags = record.number("ratingwarning") or 0
        made.ratings.add(number, name, Rated(name, flags))
    return made


def _paths(
    entries: Iterator[tuple[Record, int | None, str]],
) -> Iterator[tuple[int | None, str, tuple[str, ...]]]:
    """Yield categories with the names above them; a circle ends where it closes."""
    known = [(r.number("parentcatid"), n, name) for r, n, name in entries]
    above = {n: (parent, name) for parent, n, name in reversed(known)}
    for _, number, name in known:
        path: list[str] = []
        seen: set[int | None] = set()
        at = number
        while at in above and at not in seen:
            seen.add(at)
            at, step = above[at][0], above[at][1]
            path.insert(0, step)
        yield number, name, tuple(path)


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a comma list that name something, each once."""
    tokens = (each.strip() for each in text.split(","))
    return list(dict.fromkeys(each for each in tokens if each not in _NOTHING))
