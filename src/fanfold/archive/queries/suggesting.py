"""Names and titles that begin as somebody types, from the reader's own lists alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from fanfold.archive.models import Pseud, Tag, Tagging, TagKind, Work
from fanfold.archive.queries.gatherings import bylines
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
    tags = Tag.objects.filter(_begins("name", typed), kind=kind)
    near = list(tags.order_by("name").values_list("pk", flat=True)[:_LOOKED_AT])
    listed = Tagging.objects.filter(
        tag__in=near, work__in=Work.objects.listed_for(reader)
    )
    rows = listed.values_list("tag__name", "tag__public").order_by()
    counted = rows.annotate(works=Count("work", distinct=True))
    return [
        Suggestion(way, name, public, works)
        for name, public, works in counted.order_by("-works", "tag__name")[:MOST]
    ]


def _authors(typed: str, reader: Reader) -> list[Suggestion]:
    pseuds = Pseud.objects.filter(_begins("name", typed)).order_by("name")
    near = list(pseuds.values_list("pk", flat=True)[:_LOOKED_AT])
    rows: Any = bylines(reader).filter(pseud__in=near)
    counted = rows.values_list("pseud__name", "pseud__public").annotate(
        works=Count("work", distinct=True)
    )
    return [
        Suggestion("author", name, public, works)
        for name, public, works in counted.order_by("-works", "pseud__name")[:MOST]
    ]


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
