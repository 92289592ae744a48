"""A filter that goes missing anywhere is noticed by the walk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fanfold.archive.outbox import tell
from fanfold.archive.search.follow import Follower
from fanfold.web.pages.lists import PAGE
from tests.archive.making import put
from tests.archive.searching import follower
from tests.web.visibility.mutations import Site, deaf, noting, sites, without
from tests.web.visibility.scene import (
    Scene,
    Visit,
    enter,
    move,
    set_scene,
)
from tests.web.visibility.surface import Surface, answer
from tests.web.visibility.walking import SURFACES, wrong

__all__ = ["follower"]

#: Filters that no page of a barred work comes to, and what holds them.
UNASKED = {
    "archive/queries/gatherings.py:words_in": "in company: the walk",
    "archive/queries/fresh.py:fresh_chapters": "tests/archive/test_digests.py",
    "archive/queries/holdings.py:_borne": "no index: tests/archive/test_whole.py",
    "archive/queries/holdings.py:_totals": "no index: the same",
    "archive/queries/holdings.py:listed_tags": "an index that lags: the same",
    "archive/queries/shelves.py:_categories": "no index: the same",
    "archive/queries/shelves.py:_collections": "no index: the same",
    "archive/queries/shelves.py:_years": "no index: the same",
    "archive/queries/public_pages.py:_LISTED": "kept pages: tests/web/test_rendered.py",
    "archive/queries/public_pages.py:_in_series": "tests/web/test_rendered.py",
    "archive/queries/public_pages.py:_open": "tests/web/test_rendered.py",
    "archive/queries/public_pages.py:_tied": "tests/web/test_rendered.py",
    "archive/queries/talking.py:thanks_for": "by owners and staff: the walk",
    "archive/queries/tagging.py:_counted": "synonyms: tests/web/test_tag_pages.py",
    "web/pages/feeds.py:has_feed": "tests/web/test_feeds.py",
    "archive/search/snippets.py:_texts": "tests/archive/test_search.py",
    "archive/queries/shelves.py:_ratings": "without an index: tests/web/test_top.py",
}
#: Filters behind which another stands, or that a test of their own takes away.
SEEN_ELSEWHERE = {
    "web/pages/lists.py:_total": "test_no_further_page_tells_of_what_is_hidden",
    "archive/queries/followed.py:followed_chapters": "tests/web/test_own_feeds.py",
    "archive/queries/related.py:_same_text": "tests/archive/test_related.py",
    "archive/queries/owned.py:readable": "what is kept, by POST: tests/web/test_own.py",
}
#: One state for each part of the rule, and the actor that it bars; at the desk, too.
BARRED = (
    ("hidden", "anon"),
    ("restricted", "anon"),
    ("adult", "member"),
    ("hidden", "archivist"),
    ("draft", "admin"),
)
#: Hits of an index that lags behind the rows: what they hide is never shown.
SHOWN_HITS = ("search_results", "search_snippet", "autocomplete", "more_like_this")

Cell = tuple[Surface, str, str]


def stale(scene: Scene, state: str, follower: Follower) -> None:
    """Take the work into a state that the index has not heard of, nor ever will."""
    move(scene, "published")
    tell(scene.work.public)
    follower.catch_up()
    move(scene, state)


def fresh(scene: Scene, state: str, follower: Follower) -> None:
    """Take the work into a state, and let the index hear of it."""
    move(scene, state)
    tell(scene.work.public)
    follower.catch_up()


@pytest.fixture
def scene() -> Scene:
    made = set_scene("published")
    for surface in SURFACES:
        surface.prepare(made)
    return made


def passes(cell: Cell, visit: Visit) -> bool:
    """Tell whether a cell is as it must be. Of an index that lags, the facets lag too:
    there only what is said of the work itself counts."""
    surface, actor, state = cell
    expected = surface.must(actor, state)
    got = answer(surface, visit, expected)
    return got.startswith(expected) if surface.name in SHOWN_HITS else got == expected


def cells(scene: Scene, follower: Follower) -> Iterator[tuple[Cell, Visit]]:
    """Yield each cell that a part of the rule bars, the scene set for it."""
    for way, chosen in ((fresh, None), (stale, SHOWN_HITS)):
        for state, actor in BARRED:
            way(scene, state, follower)
            visit = enter(scene, actor)
            for surface in SURFACES:
                if chosen is None or surface.name in chosen:
                    yield (surface, actor, state), visit


def test_a_filter_missing_anywhere_is_noticed(scene: Scene, follower: Follower) -> None:
    known = list(sites())
    missed = set(known)
    asked: set[Site] = set()
    for cell, visit in cells(scene, follower):
        met: set[Site] = set()
        with noting(met.add, known):
            assert passes(cell, visit), cell
        asked |= met
        for site in met & missed:
            with without(site):
                if not passes(cell, visit):
                    missed.discard(site)

    assert {str(site) for site in set(known) - asked} == set(UNASKED)
    assert {str(site) for site in missed & asked} == set(SEEN_ELSEWHERE)


def test_no_further_page_tells_of_what_is_hidden(scene: Scene) -> None:
    for number in range(PAGE):
        put(f"Story {number}")
    move(scene, "hidden")
    client = enter(scene, "anon").client
    total = next(site for site in sites() if str(site) == "web/pages/lists.py:_total")

    assert "page=2" not in client.get("/works/").content.decode()
    with without(total):
        assert "page=2" in client.get("/works/").content.decode()


def test_what_waits_for_the_index_is_left_out_of_all_numbers(
    scene: Scene, follower: Follower
) -> None:
    """The rows have moved on and the index has not heard of it: nothing tells."""
    fresh(scene, "published", follower)
    move(scene, "hidden")
    tell(scene.work.public, narrowing=True)
    visit = enter(scene, "member18")

    assert list(wrong(scene, "hidden", actors=["member18"])) == []
    with deaf():
        got = [
            each
            for each in SURFACES
            if not passes((each, visit.actor, "hidden"), visit)
        ]
    assert "search_total" in {surface.name for surface in got}
