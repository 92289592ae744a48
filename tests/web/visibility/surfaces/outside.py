"""What programs of others learn: maps, what search engines list, cards of links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch
from urllib.robotparser import RobotFileParser

from django.http import HttpResponseBase
from django.test import Client

from fanfold.web import crawling
from tests.web.visibility.scene import Visit
from tests.web.visibility.surface import Surface, at, leaks, of_work, page_of, raw


@contextmanager
def let_in(*, ai: bool = True) -> Iterator[None]:
    """Let search engines list the archive."""
    own = crawling.CONFIGURATION
    site = own.site.model_copy(update={"index": True, "ai": ai})
    changed = own.model_copy(update={"site": site})
    with patch.object(crawling, "CONFIGURATION", changed):
        yield


def _map(visit: Visit, address: str) -> HttpResponseBase:
    with let_in():
        answer: HttpResponseBase = visit.client.get(address)
    return answer


def _crawled(visit: Visit, address: str) -> HttpResponseBase:
    """A search engine asks; what it lists is the same for whoever looks there."""
    with let_in():
        robots = RobotFileParser()
        robots.parse(Client().get("/robots.txt").content.decode().splitlines())
        assert robots.can_fetch("anybody", address)
        answer: HttpResponseBase = Client().get(address)
    return answer


def _listed(visit: Visit, response: HttpResponseBase) -> str:
    whole = raw(response)
    listed = response.status_code == 200 and "noindex" not in whole
    told = "present" if listed and visit.work.public in whole else "absent"
    return f"{told} with {leaks(whole)}" if not listed and leaks(whole) else told


def _preview(visit: Visit, response: HttpResponseBase) -> str:
    """What a page tells programs that make previews; the gate tells them nothing."""
    whole = raw(response)
    if 'property="og:' in whole:
        return "200_full" if 'property="og:title"' in whole else "half of it"
    told = page_of(visit, response)
    told = "404_same_as_missing" if told == "200_gate" else told
    return f"{told} with {leaks(whole)}" if leaks(whole) else told


def _piece(kind: str, told: Callable[[Visit], str]) -> Surface:
    return Surface(
        f"sitemap_of_{kind}",
        at(f"/sitemap/{kind}/1.xml"),
        row="sitemap",
        told=told,
        ask=_map,
        # In company another story leads to the same pages.
        alone=True,
    )


SURFACES = (
    Surface("sitemap", at("/sitemap/works/1.xml"), ask=_map),
    Surface(
        "sitemap_pieces",
        at("/sitemap.xml"),
        row="sitemap",
        told=lambda visit: "sitemap/works/1.xml",
        ask=_map,
        alone=True,
    ),
    _piece("authors", lambda visit: visit.author),
    _piece("tags", lambda visit: visit.tag),
    _piece("series", lambda visit: visit.series),
    _piece("collections", lambda visit: visit.collection),
    Surface("crawler_index", of_work(""), ask=_crawled, judge=_listed),
    Surface("open_graph", of_work(""), judge=_preview),
    Surface(
        "open_graph_of_chapter",
        lambda v: f"/works/{v.work.public}/chapters/{v.chapter}/",
        row="open_graph",
        judge=_preview,
    ),
    Surface(
        "oembed", lambda v: f"/oembed/?url=http://testserver/works/{v.work.public}/"
    ),
)
