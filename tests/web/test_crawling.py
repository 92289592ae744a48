"""What search engines and gatherers of texts are asked; the map, where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanfold.archive.models import Account, Pseud, Series, Tag, Work
from fanfold.model.gathering import Place
from fanfold.web.crawling import AI_AGENTS
from fanfold.web.pages import sitemaps
from tests.archive.making import put
from tests.web.visibility.surfaces.outside import let_in

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def listed() -> Iterator[None]:
    with let_in():
        yield


def robots() -> RobotFileParser:
    made = RobotFileParser()
    made.parse(Client().get("/robots.txt").content.decode().splitlines())
    return made


def tag(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).headers.get("X-Robots-Tag", "")


def places(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer["Content-Type"] == "application/xml"
    found = ElementTree.fromstring(answer.content).iter(_LOC)
    return [(each.text or "").removeprefix("http://testserver") for each in found]


def test_nothing_is_listed_until_the_archive_says_so() -> None:
    row = put("Snow")

    assert not robots().can_fetch("anybody", "/")
    for path in ("/", f"/works/{row.public}/download/x.epub", "/new.atom"):
        assert "noindex" in tag(path)
    assert Client().get("/sitemap.xml").status_code == 404
    assert Client().get("/sitemap/works/1.xml").status_code == 404


@pytest.mark.usefixtures("listed")
def test_where_it_is_allowed_stories_may_be_listed_and_no_endless_pages() -> None:
    row = put("Snow")
    story = f"/works/{row.public}/"

    assert robots().can_fetch("anybody", story)
    assert not robots().can_fetch("anybody", "/search/?q=snow")
    assert robots().site_maps() == ["http://testserver/sitemap.xml"]
    assert tag(story) == tag("/") == ""
    assert "noindex" not in Client().get(story).content.decode()


@pytest.mark.usefixtures("listed")
def test_what_one_reader_gets_is_never_listed() -> None:
    row = put("Snow")
    Work.objects.update(gated=True)
    story = f"/works/{row.public}/"
    past, member = Client(), Client()
    past.post("/gate/", {"answer": "yes"})
    member.force_login(Account.objects.create_user("wren"))

    assert "A choice first" in Client().get(story).content.decode()
    for who in (Client(), past, member):
        assert tag(story, who) == "noindex, noarchive"
    assert tag("/", past) == tag("/", member) == "noindex, noarchive"
    assert tag("/sign-in/") == "noindex, noarchive"


def test_gatherers_for_language_models_are_asked_to_stay_away() -> None:
    with let_in(ai=False):
        asked = robots()
        assert not any(asked.can_fetch(each, "/works/") for each in AI_AGENTS)
        assert asked.can_fetch("anybody", "/works/")
        assert tag("/") == "noai, noimageai"
    with let_in(ai=True):
        assert robots().can_fetch("GPTBot", "/works/")
    assert "noai" in tag("/")


@pytest.mark.usefixtures("listed")
def test_the_map_leads_to_all_that_a_visitor_finds() -> None:
    row = put("Snow", fandoms=("due South",), series=(Place("Weather", 1),))
    hidden = put("Ice", fandoms=("Highlander",))
    Work.objects.filter(pk=hidden.pk).update(gated=True)

    pieces = places("/sitemap.xml")
    found = [place for piece in pieces for place in places(piece)]

    assert f"/works/{row.public}/" in found
    assert f"/authors/{Pseud.objects.get().public}/" in found
    assert f"/series/{Series.objects.get().public}/" in found
    assert f"/tags/{Tag.objects.get(name='due South').public}/" in found
    assert len(found) == len(set(found))
    for place in found:
        assert Client().get(place).status_code == 200
        assert robots().can_fetch("anybody", place)
    assert not any(hidden.public in place for place in found)
    for odd in ("works/2", "works/0", "nothing/1", f"works/{9**40}"):
        assert Client().get(f"/sitemap/{odd}.xml").status_code == 404


@pytest.mark.usefixtures("listed")
def test_a_large_archive_has_a_map_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "PIECE", 2)
    rows = [put(f"Story {number}").public for number in range(5)]

    pieces = [each for each in places("/sitemap.xml") if "works" in each]
    assert pieces == [f"/sitemap/works/{number}.xml" for number in (1, 2, 3)]
    found = [place for piece in pieces for place in places(piece)]
    assert found == [f"/works/{each}/" for each in rows]


@pytest.mark.usefixtures("listed")
def test_the_map_asks_as_much_of_many_stories_as_of_few() -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            places(path)
        return len(seen)

    paths = ("/sitemap.xml", "/sitemap/works/1.xml", "/sitemap/tags/1.xml")
    put("Snow", fandoms=("due South",))
    few = [asked(path) for path in paths]
    for number in range(6):
        put(f"Story {number}", fandoms=(f"Fandom {number}",))
    assert [asked(path) for path in paths] == few
