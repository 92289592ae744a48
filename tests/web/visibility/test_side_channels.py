"""What an answer tells besides its words: hidden must look like missing all over."""

from __future__ import annotations

import re
import time
from statistics import median

import pytest
from django.http import HttpResponseBase
from django.test import Client

from fanfold.archive.search.follow import Follower
from tests.archive.searching import follower
from tests.web.visibility.scene import Scene, enter, set_scene
from tests.web.visibility.surface import bare, content, leaks, raw
from tests.web.visibility.walking import SURFACES

__all__ = ["follower"]

NOWHERE = "z" * 9
#: A work's own addresses, by its id.
PAGES = (
    "/works/{}/",
    "/works/{}/whole/",
    "/works/{}/chapters/",
    "/works/{}/origin/",
    "/works/{}/comments/",
    "/works/{}/comments.atom",
    "/works/{}/like/",
    "/works/{}/download/x.epub",
    "/api/1/works/{}/",
    "/api/1/works/{}/text/",
)
#: The same address in other spellings.
SPELLINGS = (
    "/works/{}",
    "/works/0{}/",
    "/works/{}.json",
    "/works/{}.json/",
    "/works/{};x/",
    "/Works/{}/",
    "/works//{}/",
    "/works/{}%0a/",
    "/works/{}%00/",
    "/works/{}/?format=json",
)
ASKS: tuple[dict[str, str], ...] = (
    {},
    {"accept": "application/json"},
    {"range": "bytes=0-9"},
    {"if-none-match": "*"},
    {"if-modified-since": "Wed, 21 Oct 2037 07:28:00 GMT"},
)
#: All parts of the rule that make a work look as if it was not there.
BARRED = ("unreviewed", "restricted", "unrevealed", "hidden")


def seen(response: HttpResponseBase, id_: str) -> tuple[object, ...]:
    """All of an answer that must not differ."""
    headers = {
        name.lower(): re.sub(re.escape(id_), "ID", value)
        for name, value in response.headers.items()
        # A page with a token is as long as any other: the token's own is random.
        if name.lower() not in ("set-cookie", "date")
    }
    return response.status_code, headers, bare(response).replace(id_.encode(), b"ID")


@pytest.mark.parametrize("state", BARRED)
def test_hidden_looks_like_missing_whatever_is_asked_and_how(state: str) -> None:
    scene = set_scene(state)
    client = enter(scene, "anon").client

    for address in (*PAGES, *SPELLINGS):
        for headers in ASKS:
            for ask in (client.get, client.head)[: 2 if headers == {} else 1]:
                there = ask(address.format(scene.work.public), headers=headers)
                other = ask(address.format(NOWHERE), headers=headers)
                told = seen(there, scene.work.public), seen(other, NOWHERE)
                assert told[0] == told[1], (address, headers, ask.__name__)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_no_method_tells_hidden_from_missing(method: str) -> None:
    scene = set_scene("hidden")
    client = enter(scene, "anon").client

    for address in (*PAGES, *SPELLINGS):
        there = getattr(client, method)(address.format(scene.work.public))
        other = getattr(client, method)(address.format(NOWHERE))
        assert seen(there, scene.work.public) == seen(other, NOWHERE), address


def test_what_one_reader_got_opens_nothing_to_another() -> None:
    """Marks of a page that the owner saw are asked with by somebody else."""
    scene = set_scene("hidden")
    address = f"/works/{scene.work.public}/"
    owned = enter(scene, "owner").client.get(address)
    marks = {"if-none-match": owned.headers.get("ETag", '"x"')}
    if "Last-Modified" in owned.headers:
        marks["if-modified-since"] = owned.headers["Last-Modified"]

    answer = enter(scene, "anon").client.get(address, headers=marks)

    assert owned.status_code == 200
    assert answer.status_code == 404
    assert leaks(raw(answer)) == []


@pytest.mark.parametrize("state", ["published", "restricted", "adult"])
def test_no_shared_cache_may_keep_what_is_not_for_all(state: str) -> None:
    scene = set_scene(state)
    pages = [each.format(scene.work.public) for each in PAGES]

    for actor in ("anon", "anon18", "member18", "owner"):
        for address in (*pages, "/", "/works/"):
            response = enter(scene, actor).client.get(address)
            assert not may_be_stored(response), address


@pytest.mark.parametrize("state", ["published", "adult_restricted"])
def test_no_answer_of_any_surface_is_left_to_a_shared_cache(
    state: str, follower: Follower
) -> None:
    scene = set_scene(state, company=True)
    for surface in SURFACES:
        surface.prepare(scene)
    follower.catch_up()
    addresses = {each.address for each in SURFACES}

    for actor in ("anon", "anon18", "member", "owner", "admin"):
        visit = enter(scene, actor)
        for address in sorted({each(visit) for each in addresses}):
            response = visit.client.get(address)
            content(response)
            assert not may_be_stored(response), (actor, address)
            for each in ("Cookie", "Accept-Language"):
                assert each in response.headers["Vary"], (actor, address)


def may_be_stored(response: HttpResponseBase) -> bool:
    """Tell whether a cache between us and many readers may keep an answer."""
    told = response.headers.get("Cache-Control", "")
    return not re.search(r"\b(?:private|no-store)\b", told)


def test_a_taken_down_story_says_so_and_no_more() -> None:
    scene = set_scene("tombstone")

    answers = {
        seen(Client().get(each.format(scene.work.public)), scene.work.public)[::2]
        for each in PAGES
    }

    assert {status for status, _body in answers} == {410}
    assert not any(leaks(str(body)) for _status, body in answers)


def spent(client: Client, addresses: list[str]) -> list[float]:
    """Return the median time of this thread that each address costs, in seconds."""
    costs: list[list[float]] = [[] for _ in addresses]
    for _ask in range(200):
        for address, cost in zip(addresses, costs, strict=True):
            begun = time.thread_time()
            client.get(address)
            cost.append(time.thread_time() - begun)
    return [median(cost) for cost in costs]


def hidden_and_missing(scene: Scene) -> list[str]:
    return [f"/works/{id_}/" for id_ in (scene.work.public, NOWHERE)]


def test_hidden_takes_no_longer_than_missing() -> None:
    scene = set_scene("hidden")
    client = enter(scene, "anon").client

    hidden, missing = spent(client, hidden_and_missing(scene))

    assert abs(hidden - missing) < 0.005
