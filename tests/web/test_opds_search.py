"""Searching a catalogue: by the description that apps read, and by facets."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from fanfold.archive.models import Account, Tag
from fanfold.archive.search.follow import Follower
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.web import addresses
from tests.archive.making import put
from tests.archive.searching import follower
from tests.web.opds_asking import ask, feed, key_of, titles
from tests.web.opds_rules import ACQUISITION, OPDS, OS, THR, linked, parsed

__all__ = ["follower"]

FACET = "http://opds-spec.org/facet"


@pytest.fixture
def shelf(follower: Follower) -> Follower:
    """Three works: two fandoms, two authors, two ratings."""
    put("Snow", fandoms=("due South",), creators=(Credit("Marrow"),))
    put("Ice", fandoms=("due South",), creators=(Credit("Linnet"),), rating=Rating.TEEN)
    put("Snowfall", fandoms=("Highlander",), creators=(Credit("Linnet"),))
    follower.catch_up()
    return follower


def templates(path: str = "/opds/search.xml") -> list[str]:
    response = ask(path)
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    root = parsed(response.content)
    assert root.tag == f"{OS}OpenSearchDescription"
    assert 1 <= len(root.findtext(f"{OS}ShortName")) <= 16
    urls = root.findall(f"{OS}Url")
    assert {each.get("type") for each in urls} == {ACQUISITION}
    return [each.get("template") for each in urls]


def groups(found: Any) -> dict[str, list[Any]]:
    kinds: dict[str, list[Any]] = {}
    for each in linked(found, FACET):
        kinds.setdefault(each.get(f"{OPDS}facetGroup"), []).append(each)
    return kinds


def facet(found: Any, group: str, title: str) -> Any:
    (one,) = [each for each in groups(found)[group] if each.get("title") == title]
    return one


def test_the_description_has_a_whole_address_for_words(shelf: Follower) -> None:
    first, _second = templates()

    assert first == "http://testserver/opds/search/?q={searchTerms}"
    path = first.removeprefix("http://testserver").replace("{searchTerms}", "marrow")
    assert titles(feed(path)) == ["Snow"]


def test_behind_https_the_address_is_of_https(
    shelf: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = addresses.CONFIGURATION.site.model_copy(
        update={"address": "https://archive.example.org"}
    )
    safe = addresses.CONFIGURATION.model_copy(update={"site": site})
    monkeypatch.setattr(addresses, "CONFIGURATION", safe)

    assert templates()[0].startswith("https://testserver/")


def test_author_and_title_may_be_asked_for_apart(shelf: Follower) -> None:
    _first, second = templates()
    path = second.removeprefix("http://testserver")
    filled = path.replace("{searchTerms?}", "").replace("{atom:author?}", "linnet")

    assert set(titles(feed(filled.replace("{atom:title?}", "")))) == {"Ice", "Snowfall"}
    assert titles(feed(filled.replace("{atom:title?}", "ice"))) == ["Ice"]
    # Some apps leave what they do not know as it stands.
    assert set(titles(feed(filled))) == {"Ice", "Snowfall"}


@pytest.mark.parametrize("typed", ['"snow', "snow (", "(snow", "snow -", "title: snow"])
def test_what_is_typed_wrongly_is_taken_as_words(shelf: Follower, typed: str) -> None:
    found = titles(feed(f"/opds/search/?q={quote(typed)}"))

    assert found == ([] if "title" in typed else ["Snow"])


def test_what_is_no_word_at_all_or_endless_is_answered_too(shelf: Follower) -> None:
    for typed in ("-", "((", "OR", "\0", "x " * 900, "{searchTerms}"):
        feed(f"/opds/search/?q={quote(typed)}&by=%22(&called=x:")


def test_numbers_say_how_much_was_found(shelf: Follower) -> None:
    found = feed("/opds/search/?q=due")

    assert found.findtext(f"{OS}totalResults") == "2"
    assert found.findtext(f"{OS}startIndex") == "1"
    assert sorted(titles(found)) == ["Ice", "Snow"]


def test_a_facet_narrows_and_lets_go_and_one_of_a_kind_is_active(
    shelf: Follower,
) -> None:
    everything = feed("/opds/search/")
    south = facet(everything, "Fandom", "due South")
    narrowed = feed(south.get("href"))
    teen = feed(facet(narrowed, "Rating", "Teen").get("href"))

    assert south.get(f"{THR}count") == "2" == str(len(titles(narrowed)))
    assert titles(teen) == ["Ice"]
    chosen = groups(teen)["Fandom"]
    assert [each.get("title") for each in chosen] == ["due South", "all"]
    assert chosen[0].get(f"{OPDS}activeFacet") == "true"
    assert chosen[0].get(f"{THR}count") == "1"
    assert titles(feed(facet(teen, "Fandom", "all").get("href"))) == ["Ice"]
    assert len(titles(feed(facet(narrowed, "Fandom", "all").get("href")))) == 3


def test_the_order_is_a_facet_too(shelf: Follower) -> None:
    everything = feed("/opds/search/")

    by_title = feed(facet(everything, "Sorted", "by title").get("href"))

    assert titles(by_title) == ["Ice", "Snow", "Snowfall"]
    active = [e for e in groups(by_title)["Sorted"] if e.get(f"{OPDS}activeFacet")]
    assert [each.get("title") for each in active] == ["by title"]


def test_two_fandoms_in_an_address_are_one_active_facet(shelf: Follower) -> None:
    ids = [each.public for each in Tag.objects.filter(kind="fandom")]

    found = feed(f"/opds/search/?fandom={ids[0]}&fandom={ids[1]}")

    assert titles(found) == []
    active = [e for e in groups(found)["Fandom"] if e.get(f"{OPDS}activeFacet")]
    assert len(active) == 1


def test_what_an_account_never_wants_is_not_found_with_its_password(
    shelf: Follower, bea: Account
) -> None:
    client = Client()
    client.force_login(bea)
    tag = Tag.objects.get(name="due South").public
    client.post("/search/kept/", {"do": "bar", "facet": "fandom", "value": tag})

    assert titles(feed("/opds/mine/search/", key_of(bea))) == ["Snowfall"]
    assert len(titles(feed("/opds/search/"))) == 3


def test_without_an_index_an_app_is_told_so_and_may_still_browse(
    settings: Any, tmp_path: Any
) -> None:
    put("Snow")
    settings.SEARCH_INDEX = tmp_path / "none"

    response = ask("/opds/search/")

    assert response.status_code == 503
    assert response["Content-Type"].startswith("text/plain")
    assert titles(feed("/opds/new/")) == ["Snow"]
