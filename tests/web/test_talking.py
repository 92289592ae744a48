"""Members comment in threads; authors and moderators mind; readers block and mute."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanfold.archive import found
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import (
    Account,
    Barring,
    Comment,
    Kudos,
    LedgerEntry,
    Step,
    Work,
)
from fanfold.archive.reader import ANYONE
from fanfold.model.work import Stage
from tests.web.test_desk import last_step, signed_in

pytestmark = pytest.mark.usefixtures("no_limits_left_over")


@pytest.fixture
def wren() -> Client:
    return signed_in("wren", "member")


@pytest.fixture
def mary(work: Work) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username="mary"))
    return client


def say(client: Client, work: Work, text: str = "So cold!", answers: str = "") -> str:
    told = {"text": text, "answers": answers}
    answer = client.post(f"/works/{work.public}/comments/say/", told, follow=True)
    return answer.content.decode()


def page(client: Client, work: Work) -> str:
    return client.get(f"/works/{work.public}/comments/").content.decode()


def mind(client: Client, row: Comment, deed: str) -> int:
    return client.post(f"/comments/{row.public}/mind/", {"deed": deed}).status_code


def test_a_member_comments_in_plain_words(work: Work, wren: Client) -> None:
    say(wren, work, "*So* cold!\r\n<script>x</script>\r\n\r\nwren@example.org")

    seen = page(Client(), work)
    assert "<em>So</em> cold!" in seen
    assert "&lt;script&gt;" in seen
    assert "wren@example.org" not in seen
    assert "Sign in to say something" in seen
    assert (
        '<span class="quiet">1</span>'
        in Client().get(f"/works/{work.public}/").content.decode()
    )


def test_visitors_and_empty_words_leave_nothing(work: Work, wren: Client) -> None:
    path = f"/works/{work.public}/comments/say/"

    assert Client().post(path, {"text": "x"})["Location"].startswith("/sign-in/")
    assert "in a few words" in say(wren, work, " \n ")
    assert not Comment.objects.exists()
    assert not Step.objects.exclude(act="").filter(act="say-something").exists()


def test_answers_stand_under_what_they_answer_five_deep(
    work: Work, wren: Client, mary: Client
) -> None:
    above = ""
    for depth in range(5):
        say(wren if depth % 2 else mary, work, f"word {depth}", above)
        above = Comment.objects.latest("pk").public

    seen = say(wren, work, "too deep", above)
    assert "can no longer be answered" in seen
    assert "word 4" in seen
    assert f"?answers={above}" in page(wren, work)


def test_what_came_from_a_source_is_read_and_not_answered(
    work: Work, wren: Client
) -> None:
    row = Comment.objects.create(work=work, by="Heron", text="From then.")

    assert "From then." in page(wren, work)
    assert f"?answers={row.public}" not in page(wren, work)
    assert "can no longer be answered" in say(wren, work, "x", row.public)


def test_what_cannot_be_read_cannot_be_commented(work: Work, wren: Client) -> None:
    say(wren, work)
    row = Comment.objects.get()
    for columns in ({"stage": Stage.HIDDEN}, {"stage": Stage.SHOWN, "gated": True}):
        Work.objects.filter(pk=work.pk).update(**columns)
        for path in (
            f"/works/{work.public}/comments/say/",
            f"/works/{work.public}/kudos/",
            f"/comments/{row.public}/",
            f"/comments/{row.public}/away/",
        ):
            assert wren.post(path, {"text": "x"}).status_code == 404

    assert Comment.objects.count() == 1
    assert not Kudos.objects.exists()


def test_a_comment_waits_until_the_author_lets_it_in(
    work: Work, wren: Client, mary: Client
) -> None:
    told = {"open": "yes", "wait": "yes"}
    mary.post(f"/works/{work.public}/comments/open/", told)
    assert "once the author lets it in" in say(wren, work)
    row = Comment.objects.get()

    assert "So cold!" in page(wren, work)
    assert "So cold!" not in page(signed_in("finch", "member"), work)
    assert "So cold!" not in page(Client(), work)
    assert [*found.comments(ANYONE)] == []
    assert "1 comment waits" in mary.get("/mine/").content.decode()
    assert mind(signed_in("ada", "archivist"), row, "let-in") == 404
    assert mind(mary, row, "let-in") == 302

    assert "So cold!" in page(Client(), work)
    say(mary, work, "My own.")
    assert "My own." in page(Client(), work)


@pytest.mark.parametrize("deed", ["hide", "freeze"])
def test_a_deed_is_for_authors_and_moderators_and_is_undone(
    work: Work, wren: Client, mary: Client, deed: str
) -> None:
    say(wren, work)
    row = Comment.objects.get()
    say(mary, work, "Thank you!", row.public)
    before = list(Comment.objects.values())
    assert mind(wren, row, deed) == 404
    assert mind(signed_in("ben", "moderator"), row, deed) == 302

    seen = page(wren, work)
    assert ("So cold!" in seen) == (deed == "freeze")
    assert ("Thank you!" in seen) == (deed == "freeze")
    assert f"?answers={row.public}" not in seen
    undo_step(last_step().public, by="ben")
    assert list(Comment.objects.values()) == before


def test_comments_are_closed_by_the_author_alone(
    work: Work, wren: Client, mary: Client
) -> None:
    path = f"/works/{work.public}/comments/open/"
    assert wren.post(path, {}).status_code == 404
    mary.post(path, {})

    assert "Comments are closed" in page(wren, work)
    assert "Comments are closed" in say(wren, work)
    assert not Comment.objects.exists()


def test_an_own_comment_is_changed_for_a_day_until_it_is_answered(
    work: Work, wren: Client, mary: Client
) -> None:
    say(wren, work, "So *cold*!\n\nTwice.")
    row = Comment.objects.get()
    path = f"/comments/{row.public}/"
    assert "Twice." in wren.get(path).content.decode()
    assert mary.get(path).status_code == 404
    wren.post(path, {"text": "So warm!"})
    assert "So warm!" in page(Client(), work)

    Comment.objects.update(at=row.at - timedelta(hours=25))
    wren.post(path, {"text": "too late"})
    Comment.objects.update(at=row.at)
    say(mary, work, "Thank you!", row.public)
    wren.post(path, {"text": "answered"})

    row.refresh_from_db()
    assert row.text == "<p>So warm!</p>"


def test_an_own_comment_goes_and_leaves_its_place_where_it_was_answered(
    work: Work, wren: Client, mary: Client
) -> None:
    say(wren, work)
    row = Comment.objects.get()
    say(mary, work, "Thank you!", row.public)
    before = list(Comment.objects.values())
    assert mary.post(f"/comments/{row.public}/away/").status_code == 404
    wren.post(f"/comments/{row.public}/away/")

    seen = page(Client(), work)
    assert "A comment that was removed" in seen
    assert "Thank you!" in seen
    assert "wren" not in seen
    undo_step(last_step().public, by="wren")
    assert list(Comment.objects.values()) == before


def test_an_unanswered_comment_goes_whole(work: Work, wren: Client) -> None:
    say(wren, work)
    wren.post(f"/comments/{Comment.objects.get().public}/away/")

    assert not Comment.objects.exists()


def test_who_is_blocked_comments_no_more_and_reads_on(
    work: Work, wren: Client, mary: Client
) -> None:
    say(wren, work)
    mary.post(f"/comments/{Comment.objects.get().public}/bar/", {"kind": "block"})

    assert "Comments are closed" in say(wren, work, "Again")
    assert wren.get(f"/works/{work.public}/").status_code == 200
    assert "wren" in mary.get("/barred/").content.decode()
    mary.post(f"/barred/{Barring.objects.get().pk}/off/")
    assert "Again" in say(wren, work, "Again")


def test_who_is_muted_is_not_shown_to_one_reader(work: Work, wren: Client) -> None:
    say(wren, work)
    finch = signed_in("finch", "member")
    finch.post(f"/comments/{Comment.objects.get().public}/bar/", {"kind": "mute"})

    assert "So cold!" not in page(finch, work)
    assert "So cold!" in page(wren, work)
    wren.post(f"/barred/{Barring.objects.get().pk}/off/")
    assert Barring.objects.count() == 1
    assert (
        "This is you"
        in wren.post(
            f"/comments/{Comment.objects.get().public}/bar/",
            {"kind": "mute"},
            follow=True,
        ).content.decode()
    )


def test_thanks_are_given_once_and_told_as_a_number(work: Work, wren: Client) -> None:
    entries = LedgerEntry.objects.count()
    path = f"/works/{work.public}/kudos/"
    for _ in range(2):
        wren.post(path, {"do": "give"})
    seen = page(Client(), work)

    assert "1 thank-you<" in seen
    assert "wren" not in seen
    assert LedgerEntry.objects.count() == entries
    wren.post(path, {"do": "back"})
    assert "0 thank-yous" in page(Client(), work)
    assert Client().post(path)["Location"].startswith("/sign-in/")


def test_comments_are_limited(work: Work, wren: Client) -> None:
    pages = [say(wren, work, f"word {n}") for n in range(7)]

    assert "Too many tries" in pages[-1]
    assert Comment.objects.count() == 6


def test_the_page_asks_as_often_for_many_comments(work: Work, wren: Client) -> None:
    say(wren, work)
    with CaptureQueriesContext(connection) as few:
        page(wren, work)
    for number in range(5):
        say(wren, work, f"word {number}")
    with CaptureQueriesContext(connection) as many:
        page(wren, work)

    assert len(many) == len(few)
