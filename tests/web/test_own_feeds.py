"""A member's own feeds: by a secret key alone, and what its owner may read now."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive.actions.give_feed_key import end_feed_key, give_feed_key
from fanfold.archive.models import (
    Account,
    Barring,
    Chapter,
    Creator,
    FeedKey,
    LedgerEntry,
    Pseud,
    Series,
    Subscription,
    Tag,
    TextVersion,
    Wishes,
    Work,
)
from fanfold.archive.search.follow import Follower
from fanfold.model.creator import Credit
from fanfold.model.gathering import Place
from fanfold.web import atom
from tests.archive.making import put
from tests.archive.searching import follower
from tests.web.test_feeds import entries, told
from tests.web.visibility.surface import bare

__all__ = ["follower"]

PAGE = "/account/feeds/"
WREN = {"creators": (Credit("Wren"),)}


def titles(key: str, end: str = "new.atom") -> list[str]:
    return [told(each, "title") for each in entries(f"/feeds/{key}/{end}")]


def follow(bea: Account, kind: str, on: str = "") -> None:
    bea.subscriptions.create(kind=kind, on=on, since=timezone.now())


def later_chapter(row: Work, title: str) -> Chapter:
    """Put a chapter to a work that came a while ago."""
    before = timezone.now() - timedelta(days=9)
    Work.objects.filter(pk=row.pk).update(added_at=before)
    TextVersion.objects.filter(chapter__work=row).update(at=before)
    chapter = Chapter.objects.create(work=row, position=2, title=title)
    now = timezone.now()
    words = {"html": "<p>More.</p>", "text": "More.", "words": 1, "by": "test"}
    TextVersion.objects.create(chapter=chapter, number=1, current=True, at=now, **words)
    return chapter


def test_the_page_gives_a_key_once_another_and_none(hers: Client, bea: Account) -> None:
    put("Snow")
    page = hers.post(PAGE, {"do": "make"})
    (first,) = set(re.findall(r"/feeds/([0-9a-f]{40})/new", page.content.decode()))
    assert page["Cache-Control"] == "private, no-store"
    assert titles(first) == ["Snow"]
    assert first not in hers.get(PAGE).content.decode(), "it is shown once"
    assert FeedKey.objects.get().keyed_hash not in (first, "")

    second = give_feed_key(bea)
    assert Client().get(f"/feeds/{first}/new.atom").status_code == 404
    assert titles(second) == ["Snow"]

    hers.post(PAGE, {"do": "end"})
    assert Client().get(f"/feeds/{second}/new.atom").status_code == 404
    assert "You have none." in hers.get(PAGE).content.decode()
    assert not LedgerEntry.objects.filter(on=bea.public).exists()


def test_looking_at_the_page_and_odd_posts_make_no_key(hers: Client) -> None:
    hers.get(PAGE)
    hers.post(PAGE, {"do": "x"})
    assert Client().get(PAGE).status_code == 302
    assert not FeedKey.objects.exists()


def test_a_wrong_key_looks_like_what_was_never_there(bea: Account) -> None:
    key = give_feed_key(bea)
    missing = Client().get("/feeds/none/nothing.atom")
    wrong = (key.upper(), key[:-1], "0" * 40, "x", "%00")
    end_feed_key(bea)

    for each in (key, *wrong):
        answer = Client().get(f"/feeds/{each}/new.atom")
        assert answer.status_code == 404
        assert bare(answer) == bare(missing)


def test_letters_of_a_key_count(bea: Account) -> None:
    key = give_feed_key(bea)

    assert Client().get(f"/feeds/{key.upper()}/new.atom").status_code == 404


def test_a_closed_account_has_no_feed(bea: Account) -> None:
    key = give_feed_key(bea)
    Account.objects.update(is_active=False)

    assert Client().get(f"/feeds/{key}/new.atom").status_code == 404


def test_it_is_kept_by_nobody_on_the_way_and_names_no_key(bea: Account) -> None:
    put("Snow")
    key = give_feed_key(bea)
    answer = Client().get(f"/feeds/{key}/new.atom")

    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert key not in answer.content.decode()
    same = Client().get(
        f"/feeds/{key}/new.atom", headers={"if-none-match": answer["ETag"]}
    )
    assert (same.status_code, same["Cache-Control"]) == (304, "private, no-store")


def test_the_owners_setting_counts_and_no_visit(bea: Account) -> None:
    put("Snow")
    put("Ice")
    Work.objects.filter(title="Snow").update(gated=True, audience="members")
    key = give_feed_key(bea)
    past = Client()
    past.post("/gate/", {"answer": "yes"})

    asked = past.get(f"/feeds/{key}/new.atom").content.decode()
    assert "Ice" in asked
    assert "Snow" not in asked
    Account.objects.update(shows_adult=True)
    assert titles(key) == ["Ice", "Snow"]
    assert "It snowed" not in Client().get(f"/feeds/{key}/new.atom").content.decode()


def test_what_is_followed_comes_with_later_chapters(bea: Account) -> None:
    row = put("Snow", fandoms=("due South",))
    put("Ice", fandoms=("due South",), **WREN)
    put("Fog", series=(Place("Weather", 1),), **WREN)
    put("Rain", **WREN)
    key = give_feed_key(bea)
    assert titles(key, "followed.atom") == []

    follow(bea, "tag", Tag.objects.get(name="due South").public)
    assert titles(key, "followed.atom") == ["Ice", "Snow"]
    follow(bea, "series", Series.objects.get().public)
    assert titles(key, "followed.atom") == ["Fog", "Ice", "Snow"]
    follow(bea, "work", row.public)
    later_chapter(row, "Thaw")
    assert titles(key, "followed.atom") == ["Snow: Thaw", "Fog", "Ice", "Snow"]
    Subscription.objects.exclude(kind="work").delete()
    assert titles(key, "followed.atom") == ["Snow: Thaw"]
    follow(bea, "author", Pseud.objects.get(name="Wren").public)
    assert titles(key, "followed.atom") == ["Snow: Thaw", "Rain", "Fog", "Ice"]
    follow(bea, "archive")
    assert len(titles(key, "followed.atom")) == 5


def test_hidden_stories_take_no_place_among_later_chapters(
    bea: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atom, "MOST", 1)
    shown, hidden = put("Snow"), put("Ice")
    for row in (shown, hidden):
        follow(bea, "work", row.public)
        later_chapter(row, f"after {row.title}")
    key = give_feed_key(bea)

    assert titles(key, "followed.atom") == ["Ice: after Ice"]
    Work.objects.filter(pk=hidden.pk).update(stage="hidden")
    assert titles(key, "followed.atom") == ["Snow: after Snow"]
    Chapter.objects.filter(title="after Snow").update(hidden=True)
    assert titles(key, "followed.atom") == []


def test_chapters_of_an_archive_that_was_taken_over_are_no_news(bea: Account) -> None:
    row = put("Snow")
    Work.objects.update(added_at=timezone.now() - timedelta(days=900))
    follow(bea, "work", row.public)

    assert titles(give_feed_key(bea), "followed.atom") == []


def test_a_kept_search_has_a_feed_by_its_name(bea: Account, follower: Follower) -> None:
    put("Snow")
    put("Ice", text="It froze.")
    follower.catch_up()
    key = give_feed_key(bea)
    end = "search.atom?name=cold%20days"
    assert Client().get(f"/feeds/{key}/{end}").status_code == 404

    kept = {"saved": [["cold days", "q=snowed&sort=title"]], "barred": []}
    Wishes.objects.create(account=bea, told=kept)
    assert titles(key, end) == ["Snow"]
    follow(bea, "search", "q=froze")
    assert titles(key, "followed.atom") == ["Ice"]
    Wishes.objects.update(told=kept | {"barred": [["phrase", "snowed"]]})
    assert titles(key, end) == []


def test_muted_authors_are_in_no_own_feed(bea: Account, follower: Follower) -> None:
    put("Snow")
    put("Ice", **WREN)
    follower.catch_up()
    Wishes.objects.create(account=bea, told={"saved": [["all", "q=snowed"]]})
    follow(bea, "archive")
    wren = Creator.objects.get(pseuds__name="Wren")
    Barring.objects.create(account=bea, creator=wren, kind="mute", at=timezone.now())
    key = give_feed_key(bea)

    for end in ("new.atom", "followed.atom", "search.atom?name=all"):
        assert titles(key, end) == ["Snow"]


def test_following_more_asks_no_more_questions(bea: Account) -> None:
    key = give_feed_key(bea)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            titles(key, "followed.atom")
        return len(seen)

    def follow_one_more(name: str) -> None:
        put(f"By {name}", creators=(Credit(name),), fandoms=(name,))
        follow(bea, "author", Pseud.objects.get(name=name).public)
        follow(bea, "tag", Tag.objects.get(name=name).public)

    follow_one_more("Ada")
    few = asked()
    for name in ("Bo", "Cy", "Di"):
        follow_one_more(name)
    assert asked() == few


def test_the_own_export_says_since_when_there_is_a_key(
    hers: Client, bea: Account
) -> None:
    key = give_feed_key(bea)
    page = hers.get("/account/export/").content.decode()

    assert FeedKey.objects.get().at.isoformat() in page
    assert key not in page
