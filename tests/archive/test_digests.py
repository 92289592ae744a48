"""Letters of what is new: what they say, to whom, how often, and never twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from fanfold.archive.actions.publish_works import publish_works
from fanfold.archive.actions.send_digests import TRIES
from fanfold.archive.actions.subscribe import (
    MOST,
    end_subscription,
    stop_letters,
    subscribe,
)
from fanfold.archive.actions.take_name_off import take_name_off
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import (
    Account,
    Chapter,
    Digest,
    DoNotWrite,
    LedgerEntry,
    Pseud,
    Series,
    Subscription,
    Tag,
    TextVersion,
    Wishes,
    Work,
)
from fanfold.archive.reader import Reader
from fanfold.archive.search.follow import Follower
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.gathering import Place
from fanfold.model.work import Audience, Stage
from fanfold.web.digests import send_digests, waiting_letters
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]

WREN = {"creators": (Credit("Wren"),)}


@pytest.fixture
def bea() -> Account:
    return Account.objects.create_user("bea", "bea@example.org")


def follow(who: Account, kind: str, on: str = "", every: str = "day") -> Subscription:
    reader = Reader(account=who.pk, shows_adult=who.shows_adult)
    return subscribe(kind, on, every, account=who, reader=reader)


def later(**time: float) -> None:
    """Let time go by: everything that was is older."""
    ago = timedelta(**time)
    for row in Subscription.objects.all():
        row.since -= ago
        row.told = row.told and row.told - ago
        row.save()
    for letter in Digest.objects.all():
        letter.at -= ago
        letter.until -= ago
        letter.windows = {
            each: (datetime.fromisoformat(since) - ago).isoformat()
            for each, since in letter.windows.items()
        }
        letter.save()
    for work in Work.objects.all():
        Work.objects.filter(pk=work.pk).update(added_at=work.added_at - ago)
    for text in TextVersion.objects.all():
        TextVersion.objects.filter(pk=text.pk).update(at=text.at - ago)


def bodies() -> list[str]:
    return [str(each.body) for each in mail.outbox]


def chapter(work: Work, title: str) -> Chapter:
    made = Chapter.objects.create(work=work, position=2, title=title)
    told = {"html": "<p>On.</p>", "text": "On.", "words": 1, "by": "test"}
    TextVersion.objects.create(
        chapter=made, number=1, current=True, at=timezone.now(), **told
    )
    return made


def author(name: str) -> str:
    return Pseud.objects.get(name=name).public


def test_one_letter_a_day_says_what_came_since(bea: Account) -> None:
    put("Snow")
    put("Elsewhere", **WREN)
    later(days=3)
    follow(bea, "author", author("Marrow"))
    ice = put("Ice", text="Cold it was.", fandoms=("due South",))
    put("Fire", **WREN)
    assert send_digests() == 0, "a day has not gone by"

    later(days=1, minutes=1)
    assert waiting_letters() == (1, 1)
    assert send_digests() == 1
    assert send_digests() == 0
    later(days=1, minutes=1)
    assert send_digests() == 0, "nothing came, so nothing is sent"
    put("Dust")
    later(days=1, minutes=1)
    assert send_digests() == 1

    first, second = mail.outbox
    assert first.to == ["bea@example.org"]
    assert first.subject == "The Test Shelf: one new thing to read"
    assert "New by Marrow" in first.body
    assert f"/works/{ice.public}/" in first.body
    assert "due South" in first.body
    for unwanted in ("Snow", "Fire", "Elsewhere", "<p>"):
        assert unwanted not in first.body
    assert "Dust" in second.body
    assert "Ice" not in second.body
    assert not LedgerEntry.objects.filter(act__contains="subscri").exists()


def test_all_that_one_follows_comes_in_one_letter_and_each_story_once(
    bea: Account, follower: Follower
) -> None:
    old = put("Old", series=(Place("Cycle", 1),))
    later(days=9)
    wishes = {"saved": [["My cold things", "q=cold"]], "barred": []}
    Wishes.objects.create(account=bea, told=wishes)
    follow(bea, "archive")
    follow(bea, "search", "q=cold")
    follow(bea, "work", old.public)
    follow(bea, "series", Series.objects.get().public)
    follow(bea, "author", author("Marrow"))
    later(hours=1)
    chapter(old, "The second")
    put("In the cycle", series=(Place("Cycle", 2),))
    put("Icy", text="So cold.", **WREN)
    put("Warm", text="So warm.", creators=(Credit("Heron"),))
    tagged = put("Tagged", fandoms=("due South",), **WREN)
    follow(bea, "tag", Tag.objects.get(name="due South").public)
    Subscription.objects.filter(kind="tag").update(since=timezone.now() - timedelta(1))
    follower.catch_up()
    later(days=1)

    assert send_digests() == 1

    (body,) = bodies()
    parts = [
        "New chapters of “Old”",
        "Old · chapter 2: The second",
        "New by Marrow",
        "In the cycle",
        "New with the tag “due South”",
        f"/works/{tagged.public}/",
        "New in your search “My cold things”",
        "Icy",
        "New in the archive",
        "Warm",
    ]
    assert [body.index(each) for each in parts] == sorted(map(body.index, parts))
    assert "New in the series" not in body, "all of it was told already"
    assert all(body.count(f"    {each}\n") == 1 for each in ("Icy", "Warm"))


def test_a_series_is_followed_whoever_writes_it(bea: Account) -> None:
    put("Old", series=(Place("Cycle", 1),))
    later(days=2)
    follow(bea, "series", Series.objects.get().public)
    put("Next", series=(Place("Cycle", 2),), **WREN)
    put("Beside")
    later(days=1, hours=1)

    assert send_digests() == 1
    assert "New in the series “Cycle”\n\n    Next\n    Wren" in bodies()[0]
    assert "Beside" not in bodies()[0]


def test_what_may_be_seen_is_asked_when_the_letter_is_sent(bea: Account) -> None:
    put("Base")
    put("Base of Wren", **WREN)
    later(days=2)
    follow(bea, "archive")
    for name in ("Marrow", "Wren"):
        follow(bea, "author", author(name))
    gone, hidden = put("Gone"), put("Hidden")
    put("Adult", rating=Rating.EXPLICIT)
    put("Nameless", **WREN)
    later(days=1, hours=1)
    assert waiting_letters() == (1, 1)
    withdraw_work(gone.public, by="marrow", why="mine")
    Work.objects.filter(pk=hidden.pk).update(stage=Stage.HIDDEN)
    take_name_off(Pseud.objects.get(name="Wren").creator.public, by="wren")

    assert send_digests() == 1

    (body,) = bodies()
    for unwanted in ("Gone", "Hidden", "Adult", "Wren"):
        assert unwanted not in body
    assert "    Nameless\n    Author unknown · General\n" in body


def test_adult_stories_come_to_who_asked_to_see_them_always(bea: Account) -> None:
    bea.shows_adult = True
    bea.save()
    follow(bea, "archive")
    put("Adult", rating=Rating.EXPLICIT)
    later(days=1, hours=1)

    assert send_digests() == 1
    assert "    Adult\n" in bodies()[0]


def test_a_story_is_new_when_it_is_first_shown(bea: Account) -> None:
    waits, planned = put("Waits"), put("Planned")
    Work.objects.filter(pk=waits.pk).update(stage=Stage.UNREVIEWED)
    soon = timezone.now() + timedelta(hours=30)
    Work.objects.filter(pk=planned.pk).update(reveal_at=soon)
    follow(bea, "archive")
    later(days=1, hours=1)
    assert send_digests() == 0
    publish_works([waits.public], stages=None, audience=Audience.ALL, by="ada")
    publish_works([waits.public], stages=None, audience=Audience.MEMBERS, by="ada")
    Work.objects.filter(pk=planned.pk).update(reveal_at=timezone.now())
    for row in Subscription.objects.all():
        # The ledger's own times cannot be moved: the wait is.
        row.told = row.told and row.told - timedelta(days=1, hours=1)
        row.save()
    assert send_digests() == 1

    assert "    Waits\n" in bodies()[0]
    assert "    Planned\n" in bodies()[0]


def test_a_chapter_of_a_hidden_part_is_no_news(bea: Account) -> None:
    work = put("Snow")
    later(days=2)
    follow(bea, "work", work.public)
    made = chapter(work, "Secret")
    Chapter.objects.filter(pk=made.pk).update(hidden=True)
    later(days=1, hours=1)

    assert send_digests() == 0


def test_a_new_chapter_of_what_is_not_shown_is_neither_told_nor_counted(
    bea: Account,
) -> None:
    seen, hidden = put("Seen"), put("Hidden")
    later(days=2)
    follow(bea, "author", author("Marrow"))
    chapter(seen, "On")
    chapter(hidden, "Secret")
    Work.objects.filter(pk=hidden.pk).update(stage=Stage.HIDDEN)
    later(days=1, hours=1)

    assert send_digests() == 1
    assert mail.outbox[0].subject.endswith("one new thing to read")
    assert "Secret" not in bodies()[0]


def test_a_week_is_a_week(bea: Account) -> None:
    follow(bea, "archive", every="week")
    put("Snow")
    later(days=6)
    assert send_digests() == 0
    later(days=1, hours=1)
    assert send_digests() == 1
    assert "once a week" in bodies()[0]


def test_nothing_goes_to_who_wants_no_mail(bea: Account) -> None:
    cy = Account.objects.create_user("cy", "cy@example.org")
    dan = Account.objects.create_user("dan", "dan@example.org")
    eve = Account.objects.create_user("eve", "eve@example.org")
    for who in (bea, cy, dan, eve):
        follow(who, "archive")
    ended = follow(bea, "archive")
    put("Snow")
    later(days=1, hours=1)
    end_subscription(ended.public, account=bea)
    DoNotWrite.objects.create(keyed_hash=str(cy.address_hash), at=timezone.now())
    Account.objects.filter(pk=dan.pk).update(is_active=False)
    stop_letters(eve.public)

    assert waiting_letters()[1] == 0
    assert send_digests() == 0
    assert mail.outbox == []


def test_what_came_while_letters_were_stopped_is_no_news(bea: Account) -> None:
    follow(bea, "archive")
    stop_letters(bea.public)
    put("Snow")
    later(days=3)
    follow(bea, "archive")
    put("Ice")
    later(days=1, hours=1)

    assert send_digests() == 1
    assert "Ice" in bodies()[0]
    assert "Snow" not in bodies()[0]


class Killed(BaseException):
    """The process is gone."""


def broken(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fails(*_each: Any) -> int:
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", fails)


def test_a_letter_in_the_hands_of_a_killed_process_is_never_sent_again(
    bea: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(bea, "archive")
    put("Snow")
    later(days=1, hours=1)
    with monkeypatch.context() as patch:
        broken(patch, Killed())
        with pytest.raises(Killed):
            send_digests()
    assert send_digests() == 0
    later(hours=1)
    assert send_digests() == 0
    assert Digest.objects.get().state == "unsure"

    put("Ice")
    later(days=1, hours=1)
    assert send_digests() == 1
    assert "Ice" in bodies()[0]
    assert "Snow" not in bodies()[0]


def test_a_talk_that_broke_off_is_not_begun_again(
    bea: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(bea, "archive")
    put("Snow")
    later(days=1, hours=1)
    with monkeypatch.context() as patch:
        broken(patch, SMTPServerDisconnected("while waiting for an answer"))
        assert send_digests() == 0
    later(hours=2)

    assert send_digests() == 0
    assert Digest.objects.get().state == "unsure"


def test_a_letter_that_was_not_taken_is_tried_again_with_what_may_be_seen_then(
    bea: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(bea, "archive")
    put("Snow")
    gone = put("Gone")
    later(days=1, hours=1)
    with monkeypatch.context() as patch:
        broken(patch, SMTPDataError(451, b"busy"))
        assert send_digests() == 0
        assert send_digests() == 0, "not at once"
    withdraw_work(gone.public, by="marrow", why="mine")
    later(minutes=11)
    put("Ice")

    assert send_digests() == 1
    assert "Snow" in bodies()[0]
    assert "Gone" not in bodies()[0]
    assert "Ice" not in bodies()[0], "that is for the next letter"
    assert Digest.objects.get().state == "sent"


def test_trying_ends(bea: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    follow(bea, "archive")
    put("Snow")
    later(days=1, hours=1)
    broken(monkeypatch, SMTPDataError(451, b"busy"))
    for _try in range(TRIES + 2):
        send_digests()
        later(hours=2)

    assert Digest.objects.filter(state="failed", tries=TRIES).count() == 1


def test_what_is_not_shown_cannot_be_followed(bea: Account) -> None:
    secret = put("Secret", creators=(Credit("Heron"),))
    Work.objects.filter(pk=secret.pk).update(stage=Stage.HIDDEN)
    for kind, on in (
        ("work", secret.public),
        ("author", author("Heron")),
        ("series", "x"),
        ("tag", "x"),
        ("shoe", "x"),
    ):
        with pytest.raises(NotFoundError):
            follow(bea, kind, on)
    with pytest.raises(NotFoundError):
        follow(bea, "archive", every="hour")
    with pytest.raises(RefusedDecisionError):
        follow(Account.objects.create_user("mute"), "archive")
    assert not Subscription.objects.exists()


def test_following_the_same_again_changes_how_often(bea: Account) -> None:
    follow(bea, "archive")
    follow(bea, "archive", "whatever", every="week")

    assert Subscription.objects.get().every == "week"


def test_there_is_an_end_to_following(bea: Account) -> None:
    told = {"account": bea, "kind": "search", "since": timezone.now(), "by_mail": True}
    Subscription.objects.bulk_create(
        Subscription(on=f"q={n}", **told) for n in range(MOST)
    )
    with pytest.raises(RefusedDecisionError):
        follow(bea, "archive")


def test_a_large_import_is_named_in_part_and_counted(bea: Account) -> None:
    follow(bea, "archive")
    for number in range(43):
        put(f"Snow {number}", text=f"It snowed {number} times.")
    later(days=1, hours=1)

    assert send_digests() == 1
    assert mail.outbox[0].subject == "The Test Shelf: 43 new things to read"
    assert bodies()[0].count("/works/") == 40
    assert "and 3 more" in bodies()[0]
