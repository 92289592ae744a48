"""The map of the archive for search engines: what a visitor finds, where it is allowed.

Never a work that is gated, for members, hidden or not yet revealed; whoever asks gets
a visitor's map. In pieces, for a piece may hold fifty thousand addresses and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fanfold.archive.models import Pseud, Tag, TagKind, Work
from fanfold.archive.queries import holdings, series, shelves
from fanfold.archive.queries.gatherings import Counted
from fanfold.archive.reader import ANYONE
from fanfold.errors import NotFoundError
from fanfold.web.addresses import absolute
from fanfold.web.crawling import may_be_indexed, robots_txt

#: Addresses in one piece.
PIECE = 10_000
#: The last piece that anybody may ask for.
_MOST = 50_000
#: What yields the paths of some pages, from one to another.
Part: TypeAlias = Callable[[int, int], Iterator[str]]
_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES = ("home", "works", "authors", "tags", "shelves", "figures", "news")
_TAGS = (TagKind.FANDOM, TagKind.RELATIONSHIP, TagKind.CHARACTER)


def robots(request: HttpRequest) -> HttpResponse:
    """Nothing is listed by search engines unless the archive says so."""
    sitemap = absolute(request, reverse("sitemap"))
    return HttpResponse(robots_txt(sitemap), content_type="text/plain")


def index(request: HttpRequest) -> HttpResponse:
    """All pieces of the map."""
    _require_allowed()
    pieces = [
        reverse("sitemap-piece", args=[kind, number])
        for kind, (count, _part) in _KINDS.items()
        for number in range(1, 1 + -(-count() // PIECE))
    ]
    return _xml(request, "sitemapindex", "sitemap", pieces)


def piece(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One piece: some of the stories, authors, tags, series or collections."""
    _require_allowed()
    _count, part = _KINDS.get(kind, _NOTHING)
    start = (number - 1) * PIECE
    paths = list(part(start, start + PIECE)) if 0 < number <= _MOST else []
    if not paths:
        raise NotFoundError("There is no such part of the map.")
    return _xml(request, "urlset", "url", paths)


def _require_allowed() -> None:
    if not may_be_indexed():
        raise NotFoundError("This archive has no map.")


def _xml(request: HttpRequest, root: str, each: str, paths: list[str]) -> HttpResponse:
    made = (
        f"<{each}><loc>{escape(absolute(request, path))}</loc></{each}>"
        for path in paths
    )
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<{root} xmlns="{_XMLNS}">',
        *made,
        f"</{root}>",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="application/xml")


def _works(start: int, stop: int) -> Iterator[str]:
    listed = Work.objects.listed_for(ANYONE).order_by("pk")
    rows = listed.values_list("public", flat=True)
    yield from (reverse("work", args=[each]) for each in rows[start:stop])


def _of(
    page: str, counted: Callable[[], list[Counted]]
) -> tuple[Callable[[], int], Part]:
    """Return what counts pages of a kind, and what yields some of their paths."""

    def part(start: int, stop: int) -> Iterator[str]:
        yield from (reverse(page, args=[e.public]) for e in counted()[start:stop])

    return lambda: len(counted()), part


def _tags() -> list[Counted]:
    return [
        each
        for kind in _TAGS
        for each in holdings.tags_among(Tag.objects.filter(kind=kind), kind, ANYONE)
    ]


_NOTHING: tuple[Callable[[], int], Part] = (lambda: 0, lambda start, stop: iter(()))
#: Of each kind of page: how many there are, and some of their paths.
_KINDS: dict[str, tuple[Callable[[], int], Part]] = {
    "pages": (
        lambda: len(_PAGES),
        lambda start, stop: (reverse(each) for each in _PAGES[start:stop]),
    ),
    "works": (lambda: holdings.totals(ANYONE).works, _works),
    "authors": _of(
        "author", lambda: holdings.authors_among(Pseud.objects.all(), ANYONE)
    ),
    "tags": _of("tag", _tags),
    "series": _of("series", lambda: series.all_series(ANYONE)),
    "collections": _of("collection", lambda: shelves.collections(ANYONE)),
}
