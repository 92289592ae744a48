"""The lists of names that a catalogue leads through, and where each comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.translation import gettext_lazy as _

from fanfold.archive.models import Pseud, Tag, TagKind
from fanfold.archive.queries import holdings, series, shelves
from fanfold.archive.queries.gatherings import Counted
from fanfold.archive.reader import Reader
from fanfold.web.pages import letters

_Find: TypeAlias = Callable[[str, Reader], list[Counted]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One list. find: the names under a letter, all for "", that the reader's lists
    show; many: how many there are; shown: those of one page as their own pages have
    them."""

    title: Any
    find: _Find
    many: Callable[[Reader], int]
    shown: Callable[[list[Counted], Reader], list[Counted]] = lambda page, _: page


def _fandoms(letter: str, reader: Reader) -> list[Counted]:
    rows = letters.under(letter, Tag.objects.filter(kind=TagKind.FANDOM), "name")
    return holdings.tags_among(rows, TagKind.FANDOM, reader)


def _fandoms_of_page(page: list[Counted], reader: Reader) -> list[Counted]:
    return holdings.tags_of_page(page, TagKind.FANDOM, reader)


def _authors(letter: str, reader: Reader) -> list[Counted]:
    rows = letters.under(letter, Pseud.objects.all(), "name")
    return holdings.authors_among(rows, reader)


def _few(find: Callable[[Reader], list[Counted]]) -> _Find:
    """Return what cuts a list that is never long down to a letter."""
    return lambda letter, reader: [
        each
        for each in find(reader)
        if not letter or letters.letter_of(each.name) == letter
    ]


#: By the word in an address.
KINDS = {
    "fandoms": Kind(
        _("Fandoms"),
        _fandoms,
        lambda reader: len(_fandoms("", reader)),
        _fandoms_of_page,
    ),
    "authors": Kind(
        _("Authors"),
        _authors,
        lambda reader: holdings.totals(reader).authors,
        holdings.authors_of_page,
    ),
    "series": Kind(
        _("Series"),
        _few(series.all_series),
        lambda reader: len(series.all_series(reader)),
    ),
    "collections": Kind(
        _("Collections"),
        _few(shelves.collections),
        lambda reader: len(shelves.collections(reader)),
    ),
}
