"""Notices of the archive: posted, changed, taken away, and each of these taken back."""

from __future__ import annotations

import pytest
from django.core.serializers import serialize
from django.test import Client

from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.ledger import breaks
from fanfold.archive.models import LedgerEntry, News
from tests.web.test_desk import last_step, signed_in

WORDS = {"title": "We moved", "text": "To *this* house.\n\n<b>Write</b> no letters."}


@pytest.fixture
def ada() -> Client:
    return signed_in("ada", "archivist")


def rows() -> str:
    return serialize("json", News.objects.order_by("pk"))


def read() -> str:
    return Client().get("/news/").content.decode()


def test_a_notice_is_read_by_everybody_and_safe(ada: Client) -> None:
    ada.post("/desk/news/", WORDS)

    page = read()
    assert "We moved" in page
    assert "<em>this</em>" in page
    assert "<b>Write" not in page
    assert "ada" not in page
    entry = LedgerEntry.objects.get(act="post-news")
    assert (entry.on, entry.by) == (News.objects.get().public, "ada")
    assert "moved" not in str(entry.details)


def test_each_act_is_taken_back_as_it_was(ada: Client) -> None:
    before = rows()
    ada.post("/desk/news/", WORDS)
    posted, posting = rows(), last_step().public
    place = f"/desk/news/{News.objects.get().public}/"
    assert "To *this* house." not in read()
    ada.post(place, {"title": "We stay", "text": "Here.", "do": "change"})
    changed = rows()
    assert "We stay" in read()
    assert "We moved" not in read()
    ada.post(place, {"do": "remove"})
    assert not News.objects.exists()

    undo_step(last_step().public, by="ada")
    assert rows() == changed
    undo_step(LedgerEntry.objects.get(act="change-news").details["step"], by="ada")
    assert rows() == posted
    undo_step(posting, by="ada")
    assert rows() == before
    assert not list(breaks())


def test_what_a_source_said_stays_as_it_was_said(ada: Client) -> None:
    old = News.objects.create(title="Old", text="<p>So.</p>", source_id="efiction:1")

    assert "Old" not in ada.get("/desk/news/").content.decode()
    assert ada.get(f"/desk/news/{old.public}/").status_code == 404
    assert ada.post(f"/desk/news/{old.public}/", {"do": "remove"}).status_code == 404


def test_a_notice_needs_words_and_tells_no_address(ada: Client) -> None:
    ada.post("/desk/news/", {"title": " ", "text": "x"})
    ada.post("/desk/news/", {"title": "x", "text": "  "})
    assert not News.objects.exists()
    ada.post("/desk/news/", {"title": "Ask", "text": "Write to ada@example.org."})
    assert "ada@" not in rows()


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_others_post_nothing(role: str) -> None:
    client = signed_in("bea", role)

    assert client.get("/desk/news/").status_code == 404
    assert client.post("/desk/news/", WORDS).status_code == 404
    assert not News.objects.exists()
