"""The archive for programs: what is told, what is refused and how, how lists go on."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive.actions.app_passwords import make_app_password
from fanfold.archive.actions.keep_wishes import keep_wishes
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import Account, AppPassword, Creatorship, Tag, Work
from fanfold.archive.queries import harvesting
from fanfold.archive.search.follow import Follower
from fanfold.archive.search.kept import Kept
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.tags import Label
from fanfold.web.api import pace
from fanfold.web.problems import PROBLEMS
from tests.archive.making import put
from tests.archive.searching import follower
from tests.web.visibility.mutations import sites, without

__all__ = ["follower"]

ADDRESS = "marrow@example.org"


def told(client: Client, address: str, status: int = 200, **headers: str) -> Any:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, answer.content
    kind = "application/json" if status == 200 else "application/problem+json"
    assert answer["Content-Type"] == kind
    return json.loads(answer.content)


def titles(page: Any) -> list[str]:
    return [each["title"] for each in page["works"]]


def test_the_root_names_addresses_that_answer(
    client: Client, follower: Follower
) -> None:
    row = put("Snow")
    root = told(client, "/api/1/")

    assert root["record"] == "fanfold/1"
    for name in ("works", "work", "text", "search"):
        address = root[name].partition("{?")[0].replace("{id}", row.public)
        told(client, address)
    for facet in root["facets"]:
        assert facet in root["search"]
        assert facet in root["works"]


def test_a_work_is_its_record_without_text_and_what_it_rests_on(
    client: Client,
) -> None:
    row = put("Snow", "It snowed in Toronto.", fandoms=("Snowland",))

    work = told(client, f"/api/1/works/{row.public}/")

    assert (work["format"], work["kind"], work["id"]) == (
        "fanfold/1",
        "work",
        row.public,
    )
    assert (work["title"], work["authors"]) == ("Snow", ["Marrow"])
    assert work["word_count"] == 4
    assert "Toronto" not in str(work)
    assert "as it stood" not in str(work)
    text = told(client, work["links"]["text"])
    assert text["chapters"][0]["html"] == "<p>It snowed in Toronto.</p>"
    assert text["chapters"][0]["id"] == work["chapters"][0]["id"]
    for address in (work["links"]["page"], *work["links"]["books"].values()):
        assert client.get(address).status_code == 200


def test_no_address_and_no_unnamed_author_is_told(
    client: Client, follower: Follower
) -> None:
    written = f"Write to {ADDRESS} soon."
    row = put(
        f"Snow {ADDRESS}",
        written,
        creators=(Credit("Marrow"),),
        summary=written,
        labels=(Label("Feedback", written),),
        emails=(ADDRESS,),
        source_ids=(f"file:{ADDRESS}.txt",),
    )
    Creatorship.objects.filter(work=row).update(anonymous=True)
    follower.catch_up()

    for end in ("", "text/"):
        page = str(told(client, f"/api/1/works/{row.public}/{end}"))
        assert "Marrow" not in page
        assert "example.org" not in page
        assert "Anonymous" in page
    for address in ("/api/1/works/", "/api/1/search/"):
        page = str(told(client, address))
        assert "Marrow" not in page
        assert "example.org" not in page


# lists


def in_order(number: int) -> list[Work]:
    rows = [put(f"Story {each:02}") for each in range(number)]
    began = timezone.now() - timedelta(days=1)
    for at, row in enumerate(rows):
        # Two at each moment, as imports have it.
        Work.objects.filter(pk=row.pk).update(added_at=began + timedelta(hours=at // 2))
    return rows


def all_pages(client: Client, address: str) -> list[list[str]]:
    found = []
    while address:
        page = told(client, address)
        found.append(titles(page))
        address = page.get("next", "")
    return found


def test_a_list_goes_on_by_keys_and_tells_each_work_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvesting, "PAGE", 3)
    in_order(7)

    pages = all_pages(client, "/api/1/works/")

    assert [len(each) for each in pages] == [3, 3, 1]
    assert {each for page in pages for each in page} == {
        f"Story {each:02}" for each in range(7)
    }
    assert sorted(pages[0])[:2] == ["Story 00", "Story 01"]


def test_the_key_of_the_last_page_leads_to_what_comes_later(client: Client) -> None:
    in_order(2)
    page = told(client, "/api/1/works/")
    assert "next" not in page
    address = f"/api/1/works/?after={page['after']}"
    assert titles(told(client, address)) == []
    put("Later")

    assert titles(told(client, address)) == ["Later"]


def test_a_key_stands_for_a_place_whatever_becomes_of_its_work(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvesting, "PAGE", 2)
    in_order(4)
    first = told(client, "/api/1/works/")
    rest = titles(told(client, first["next"]))
    Work.objects.filter(title__in=titles(first)).update(stage="hidden")

    assert titles(told(client, first["next"])) == rest


def test_a_key_never_tells_of_a_hidden_work(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvesting, "PAGE", 1)
    rows = in_order(2)
    Work.objects.filter(pk=rows[1].pk).update(stage="hidden")
    (rule,) = (
        each for each in sites() if str(each) == "archive/queries/harvesting.py:_listed"
    )

    assert "next" not in told(client, "/api/1/works/")
    with without(rule):
        assert "next" in told(client, "/api/1/works/")


@pytest.mark.parametrize("few", [0, 900])
def test_a_list_is_narrowed_as_a_search_is(
    client: Client, follower: Follower, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(harvesting, "PAGE", 2)
    monkeypatch.setattr(harvesting, "_AT_ONCE", 2)
    monkeypatch.setattr(harvesting, "_FEW", few)
    for number in range(8):
        put(f"Story {number}", language="de" if number % 3 == 0 else "en")
    follower.catch_up()

    german = all_pages(client, "/api/1/works/?language=de")
    other = all_pages(client, "/api/1/works/?language=-de")
    words = all_pages(client, '/api/1/works/?q="story 4"')

    assert sorted(chain(*german)) == ["Story 0", "Story 3", "Story 6"]
    assert len(list(chain(*other))) == 5
    assert list(chain(*words)) == ["Story 4"]


def test_a_page_ends_where_too_much_was_looked_at(
    client: Client, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvesting, "_AT_ONCE", 2)
    monkeypatch.setattr(harvesting, "_MOST", 4)
    monkeypatch.setattr(harvesting, "_FEW", 0)
    for number in range(9):
        put(f"Story {number}", language="de" if number == 8 else "en")
    follower.catch_up()

    pages = all_pages(client, "/api/1/works/?language=de")

    assert pages == [[], [], ["Story 8"]]


def test_searching_tells_totals_facets_and_the_next_page(
    client: Client, follower: Follower
) -> None:
    for number in range(23):
        put(f"Story {number}", fandoms=("Snowland",))
    put("Other", fandoms=("Rainland",))
    follower.catch_up()
    whole = told(client, "/api/1/search/")
    (fandom,) = (each for each in whole["facets"] if each["facet"] == "fandom")
    value = fandom["values"][0]

    page = told(client, f"/api/1/search/?fandom={value['value']}&sort=title")

    assert (value["name"], value["works"], whole["total"]) == ("Snowland", 23, 24)
    assert (page["total"], page["page"], page["pages"]) == (23, 1, 2)
    assert len(told(client, page["next"])["works"]) == 3


def test_questions_do_not_grow_with_a_list(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            told(client, "/api/1/works/")
        return len(caught)

    put("One")
    few = queries()
    for number in range(9):
        put(f"More {number}", fandoms=(f"F{number}",))

    assert queries() == few


# refusals


def test_each_refusal_has_its_code_and_says_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, gated = put("Gone"), put("Gated", rating=Rating.EXPLICIT)
    withdraw_work(gone.public, by="Ada")
    asked = {
        "missing": "/api/1/works/zzzzzzzzz/",
        "taken-down": f"/api/1/works/{gone.public}/",
        "search-language": "/api/1/search/?q=words:x",
        "key-of-page": "/api/1/works/?after=2004",
        "no-index": "/api/1/search/",
    }
    for word, address in asked.items():
        status = PROBLEMS[word][0]
        page = told(client, address, status)
        assert page["type"] == f"urn:fanfold:problem:{word}"
        assert page["status"] == status
        assert page["title"]
        assert page["detail"]
    for address in ("/api/1/nothing/", "/api/", f"/api/1/works/{gated.public}/text/"):
        assert told(client, address, 404) == told(client, asked["missing"], 404)
    assert client.post("/api/1/works/").status_code == 405
    assert client.post("/api/1/works/")["Allow"] == "GET, HEAD"


def test_what_fails_is_told_to_programs_as_a_problem() -> None:
    calm = Client(raise_request_exception=False)

    def down(*_: object) -> None:
        raise OperationalError("on Secret title")

    with connection.execute_wrapper(down):
        page = told(calm, "/api/1/works/", 503)

    assert page["type"].endswith(":busy")
    assert "Secret" not in str(page)
    assert told(calm, "/api/1/", 400, host="evil.example.org")["status"] == 400


def test_who_asks_too_often_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "OF_AN_ADDRESS", 3)
    monkeypatch.setattr(pace, "_asked", {})
    codes = [client.get("/api/1/").status_code for _ in range(5)]

    answer = client.get("/api/1/works/")

    assert codes == [200, 200, 200, 429, 429]
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60


# caches, and scripts of other sites


def test_what_did_not_change_is_not_sent_again(client: Client) -> None:
    row = put("Snow")
    address = f"/api/1/works/{row.public}/"
    tag = client.get(address)["ETag"]

    same = client.get(address, headers={"if-none-match": tag})
    Work.objects.filter(pk=row.pk).update(title="Rain")
    other = client.get(address, headers={"if-none-match": tag})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert other.status_code == 200
    assert other["ETag"] != tag


def test_scripts_of_other_sites_read_what_anybody_may_and_no_more(
    client: Client,
) -> None:
    row = put("Snow")
    addresses = ("/api/1/", f"/api/1/works/{row.public}/", "/api/1/works/zzz/")
    allowed = "Access-Control-Allow-Origin"
    for address in addresses:
        answer = client.get(address)
        assert answer[allowed] == "*"
        assert "Authorization" in answer["Vary"]
        assert "private" in answer["Cache-Control"]

    past, member = Client(), Client()
    past.post("/gate/", {"answer": "yes"})
    member.force_login(Account.objects.create_user("bea"))
    for each in (past, member):
        for address in addresses:
            assert allowed not in each.get(address).headers


# keys


def keyed(account: Account, name: str = "script") -> tuple[AppPassword, dict[str, str]]:
    row, key = make_app_password(name, account=account)
    return row, {"authorization": f"Bearer {key}"}


def test_a_key_reads_what_its_owner_may_by_the_owners_setting(
    bea: Account, follower: Follower
) -> None:
    put("Gated", rating=Rating.EXPLICIT)
    members = put("Members")
    Work.objects.filter(pk=members.pk).update(audience="members")
    _row, key = keyed(bea)
    client = Client()

    assert titles(told(client, "/api/1/works/")) == []
    assert titles(told(client, "/api/1/works/", **key)) == ["Members"]
    Account.objects.update(shows_adult=True)
    assert titles(told(client, "/api/1/works/", **key)) == ["Gated", "Members"]
    # A gate that this visit went past opens nothing to the key.
    Account.objects.update(shows_adult=False)
    client.post("/gate/", {"answer": "yes"})
    assert titles(told(client, "/api/1/works/", **key)) == ["Members"]


def test_what_a_key_gets_is_for_no_script_and_no_cache(bea: Account) -> None:
    row = put("Snow")
    _row, key = keyed(bea)

    for address in (f"/api/1/works/{row.public}/", "/api/1/works/zzz/"):
        answer = Client().get(address, headers=key)
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "private" in answer["Cache-Control"]
        assert "Authorization" in answer["Vary"]


def test_a_key_that_is_nobodys_is_refused_and_not_passed_over(
    client: Client, bea: Account
) -> None:
    row, key = keyed(bea)
    assert told(client, "/api/1/", **key)
    row.refresh_from_db()
    assert row.used_at is not None
    row.delete()

    for wrong in (key["authorization"], "Bearer x", "Basic YmVhOng=", "Bearer"):
        answer = client.get("/api/1/works/", headers={"authorization": wrong})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert json.loads(answer.content)["type"].endswith(":key")
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_key_opens_no_page_and_changes_nothing(client: Client, bea: Account) -> None:
    _row, key = keyed(bea)

    assert client.get("/account/", headers=key).status_code == 302
    assert (
        client.post("/account/adult/", {"answer": "yes"}, headers=key).status_code
        == 302
    )
    bea.refresh_from_db()
    assert not bea.shows_adult


def test_a_member_finds_nothing_that_is_never_wanted(
    bea: Account, follower: Follower
) -> None:
    put("Snow", fandoms=("Snowland",))
    put("Rain", fandoms=("Rainland",))
    follower.catch_up()
    tag = Tag.objects.get(name="Rainland").public
    keep_wishes(Kept().with_barred("fandom", tag), account=bea.pk)
    _row, key = keyed(bea)

    for address in ("/api/1/works/", "/api/1/search/"):
        assert titles(told(Client(), address, **key)) == ["Snow"]
    assert len(titles(told(Client(), "/api/1/search/?all=1", **key))) == 2
    assert len(titles(told(Client(), "/api/1/works/"))) == 2
