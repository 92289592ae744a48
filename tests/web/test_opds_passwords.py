"""Passwords of apps: made, shown once, used, counted, taken back; good for no more."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fanfold.archive.actions.app_passwords import MOST, make_app_password
from fanfold.archive.models import Account, AppPassword, LedgerEntry, Pseud, Work
from fanfold.archive.search.follow import Follower
from fanfold.model.creator import Credit
from tests.archive.making import put
from tests.archive.searching import follower
from tests.web.opds_asking import ask, basic, feed, key_of, titles

__all__ = ["follower"]

FORM = re.compile(r"<strong>((?:[a-z2-9]{4}-){5}[a-z2-9]{4})</strong>")
PAGES = ("", "new/", "search/", "search.xml", "authors/", "books/x/x.epub", "x/y/")


def made(client: Client, name: str = "My Kobo") -> str:
    response = client.post("/apps/new/", {"name": name})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    found = FORM.search(response.content.decode())
    assert found is not None
    return found[1]


def test_a_password_is_shown_once_and_stored_nowhere(
    hers: Client, bea: Account
) -> None:
    password = made(hers)

    row = AppPassword.objects.get()
    page = hers.get("/apps/").content.decode()
    assert "My Kobo" in page
    assert "not used yet" in page
    for text in (page, str(vars(row))):
        assert password not in text
        assert password.replace("-", "") not in text
    assert len(row.digest) == 64
    assert not LedgerEntry.objects.filter(by="bea").exists()


def test_it_opens_what_its_account_may_read(hers: Client, bea: Account) -> None:
    row = put("Snow")
    Work.objects.update(audience="members")
    key = basic("bea", made(hers))

    assert titles(feed("/opds/mine/new/", key)) == titles(feed("/opds/new/", key))
    assert titles(feed("/opds/mine/new/", key)) == ["Snow"]
    book = f"/opds/mine/books/{row.public}/snow.epub"
    assert ask(book, key).content.startswith(b"PK")
    assert ask(book).status_code == 401
    assert ask(book.replace("mine/", "")).status_code == 404
    assert titles(feed("/opds/new/")) == []


def test_dashes_capitals_and_the_case_of_the_name_count_for_nothing(
    hers: Client,
) -> None:
    password = made(hers)

    for each in (password.upper(), password.replace("-", ""), f" {password} "):
        assert ask("/opds/mine/", basic("Bea", each)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_without_a_password_ones_own_catalogue_says_how_to_sign_in(page: str) -> None:
    for where in (f"/opds/mine/{page}", "/opds/mine"):
        for method in (Client().get, Client().head):
            response = method(where)
            assert response.status_code == 401
            kind = "application/opds-authentication+json"
            assert response["Content-Type"] == kind
            assert response["WWW-Authenticate"].startswith("Basic realm=")
            assert "no-store" in response["Cache-Control"]


def test_the_document_is_that_of_the_standard_and_open_to_all() -> None:
    response = ask("/opds/mine/")
    told: dict[str, Any] = json.loads(response.content)

    assert told["id"] == "http://testserver/opds/sign-in.json"
    assert told["title"]
    (way,) = told["authentication"]
    assert way["type"] == "http://opds-spec.org/auth/basic"
    assert set(way["labels"]) == {"login", "password"}
    assert json.loads(ask("/opds/sign-in.json").content) == told
    assert ask("/opds/sign-in.json").status_code == 200


def test_a_wrong_password_opens_nothing_not_even_what_all_may_see(
    hers: Client, no_limits_left_over: None
) -> None:
    password = made(hers)
    Account.objects.create_user("wren")
    wrong = (
        basic("bea", "wrong"),
        basic("wren", password),
        basic("", password),
        basic("bea", ""),
        {"authorization": "Basic !!!"},
        {"authorization": "Basic /w=="},
        {"authorization": f"Bearer {password}"},
    )

    for headers in wrong:
        for path in ("/opds/", "/opds/mine/"):
            response = ask(path, headers)
            assert response.status_code == 401, headers
            assert response["Cache-Control"] == "private, no-store"


def test_many_wrong_ones_are_refused_and_the_right_one_still_opens(
    hers: Client, no_limits_left_over: None
) -> None:
    password = made(hers)

    codes = [ask("/opds/mine/", basic("bea", str(n))).status_code for n in range(8)]

    assert codes == [401] * 6 + [429] * 2
    refused = ask("/opds/mine/", basic("bea", "9"))
    assert int(refused["Retry-After"]) > 0
    assert Client().head("/opds/", headers=basic("bea", "9")).status_code == 429
    assert ask("/opds/mine/", basic("bea", password)).status_code == 200
    assert ask("/opds/mine/").status_code == 401, "who brings none is not counted"


def test_one_address_may_not_try_many_names(no_limits_left_over: None) -> None:
    codes = [ask("/opds/", basic(f"x{n}", "y")).status_code for n in range(22)]

    assert codes == [401] * 20 + [429] * 2


def test_what_is_ended_opens_nothing(hers: Client, bea: Account) -> None:
    key = basic("bea", made(hers))
    row = AppPassword.objects.get()

    answer = hers.post(f"/apps/{row.public}/end/", follow=True)

    assert "gets nothing more" in answer.content.decode()
    assert ask("/opds/mine/", key).status_code == 401
    assert hers.post(f"/apps/{row.public}/end/").status_code == 404


def test_nobody_ends_the_password_of_another(hers: Client, bea: Account) -> None:
    made(hers)
    row = AppPassword.objects.get()
    other = Client()
    other.force_login(Account.objects.create_user("wren"))

    assert other.post(f"/apps/{row.public}/end/").status_code == 404
    assert Client().post(f"/apps/{row.public}/end/").status_code == 302
    assert "My Kobo" not in other.get("/apps/").content.decode()
    assert AppPassword.objects.exists()


def test_signing_out_everywhere_ends_them_and_so_does_a_closed_account(
    hers: Client, bea: Account
) -> None:
    key = key_of(bea)
    Account.objects.update(is_active=False)
    assert ask("/opds/mine/", key).status_code == 401
    Account.objects.update(is_active=True)
    assert ask("/opds/mine/", key).status_code == 200

    hers.post("/account/everywhere/")

    assert ask("/opds/mine/", key).status_code == 401
    assert not AppPassword.objects.exists()


def test_adult_stories_follow_the_account_and_not_the_visit(bea: Account) -> None:
    row = put("Snow")
    Work.objects.update(gated=True)
    key = key_of(bea)
    past = Client()
    past.post("/gate/", {"answer": "yes"})
    book = f"/opds/mine/books/{row.public}/x.epub"

    assert b"Snow" not in past.get("/opds/mine/new/", headers=key).content
    assert past.get(book, headers=key).status_code == 404
    Account.objects.update(shows_adult=True)
    assert titles(feed("/opds/mine/new/", key)) == ["Snow"]
    assert ask(book, key).status_code == 200


def test_it_signs_nobody_in(bea: Account) -> None:
    put("Snow")
    Work.objects.update(audience="members")
    key, client = key_of(bea), Client()
    client.get("/opds/mine/", headers=key)

    assert "sessionid" not in client.cookies
    for path in ("/account/", "/apps/new/", "/mine/"):
        answer = client.get(path, headers=key)
        assert answer["Location"].startswith("/sign-in/"), path
    assert "Snow" not in client.get("/works/", headers=key).content.decode()


def test_every_answer_to_a_password_is_its_own(
    follower: Follower, bea: Account
) -> None:
    put("Snow")
    follower.catch_up()
    key = key_of(bea)

    for path in ("", "new/", "search/", "search.xml", "authors/"):
        for where in ("/opds/", "/opds/mine/"):
            response = ask(f"{where}{path}", key)
            assert response["Cache-Control"] == "private, no-store"
            assert "Authorization" in response["Vary"]
    missing = ask("/opds/mine/books/zzzzzzzzz/x.epub", key)
    assert missing.status_code == 404
    assert missing["Cache-Control"] == "private, no-store"


def test_the_last_use_is_told_by_the_hour(hers: Client, bea: Account) -> None:
    key = key_of(bea)
    ask("/opds/mine/", key)
    first = AppPassword.objects.get().used_at
    ask("/opds/mine/", key)
    assert first is not None
    assert AppPassword.objects.get().used_at == first
    AppPassword.objects.update(used_at=timezone.now() - timedelta(days=3))

    ask("/opds/mine/", key)

    assert "last used on" in hers.get("/apps/").content.decode()
    assert AppPassword.objects.get().used_at >= first


def test_a_password_needs_a_name_and_there_are_not_too_many(
    hers: Client, bea: Account
) -> None:
    refused = hers.post("/apps/new/", {"name": " \0 "}, follow=True)
    assert "Say what it is for" in refused.content.decode()
    for n in range(MOST):
        make_app_password(f"App {n}", account=bea)

    refused = hers.post("/apps/new/", {"name": "One more"}, follow=True)

    assert f"You have {MOST} passwords already" in refused.content.decode()
    assert AppPassword.objects.count() == MOST


def test_a_visitor_finds_the_address_and_is_led_to_sign_in() -> None:
    page = Client().get("/apps/").content.decode()

    assert "http://testserver/opds/" in page
    assert "http://testserver/opds/mine/" in page
    assert "Make a password" not in page
    assert Client().get("/apps/new/")["Location"].startswith("/sign-in/")
    assert '<a href="/apps/">' in Client().get("/").content.decode()


def test_they_go_with_the_account_and_stand_in_what_one_takes_along(
    hers: Client, bea: Account
) -> None:
    made(hers, "My <Kobo>")

    (told,) = hers.get("/account/export/").json()["reading_apps"]

    assert told["name"] == "My <Kobo>"
    assert set(told) == {"name", "made", "used"}
    assert "&lt;Kobo&gt;" in hers.get("/apps/").content.decode()
    bea.delete()
    assert not AppPassword.objects.exists()


def test_whom_an_account_does_not_want_to_see_is_not_in_its_lists(
    hers: Client, bea: Account
) -> None:
    put("Snow")
    put("Ice", creators=(Credit("Linnet"),))
    linnet = Pseud.objects.get(name="Linnet").public
    hers.post(f"/authors/{linnet}/mute/")

    key = key_of(bea)
    assert titles(feed("/opds/mine/new/", key)) == ["Snow"]
    assert titles(feed(f"/opds/mine/authors/{linnet}/", key)) == ["Ice"]
