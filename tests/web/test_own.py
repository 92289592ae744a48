"""What a signed-in reader owns: settings, bookmarks, for later, history, account."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanfold.archive.actions.bookmark_work import bookmark_work
from fanfold.archive.actions.keep_for_later import keep_for_later
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.ledger import mark_of
from fanfold.archive.models import (
    Account,
    Bookmark,
    Creator,
    Later,
    LedgerEntry,
    Reading,
    Role,
    Wishes,
    Work,
)
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.web.access import RULES, Rule
from tests.archive.making import put

OWN_POSTS = (
    "/account/adult/",
    "/account/history/",
    "/account/everywhere/",
    "/later/empty/",
    "/history/empty/",
    "/bookmarks/x/off/",
    "/later/x/off/",
    "/history/x/off/",
    "/works/x/later/",
)


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_adult_setting_is_remembered_and_taken_back(hers: Client) -> None:
    row = put("Embers", rating=Rating.EXPLICIT)
    assert "A choice first" in text_of(hers, f"/works/{row.public}/")

    hers.post("/account/adult/", {"answer": "yes"})
    other = Client()
    other.force_login(Account.objects.get())
    assert "Embers" in text_of(other, f"/works/{row.public}/")
    assert "Embers" in text_of(other, "/works/")

    other.post("/gate/", {"answer": "yes"})
    other.post("/account/adult/", {"answer": "no"})
    assert "Embers" not in text_of(other, "/works/")
    assert "A choice first" in text_of(hers, f"/works/{row.public}/")


def test_nothing_is_kept_of_what_is_read_unless_wished(hers: Client) -> None:
    row = put("Snow")
    text_of(hers, f"/works/{row.public}/")
    assert not Reading.objects.exists()

    hers.post("/account/history/", {"answer": "yes"})
    text_of(hers, f"/works/{row.public}/")
    text_of(hers, f"/works/{row.public}/whole/")
    text_of(hers, f"/works/{row.public}/origin/")

    assert Reading.objects.count() == 1
    assert "Snow" in text_of(hers, "/history/")
    hers.post("/account/history/", {"answer": "no"})
    assert not Reading.objects.exists()


def test_history_knows_the_chapter_and_forgets_one_or_all(
    hers: Client, bea: Account
) -> None:
    from tests.web.test_pages import put_long

    rows = [put_long("Snow"), put("Rain"), put("Hail")]
    hers.post("/account/history/", {"answer": "yes"})
    second = rows[0].chapters.order_by("position")[1].public
    text_of(hers, f"/works/{rows[0].public}/chapters/{second}/")
    for row in rows[1:]:
        text_of(hers, f"/works/{row.public}/")
    assert f"/chapters/{second}/" in text_of(hers, "/history/")

    one = Reading.objects.get(work=rows[1])
    stranger = Client()
    stranger.force_login(Account.objects.create_user("cyn"))
    stranger.post(f"/history/{one.public}/off/")
    stranger.post("/history/empty/")
    assert Reading.objects.count() == 3
    hers.post(f"/history/{one.public}/off/")
    assert {r.work_id for r in Reading.objects.all()} == {rows[0].pk, rows[2].pk}
    hers.post("/history/empty/")
    assert not Reading.objects.exists()


def test_what_stands_behind_the_gate_was_not_read(hers: Client) -> None:
    row = put("Embers", rating=Rating.EXPLICIT)
    hers.post("/account/history/", {"answer": "yes"})

    assert "A choice first" in text_of(hers, f"/works/{row.public}/")

    assert not Reading.objects.exists()


def test_a_bookmark_is_private_until_it_is_shown(hers: Client, bea: Account) -> None:
    row = put("Snow")
    address = f"/works/{row.public}/bookmark/"
    told = {
        "note": "<b>cold</b>\n\nwrite to a@example.org",
        "tags": "ice, , ice,  a  b",
    }
    hers.post(address, told)
    public = f"/people/{bea.public}/bookmarks/"

    assert 'maxlength="5000"' in text_of(hers, address)
    mine = text_of(hers, "/bookmarks/")
    assert "&lt;b&gt;cold" in mine
    assert [t.name for t in Bookmark.objects.get().tags.all()] == ["ice", "a b"]
    assert "only you see it" in mine
    text_of(Client(), public, 404)
    assert "bea" not in text_of(Client(), f"/works/{row.public}/")

    hers.post(address, {**told, "public": "yes"})
    shown = text_of(Client(), public)
    assert "Snow" in shown
    assert "cold" in shown
    assert "example.org" not in shown
    assert Bookmark.objects.count() == 1
    assert "cold" in text_of(hers, "/bookmarks/?tag=ice")
    assert "cold" not in text_of(hers, "/bookmarks/?tag=fire")
    hers.post(f"/bookmarks/{Bookmark.objects.get().public}/off/")
    text_of(Client(), public, 404)


def test_a_removed_story_leaves_a_place_without_a_name(
    hers: Client, bea: Account
) -> None:
    row, other = put("Snow"), put("Rain")
    for each in (row, other):
        reader = Reader(account=bea.pk)
        bookmark_work(each.public, reader=reader, note="cold", is_public=True)
        keep_for_later(each.public, reader=reader)
    withdraw_work(row.public, by="Ada")
    Work.objects.filter(pk=other.pk).update(stage="hidden")

    for address in ("/bookmarks/", "/later/"):
        told = text_of(hers, address)
        assert "A story that was removed" in told
        assert "A story that is not shown to you now" in told
        for name in ("Snow", "Rain", "Marrow", row.public, other.public):
            assert name not in told
    assert "cold" in text_of(hers, "/bookmarks/")
    text_of(hers, f"/people/{bea.public}/bookmarks/", 404)


def test_for_later_is_a_list_of_its_own(hers: Client) -> None:
    row = put("Snow")
    hers.post(f"/works/{row.public}/later/")
    hers.post(f"/works/{row.public}/later/")
    assert Later.objects.count() == 1
    assert "off the list" in text_of(hers, f"/works/{row.public}/")

    back = hers.post(f"/later/{Later.objects.get().public}/off/", {"next": "//x.org"})

    assert back.headers["Location"] == "/"
    assert not Later.objects.exists()


@pytest.mark.parametrize("stage", ["unreviewed", "draft", "hidden", "withdrawn"])
def test_what_a_reader_may_not_see_cannot_be_kept(bea: Account, stage: str) -> None:
    row = put("Snow")
    Work.objects.update(stage=stage)

    with pytest.raises(NotFoundError):
        bookmark_work(row.public, reader=Reader(account=bea.pk))
    with pytest.raises(NotFoundError):
        keep_for_later(row.public, reader=Reader(account=bea.pk))


def test_a_visitor_keeps_nothing() -> None:
    row = put("Snow")

    with pytest.raises(RefusedDecisionError):
        bookmark_work(row.public, reader=Reader())
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize(
    "address", ["/bookmarks/", "/later/", "/history/", "/account/"]
)
def test_own_pages_take_the_same_queries_for_few_and_many(
    hers: Client, bea: Account, address: str
) -> None:
    hers.post("/account/history/", {"answer": "yes"})

    def keep(titles: list[str]) -> None:
        for title in titles:
            row = put(title, fandoms=("Snowland",), summary="Cold.")
            reader = Reader(account=bea.pk)
            bookmark_work(row.public, reader=reader, note="n", tags=("a", "b"))
            keep_for_later(row.public, reader=reader)
            text_of(hers, f"/works/{row.public}/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            text_of(hers, address)
        return len(seen)

    keep(["One", "Two"])
    few = queries()
    keep(["Three", "Four", "Five", "Six", "Seven"])
    assert queries() == few


def test_all_that_an_account_holds_is_a_file(hers: Client, bea: Account) -> None:
    row, gone = put("Snow"), put("Rain")
    for each in (row, gone):
        bookmark_work(each.public, reader=Reader(account=bea.pk), note="cold")
    withdraw_work(gone.public, by="Ada")

    Wishes.objects.create(account=bea, told={"kept": ["snow"]})

    response = hers.get("/account/export/")
    told = json.loads(response.content)

    assert "attachment" in response.headers["Content-Disposition"]
    assert told["format"] == "fanfold-account/1"
    assert told["account"]["address"] == "bea@example.org"
    assert [each.get("title") for each in told["bookmarks"]] == [None, "Snow"]
    assert told["bookmarks"][0]["removed"] is True
    assert told["searches"] == {"kept": ["snow"]}
    assert "Rain" not in response.content.decode()


def test_signing_out_everywhere_ends_every_visit(hers: Client, bea: Account) -> None:
    other = Client()
    other.force_login(bea)
    other.get("/account/")

    hers.post("/account/everywhere/")

    for each in (hers, other):
        assert each.get("/account/").status_code == 302


def test_a_closed_account_leaves_nothing_but_a_line_in_the_ledger(
    hers: Client, bea: Account
) -> None:
    row = put("Snow")
    Creator.objects.update(account=bea)
    bookmark_work(row.public, reader=Reader(account=bea.pk), note="cold")

    hers.post("/account/close/", {"comments": "remove"})
    hers.post("/account/close/", {"name": "somebody"})
    assert Account.objects.exists()
    hers.post("/account/close/", {"name": "bea"})

    assert not Account.objects.exists()
    assert not Bookmark.objects.exists()
    assert "Snow" in text_of(hers, f"/works/{row.public}/")
    entry = LedgerEntry.objects.get(act="erase-person")
    assert (entry.on, entry.by) == (bea.public, mark_of("bea"))
    assert "bea" not in json.dumps(entry.details)


def test_going_asks_what_becomes_of_stories_and_is_asked_twice(
    hers: Client, bea: Account
) -> None:
    kept, gone = put("Snow"), put("Ice")
    Creator.objects.update(account=bea)
    asked = hers.get("/account/close/").content.decode()
    assert f'name="story-{gone.public}"' in asked

    wished = {f"story-{gone.public}": "take-down", "comments": "remove"}
    sure = hers.post("/account/close/", wished).content.decode()
    assert "Ice: it is taken down, for good" in sure
    assert "Snow: it stays under the name it has" in sure
    assert Account.objects.exists()
    hers.post("/account/close/", {**wished, "name": "bea"})

    assert not Account.objects.exists()
    assert Client().get(f"/works/{kept.public}/").status_code == 200
    assert Client().get(f"/works/{gone.public}/").status_code == 410


def test_ones_own_stories_are_a_zip_and_nobody_elses(
    hers: Client, bea: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "ORIGINALS", tmp_path)
    row = put("Snow")
    Creator.objects.update(account=bea)
    other = put("Ice", creators=(Credit("Wren"),))

    answer = hers.get("/account/stories/")
    packed = ZipFile(BytesIO(b"".join(answer)))

    assert row.public in packed.read("records.jsonl").decode()
    assert other.public not in packed.read("records.jsonl").decode()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert Client().get("/account/stories/").status_code == 302


def test_the_only_admin_stays(hers: Client) -> None:
    Account.objects.update(role=Role.ADMIN)

    assert hers.post("/account/close/", {"name": "bea"}).status_code == 409
    assert Account.objects.exists()


def test_how_stories_look_comes_along(hers: Client, bea: Account) -> None:
    hers.post("/reading/", {"paper": "dark"})

    other = Client()
    assert "color-scheme:dark" not in text_of(other, "/reader.css")
    other.force_login(bea)
    assert "color-scheme:dark" in text_of(other, "/reader.css")


@pytest.mark.parametrize("role", ["", *Role])
def test_accounts_are_seen_and_changed_by_admins_alone(role: str, bea: Account) -> None:
    client = Client()
    if role:
        client.force_login(Account.objects.create_user("who", role=role))
    address = f"/accounts/{bea.public}/role/"
    told = {"role": "moderator", "why": "reads the queue"}

    page, act = client.get("/accounts/"), client.post(address, told)
    bea.refresh_from_db()

    if role == Role.ADMIN:
        assert page.status_code == 200
        assert "bea@example.org" not in page.content.decode()
        assert bea.role == Role.MODERATOR
        entry = LedgerEntry.objects.get(act="change-role")
        assert entry.by == Account.objects.get(username="who").public
    else:
        assert page.status_code == act.status_code == (404 if role else 302)
        if role:
            assert shape(page) == shape(client.get("/nothing-here/"))
        assert bea.role == Role.MEMBER


def shape(response: Any) -> str:
    return re.sub(r'value="[^"]*"|/report/\?page=[^"]*"', "", response.content.decode())


def test_a_role_needs_a_reason_and_the_last_admin_stays(bea: Account) -> None:
    client, ada = Client(), Account.objects.create_user("ada", role=Role.ADMIN)
    client.force_login(ada)

    no_reason = client.post(f"/accounts/{bea.public}/role/", {"role": "moderator"})
    odd = client.post(f"/accounts/{bea.public}/role/", {"role": "god", "why": "x"})
    last = client.post(
        f"/accounts/{ada.public}/role/", {"role": "member", "why": "tired"}
    )

    assert [r.status_code for r in (no_reason, odd, last)] == [409, 409, 409]
    assert set(Account.objects.values_list("role", flat=True)) == {"member", "admin"}


def test_no_account_field_is_set_by_who_has_it(hers: Client, bea: Account) -> None:
    everything = {"role": "admin", "is_active": "no", "answer": "yes", "username": "x"}
    for address in OWN_POSTS[:2]:
        hers.post(address, everything)
    hers.post("/reading/", everything)

    bea.refresh_from_db()
    assert (bea.role, bea.username, bea.is_active) == (Role.MEMBER, "bea", True)


@pytest.mark.parametrize("address", OWN_POSTS)
def test_nothing_of_ones_own_changes_by_asking_for_a_page(
    hers: Client, address: str
) -> None:
    assert hers.get(address).status_code == 405


@pytest.mark.parametrize("address", OWN_POSTS)
def test_no_other_site_can_send_these_forms(bea: Account, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bea)

    assert client.post(address, {"answer": "yes"}).status_code == 403


def test_own_pages_are_nobody_elses_answer(hers: Client) -> None:
    own = [name for name, rule in RULES.items() if rule is Rule.OWN]
    assert len(own) > 20
    for address in ("/account/", "/bookmarks/", "/later/", "/history/"):
        response = hers.get(address)
        assert response.headers["Cache-Control"].startswith("private")
        assert Client().get(address).status_code == 302
