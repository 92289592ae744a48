"""What members say about an author's stories comes to one place."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import Account, Barring, Comment, CommentRead, Work
from fanfold.model.creator import Credit
from fanfold.model.work import Stage
from tests.archive.making import put
from tests.web.test_desk import last_step, signed_in
from tests.web.test_talking import mary, say, wren

pytestmark = pytest.mark.usefixtures("no_limits_left_over")

__all__ = ["mary", "wren"]

INBOX = "/mine/comments/"


def seen(client: Client, query: str = "") -> str:
    return client.get(INBOX + query).content.decode()


def mark(client: Client, comment: str = "", as_: str = "read") -> int:
    told = {"comment": comment, "as": as_}
    return client.post("/mine/comments/mark/", told).status_code


def test_comments_are_new_until_they_are_marked(
    mary: Client, wren: Client, work: Work
) -> None:
    say(wren, work, "So cold!")
    say(wren, work, "And so white.")
    first = Comment.objects.get(text__contains="cold")
    assert "2 new" in seen(mary)
    assert 'href="/mine/comments/"' in mary.get("/mine/").content.decode()

    mark(mary, first.public)
    assert "1 new" in seen(mary)
    assert "So cold!" in seen(mary)
    assert "So cold!" not in seen(mary, "?show=new")
    mark(mary, first.public, "new")
    assert "So cold!" in seen(mary, "?show=new")
    assert (
        "2 comments marked as read."
        in mary.post("/mine/comments/mark/", follow=True).content.decode()
    )

    assert "Nothing new." in seen(mary, "?show=new")
    assert CommentRead.objects.count() == 2


def test_the_inbox_holds_ones_own_stories_comments_by_others_alone(
    mary: Client, wren: Client, work: Work
) -> None:
    other = put("Ice", creators=(Credit("Heron"),))
    say(wren, other, "Not hers.")
    say(mary, work, "My own words.")
    Comment.objects.create(work=work, by="Old", text="<p>Said at its source.</p>")
    say(wren, work, "For her.")

    page = seen(mary)
    assert "For her." in page
    for unwanted in ("Not hers.", "My own words.", "Said at its source."):
        assert unwanted not in page
    assert "Nobody has said anything" in seen(wren)
    mark(wren, Comment.objects.get(text__contains="For her").public)
    assert "1 new" in seen(mary), "nobody marks what is another's"


def test_a_comment_is_let_in_answered_and_hidden_from_there(
    mary: Client, wren: Client, work: Work
) -> None:
    Work.objects.update(comments_wait=True)
    say(wren, work, "Let me in.")
    row = Comment.objects.get()
    page = seen(mary)
    assert "waits to be let in" in page
    assert f"?answers={row.public}#write" not in page

    told = {"deed": "let-in", "next": INBOX}
    answer = mary.post(f"/comments/{row.public}/mind/", told)
    assert answer["Location"] == INBOX
    assert f"?answers={row.public}#write" in seen(mary)
    mary.post(f"/comments/{row.public}/mind/", {"deed": "freeze", "next": INBOX})
    assert f"?answers={row.public}#write" not in seen(mary)
    mary.post(f"/comments/{row.public}/mind/", {"deed": "hide", "next": INBOX})
    assert "Let me in." not in wren.get(
        f"/works/{work.public}/comments/"
    ).content.decode().replace("waits", "")
    undo_step(last_step().public, by="mary")
    row.refresh_from_db()
    assert (row.hidden, row.frozen, row.waiting) == (False, True, False)


def test_the_way_back_leads_nowhere_else(
    mary: Client, wren: Client, work: Work
) -> None:
    say(wren, work)
    row = Comment.objects.get()
    told = {"deed": "hide", "next": "https://elsewhere.example.org/"}
    answer = mary.post(f"/comments/{row.public}/mind/", told)
    assert answer["Location"].startswith("/")


def test_who_is_muted_is_not_heard_there(
    mary: Client, wren: Client, work: Work
) -> None:
    say(wren, work, "Noise.")
    mary.post(f"/comments/{Comment.objects.get().public}/bar/", {"kind": "mute"})

    assert "Noise." not in seen(mary)
    assert Barring.objects.get().kind == "mute"


def test_nothing_of_a_story_that_was_taken_down_or_waits_is_there(
    mary: Client, wren: Client, work: Work
) -> None:
    say(wren, work, "Cold.")
    for stage in (Stage.WITHDRAWN, Stage.UNREVIEWED):
        Work.objects.update(stage=stage)
        assert "Cold." not in seen(mary)
        assert "Snow" not in seen(mary)


def test_a_hundred_comments_take_as_many_questions_as_one(
    mary: Client, wren: Client, work: Work
) -> None:
    say(wren, work)
    with CaptureQueriesContext(
        connection,
    ) as few:
        seen(mary)
    wrens = Account.objects.get(username="wren")
    Comment.objects.bulk_create(
        Comment(work=work, by="wren", account=wrens, text="<p>x</p>", at=timezone.now())
        for _n in range(15)
    )
    with CaptureQueriesContext(connection) as many:
        assert len(re.findall('<li class="card">', seen(mary))) == 16
    assert len(many) <= len(few)


def test_a_block_hides_what_one_shows_of_oneself(
    mary: Client, wren: Client, work: Work
) -> None:
    say(wren, work)
    her = Account.objects.get(username="mary")
    told = {"public": "yes", "note": "Mine."}
    mary.post(f"/works/{work.public}/bookmark/", told)
    place = f"/people/{her.public}/bookmarks/"
    assert wren.get(place).status_code == 200
    mary.post(f"/comments/{Comment.objects.get().public}/bar/", {"kind": "block"})

    assert wren.get(place).status_code == 404
    assert signed_in("heron", "member").get(place).status_code == 200
    assert "may not" in mary.get("/barred/").content.decode()


@pytest.mark.parametrize("place", [INBOX, "/mine/comments/mark/"])
def test_visitors_are_led_to_sign_in(place: str) -> None:
    assert Client().post(place)["Location"].startswith("/sign-in/")
