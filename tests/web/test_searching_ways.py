"""Search in boxes, kept searches, what is never wanted, suggestions."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive.models import Account, Tag, TagMapping, Work
from fanfold.archive.search.follow import Follower
from fanfold.model.creator import Credit
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]
HOSTILE = "<script>alert(1)</script>"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def names(client: Client, typed: str, way: str = "any") -> list[str]:
    response = client.get("/suggest/", {"q": typed, "in": way})
    assert response["Content-Type"] == "application/json"
    return [each["name"] for each in json.loads(response.content)["suggestions"]]


def test_boxes_lead_to_a_search_in_the_address(
    client: Client, follower: Follower
) -> None:
    put("Snow", creators=(Credit("Bea Thorn"),))
    put("Rain", creators=(Credit("Marrow"),))
    follower.catch_up()

    led = client.get("/search/?boxes=1&b-author=Bea+Thorn&b-words-from=1&sort=title")

    assert (
        led["Location"] == "/search/?q=by%3A%22Bea+Thorn%22+words%3A%3E%3D1&sort=title"
    )
    page = text_of(client, led["Location"])
    assert "1 story" in page
    assert 'name="b-author" value="Bea Thorn"' in page
    assert 'name="b-words-from" value="1"' in page


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_search_is_kept_found_again_and_let_go(
    client: Client, follower: Follower, signed_in: bool
) -> None:
    put("Snow")
    follower.catch_up()
    if signed_in:
        client.force_login(Account.objects.create_user("bea"))
    page = text_of(client, "/search/?q=snow")
    assert 'name="address" value="q=snow"' in page

    told = {"do": "save", "name": "My snow", "address": "q=snow&evil=1&page=3"}
    client.post("/search/kept/", told)

    assert '<a href="?q=snow">My snow</a>' in text_of(client, "/search/")
    assert ("searching" in client.cookies) is not signed_in
    assert "My snow" in text_of(client, "/search/kept/")
    client.post("/search/kept/", {"do": "drop", "name": "My snow"})
    assert "My snow" not in text_of(client, "/search/kept/")
    if signed_in:
        client.logout()
        assert "My snow" not in text_of(client, "/search/")


def test_what_is_never_wanted_is_in_no_result_and_no_number(
    client: Client, follower: Follower
) -> None:
    put("One", fandoms=("Snowland",), characters_raw=("Ann",))
    put("Two", fandoms=("Rainland",), characters_raw=("Ann",))
    put("Three", "A sea shanty.", fandoms=("Third",), characters_raw=("Ann",))
    follower.catch_up()
    tag, ann = (Tag.objects.get(name=name).public for name in ("Snowland", "Ann"))
    chosen = text_of(client, f"/search/?fandom=-{tag}")
    assert 'name="do" value="bar"' in chosen

    client.post("/search/kept/", {"do": "bar", "facet": "fandom", "value": tag})
    client.post(
        "/search/kept/", {"do": "bar", "facet": "phrase", "value": "sea shanty"}
    )

    page = text_of(client, "/search/")
    assert "1 story" in page
    assert "Snowland" not in page
    assert "What you never want is left out." in page
    only = text_of(client, f"/search/?character={ann}")
    assert "1 story" in only
    assert "3 stories" in text_of(client, f"/search/?character={ann}&all=1")
    kept = text_of(client, "/search/kept/")
    assert "<span>Snowland</span>" in kept
    assert "sea shanty" in kept
    client.post("/search/kept/", {"do": "let", "facet": "fandom", "value": tag})
    assert "2 stories" in text_of(client, "/search/")


def test_a_barred_name_is_not_told_to_who_may_not_know_it(
    client: Client, follower: Follower
) -> None:
    put("Secret", fandoms=("Secretland",))
    Work.objects.update(audience="members")
    follower.catch_up()
    tag = Tag.objects.get().public

    client.post("/search/kept/", {"do": "bar", "facet": "fandom", "value": tag})

    assert "Secretland" not in text_of(client, "/search/kept/")
    assert "something not found here" in text_of(client, "/search/kept/")


@pytest.mark.parametrize("cookie", ["", "%%%", "e30", "bnVsbA", "W1tbW1s", "x" * 9000])
def test_any_cookie_is_read_without_a_fault(
    client: Client, follower: Follower, cookie: str
) -> None:
    client.cookies["searching"] = cookie

    assert client.get("/search/").status_code == 200
    assert client.get("/search/kept/").status_code == 200


def test_a_cookie_never_grows_too_long_for_browsers(client: Client) -> None:
    for number in range(25):
        told = {"do": "save", "name": f"{number} " + "ü" * 50}
        client.post("/search/kept/", told | {"address": "q=" + "%C3%BC" * 60})
        client.post(
            "/search/kept/",
            {"do": "bar", "facet": "phrase", "value": f"{number}ü" * 30},
        )

    cookie = client.cookies["searching"].value
    assert 1000 < len(cookie) <= 3500
    assert "24 ü" in text_of(client, "/search/kept/")


def test_a_kept_search_leads_nowhere_else(client: Client) -> None:
    there = {"do": "drop", "name": "x", "next": "https://evil.example.org/"}

    assert client.post("/search/kept/", there)["Location"] == "/"


def test_what_begins_so_is_suggested_the_most_used_first(client: Client) -> None:
    put("Holmstead", fandoms=("Sherlock Holmes",), creators=(Credit("Holly"),))
    put("Other", fandoms=("Sherlock Holmes",), characters_raw=("Holden",))

    assert names(client, "hol") == ["Sherlock Holmes", "Holden", "Holly", "Holmstead"]
    assert names(client, "Hol", "author") == ["Holly"]
    assert names(client, "hol", "fandom") == ["Sherlock Holmes"]
    assert names(client, "hol", "title") == ["Holmstead"]
    for nothing in ("h", "", "%", "__", "\0\0", "zzz"):
        assert names(client, nothing) == []
    assert names(client, "hol", "everything") == []


def test_titles_are_suggested_by_any_of_their_words(
    client: Client, follower: Follower
) -> None:
    put("The long Night")
    put("Nightfall")
    put("A (strange) word: by:marrow")
    follower.catch_up()

    assert names(client, "nigh", "title") == ["The long Night", "Nightfall"]
    assert names(client, "long ni", "title") == ["The long Night"]
    assert names(client, "(strange", "title") == ["A (strange) word: by:marrow"]
    for odd in ("((", "by:", '"', "-", "OR", "**", "[a-", "\\\\"):
        assert client.get("/suggest/", {"q": odd, "in": "title"}).status_code == 200
    assert names(client, "((", "title") == []


def test_nothing_hidden_or_unnamed_is_suggested(client: Client) -> None:
    row = put("Secret title", fandoms=("Secret land",), creators=(Credit("Secretary"),))
    assert len(names(client, "secret")) == 3

    row.creatorships.update(anonymous=True)
    assert "Secretary" not in names(client, "secret")
    for hidden in ({"audience": "members"}, {"gated": True}, {"stage": "hidden"}):
        plain = {"audience": "all", "gated": False, "stage": "shown"}
        Work.objects.update(**{**plain, **hidden})
        assert names(client, "secret") == []


def test_a_hostile_name_stays_a_name(client: Client, follower: Follower) -> None:
    put(f"Snow {HOSTILE}", fandoms=(f"Snow {HOSTILE}",))
    follower.catch_up()
    client.post("/search/kept/", {"do": "save", "name": HOSTILE, "address": "q=snow"})
    client.post("/search/kept/", {"do": "bar", "facet": "phrase", "value": HOSTILE})

    for address in ("/search/?all=1", "/search/kept/"):
        assert "<script>alert" not in text_of(client, address)
    assert client.get("/suggest/?q=snow")["X-Content-Type-Options"] == "nosniff"


def test_a_mapped_tag_finds_what_bears_its_other_name(
    client: Client, follower: Follower
) -> None:
    put("One", fandoms=("due South",))
    put("Two", fandoms=("dS",))
    south, short = (Tag.objects.get(name=name) for name in ("due South", "dS"))
    TagMapping.objects.create(
        tag=short, relation="synonym", target=south, by="t", at=timezone.now()
    )
    for row in Work.objects.all():
        follower.write([row.public])

    assert "2 stories" in text_of(client, f"/search/?fandom={south.public}")
    assert "2 stories" in text_of(client, '/search/?q=fandom:"due South"')


@pytest.mark.parametrize("address", ["/suggest/?q=sn", "/search/", "/search/kept/"])
def test_queries_do_not_grow_with_what_is_there(
    client: Client, follower: Follower, address: str
) -> None:
    def queries() -> int:
        follower.catch_up()
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    put("Snow", fandoms=("Snow A",), creators=(Credit("Snow B"),), source_ids=("x",))
    few = queries()
    for number in range(8):
        name = f"Snow {number}"
        put(name, fandoms=(name,), creators=(Credit(name),), source_ids=(name,))

    assert queries() == few
