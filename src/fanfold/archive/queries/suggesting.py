"""Names and titles that begin as somebody types, from the reader's own lists alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from fanfold.archive.models import Pseud, Tag, TagKind, Work
from fanfold.archive.queries.holdings import (
    listed_authors,
    listed_tags,
    works_by,
    works_of,
)
from fanfold.archive.reader import Reader
from fanfold.archive.search.finding import titles_with
from fanfold.errors import SearchNotReadyError

#: Fewest letters that are asked with, most suggestions of a sort.
SHORTEST, MOST = 2, 8
#: Names looked at: of more, those first in the alphabet.
_LOOKED_AT = 300
#: Room that is kept for titles where there is much else.
_TITLES = 3
KINDS = {
    "fandom": TagKind.FANDOM,
    "relationship": TagKind.RELATIONSHIP,
    "character": TagKind.CHARACTER,
    "tag": TagKind.FREE,
}
#: What can be asked for; "any" asks for all of it.
WAYS = (*KINDS, "author", "title", "any")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One. way: of WAYS; public: id of a tag, pseud or work; works: listed ones."""

    way: str
    name: str
    public: str
    works: int


def suggestions(typed: str, way: str, reader: Reader) -> list[Suggestion]:
    """Return what begins as was typed, or has a word that does; most works first."""
    typed = " ".join(typed.replace("\0", " ").split())
    if len(typed) < SHORTEST or way not in WAYS:
        return []
    found: list[Suggestion] = []
    for name, kind in KINDS.items():
        if way in (name, "any"):
            found += _tags(typed, name, kind, reader)
    if way in ("author", "any"):
        found += _authors(typed, reader)
    found.sort(key=lambda each: (-each.works, each.name.casefold()))
    titles = _titles(typed, reader) if way in ("title", "any") else []
    room = MOST - len(titles[:_TITLES])
    return [*found[:room], *titles][:MOST]


def _begins(column: str, typed: str) -> Q:
    return Q(**{f"{column}__istartswith": typed}) | Q(
        **{f"{column}__icontains": f" {typed}"}
    )


def _tags(typed: str, way: str, kind: TagKind, reader: Reader) -> list[Suggestion]:
    near = _near(Tag.objects.filter(kind=kind), typed)
    most = _most(way, near, works_of([pk for pk, *_told in near], kind, reader))
    listed = listed_tags([each.public for each in most], reader)
    return [each for each in most if each.public in listed]


def _authors(typed: str, reader: Reader) -> list[Suggestion]:
    near = _near(Pseud.objects.all(), typed)
    most = _most("author", near, works_by([pk for pk, *_told in near], reader))
    listed = listed_authors([each.public for each in most], reader)
    return [each for each in most if each.public in listed]


def _near(rows: Any, typed: str) -> list[tuple[int, str, str]]:
    """Return (row id, name, public id) of what begins so."""
    found = rows.filter(_begins("name", typed)).order_by("name")
    return list(found.values_list("pk", "name", "public")[:_LOOKED_AT])


def _most(
    way: str, near: list[tuple[int, str, str]], works: dict[int, int]
) -> list[Suggestion]:
    told = [
        Suggestion(way, name, public, works[pk])
        for pk, name, public in near
        if pk in works
    ]
    return sorted(told, key=lambda each: (-each.works, each.name))[:MOST]


def _titles(typed: str, reader: Reader) -> list[Suggestion]:
    """Ask the index for titles, and the rows whether they are for this reader.

    While there is no index, titles that begin so are taken from the rows.
    """
    listed = Work.objects.listed_for(reader)
    try:
        listed = listed.filter(public__in=titles_with(typed, reader, MOST))
    except SearchNotReadyError:
        listed = listed.filter(title__istartswith=typed)
    rows = listed.order_by("sort_title", "pk").values_list("title", "public")
    return [Suggestion("title", title, public, 1) for title, public in rows[:MOST]]
