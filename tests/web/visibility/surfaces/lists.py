"""Lists that a work may stand in, and the numbers over them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase

from fanfold.archive.models import Work
from tests.web.visibility.scene import (
    AUTHOR,
    CATEGORY,
    COLLECTION,
    FANDOM,
    SERIES,
    YEAR,
    Visit,
)
from tests.web.visibility.surface import Surface, at, counted, named

#: Asked so often, one of two stories is missed once in a million walks.
_TRIES = 20


def _drawn(visit: Visit, address: str) -> HttpResponseBase:
    """Draw until the work is drawn; where it stands alone, once."""
    for _try in range(_TRIES if visit.scene.others else 1):
        response: HttpResponseBase = visit.client.get(address)
        if visit.work.public in response.headers.get("Location", ""):
            break
    return response


def _in_list(name: str) -> Callable[[Visit], str]:
    """Return the pattern for the work in one of the lists of a page."""
    return lambda v: rf'(?s)id="{name}"(?:(?!</section>).)*/works/{v.work.public}/'


SURFACES = (
    Surface("home_recent", at("/")),
    Surface(
        "home_totals",
        at("/"),
        row="browse",
        told=lambda v: r"\b2 stories" if v.scene.others else r"\b1 story",
    ),
    Surface("browse", at("/works/?sort=new")),
    Surface("random_work", at("/random/"), ask=_drawn),
    Surface("tag_page", lambda v: f"/tags/{v.tag}/", told=named(FANDOM)),
    Surface("tag_count", at("/tags/"), row="tag_page", told=counted(FANDOM)),
    Surface(
        "tag_kind_count", at("/tags/all/fandom/"), row="tag_page", told=counted(FANDOM)
    ),
    Surface("browse_by_letter", at("/works/?letter=Q"), row="browse"),
    Surface("author_page", lambda v: f"/authors/{v.author}/", told=named(AUTHOR)),
    Surface(
        "author_word_count",
        lambda v: f"/authors/{v.author}/",
        told=lambda v: r"\b20 words in all" if v.scene.others else r"\b14 words in all",
    ),
    Surface(
        "site_statistics",
        at("/figures/"),
        told=lambda v: f">{YEAR}</th><td>{v.scene.others + 1}<",
    ),
    Surface(
        "figures_sheet",
        at("/figures.csv"),
        row="site_statistics",
        told=lambda v: rf"\b{YEAR},{v.scene.others + 1},",
    ),
    Surface("author_work_count", at("/authors/"), told=counted(AUTHOR)),
    Surface("series_page", lambda v: f"/series/{v.series}/", told=named(SERIES)),
    Surface(
        "series_download",
        lambda v: f"/series/{v.series}/download/x.epub",
        told=named(SERIES),
    ),
    Surface(
        "author_download",
        lambda v: f"/authors/{v.author}/download/x.epub",
        row="series_download",
        told=named(AUTHOR),
    ),
    Surface("series_count", at("/shelves/"), told=counted(SERIES)),
    Surface(
        "collection_page",
        lambda v: f"/collections/{v.collection}/",
        told=named(COLLECTION),
    ),
    Surface(
        "collection_count",
        at("/shelves/"),
        row="collection_page",
        told=counted(COLLECTION),
    ),
    Surface("category_count", at("/shelves/"), row="browse", told=counted(CATEGORY)),
    Surface("rating_count", at("/shelves/"), row="browse", told=counted("General")),
    # Thanked for in works.py, where their number is told.
    Surface(
        "top_thanked", at("/top/"), row="kudos_count_list", told=_in_list("thanked")
    ),
    Surface("top_spoken_of", at("/top/"), row="browse", told=_in_list("said")),
    Surface(
        "featured_list",
        at("/top/"),
        row="browse",
        told=_in_list("featured"),
        prepare=lambda scene: Work.objects.update(featured=True),
    ),
    Surface("year_count", at("/shelves/"), row="browse", told=counted(YEAR)),
)
