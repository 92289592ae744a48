"""The table of visibility, cell by cell, over HTTP, for the surfaces there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from fanfold.archive.models import Account
from fanfold.archive.search.follow import Follower
from fanfold.web.access import RULES, Rule
from tests.archive.searching import follower
from tests.e2e.acts.addresses import name_of
from tests.web.visibility.scene import (
    ACTORS,
    STATES,
    TABLE,
    Scene,
    enter,
    set_scene,
)
from tests.web.visibility.to_come import TO_COME
from tests.web.visibility.walking import SURFACES, wrong

__all__ = ["follower"]


#: Pages at the desk and of a reader's own on which no work is told of, or whose works
#: another test holds. What is neither walked nor here must take nothing but a POST.
TELL_NOTHING = {
    "account": "settings",
    "accounts": "accounts and their roles",
    "after": "people",
    "after-one": "people",
    "barred": "people",
    "desk-after": "people: tests/web/test_succession.py",
    "claim-code": "asks for a code",
    "claim-vouching": "a name, for whoever got its address",
    "comment": "what one said oneself: tests/web/test_talking.py",
    "desk-import-piece": "how much of a file came: tests/web/test_bring_in.py",
    "desk-import-reviews": "imports and numbers of questions",
    "desk-letter": "tests/web/test_desk_letters.py",
    "desk-letter-files": "tests/web/test_desk_letters.py",
    "desk-letter-sure": "tests/web/test_desk_letters.py",
    "desk-letters": "kinds of letters and numbers of them",
    "desk-news": "notices: tests/web/test_desk_news.py",
    "desk-news-one": "notices: tests/web/test_desk_news.py",
    "desk-rules": "answers: tests/web/test_desk_review.py",
    "desk-tag-sheet": "a form; what it would change: tests/web/test_desk_tags.py",
    "mine-new": "an empty form",
    "own-feeds": "whether there is a key: tests/web/test_own_feeds.py",
    "together": "a title, for whoever got its address: tests/web/test_together.py",
    "reports": "what one said oneself: tests/web/test_reports.py",
}
#: Where the company of others could tell most, and where a second database could err:
#: the rest of these is walked at night.
SAMPLED = ("adult_restricted", "hidden")
SECOND = connection.vendor == "postgresql"


def _in_the_suite_too(state: str) -> object:
    marks = () if state in SAMPLED else (pytest.mark.nightly,)
    return pytest.param(state, marks=marks)


def _once_whole(state: str) -> object:
    """Every state on SQLite; on the second database those that are sampled."""
    return _in_the_suite_too(state) if SECOND else state


def prepared(state: str, follower: Follower, *, company: bool) -> Scene:
    scene = set_scene(state, company=company)
    for surface in SURFACES:
        surface.prepare(scene)
    follower.catch_up()
    return scene


@pytest.mark.parametrize("state", [_once_whole(state) for state in STATES])
def test_every_surface_answers_as_the_table_says(
    state: str, follower: Follower
) -> None:
    scene = prepared(state, follower, company=False)

    assert list(wrong(scene, state)) == []


@pytest.mark.parametrize("state", [_in_the_suite_too(state) for state in STATES])
def test_the_same_where_another_story_stands_beside(
    state: str, follower: Follower
) -> None:
    scene = prepared(state, follower, company=True)

    assert list(wrong(scene, state)) == []


def test_the_table_is_walked_whole() -> None:
    walked = {surface.expected for surface in SURFACES}

    assert walked | set(TO_COME) == set(TABLE)
    assert walked & set(TO_COME) == set(), "it is there now: take it off the list"
    assert all(set(TABLE[each]) == set(ACTORS) for each in TABLE)
    assert all(set(TABLE[s][a]) == set(STATES) for s in TABLE for a in TABLE[s])


def test_no_two_surfaces_have_one_name() -> None:
    names = [surface.name for surface in SURFACES]

    assert len(set(names)) == len(names)


def walked_pages(follower: Follower) -> set[str]:
    visit = enter(prepared("published", follower, company=False), "admin")
    # Some ask on purpose where nothing is: those lead to no page.
    return {name_of(surface.address(visit)) for surface in SURFACES} - {""}


def test_every_page_that_may_tell_of_works_is_walked(follower: Follower) -> None:
    walked = walked_pages(follower)
    admin = Client()
    admin.force_login(Account.objects.get(username="admin"))

    left = {
        name
        for name, rule in RULES.items()
        if rule not in (Rule.NOTHING, Rule.ACCOUNT)
        and not name.startswith(("mfa_", "second-step"))
    } - walked
    shows = {name for name in left if not _takes_a_post_alone(admin, name)}
    assert shows == set(TELL_NOTHING)


def _takes_a_post_alone(admin: Client, name: str) -> bool:
    (possible,) = get_resolver().reverse_dict.getlist(name)[:1]
    parts = possible[0][0][1]
    address = reverse(name, args=["x"] * len(parts))
    return bool(admin.get(address).status_code == 405)


@pytest.mark.parametrize("state", STATES)
def test_the_desk_tells_an_admin_no_more_than_the_table(state: str) -> None:
    for surface in SURFACES:
        if surface.row in ("admin_list", "admin_search", "audit_log"):
            wanted = TABLE[surface.row]["admin"][state]
            less = state == "tombstone" and surface.must("admin", state) == "absent"
            assert less or surface.must("admin", state) == wanted
