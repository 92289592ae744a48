"""Top lists, ratings as a way in, and tags that a reader keeps."""

from __future__ import annotations

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive.models import (
    Account,
    Barring,
    Bookmark,
    Chapter,
    Comment,
    Creator,
    Kudos,
    Recommendation,
    Tag,
    Work,
)
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.work import Audience
from tests.archive.making import put


def shown(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return response.content.decode()


def thank(row: Work, times: int) -> None:
    now = timezone.now()
    for number in range(times):
        Kudos.objects.create(work=row, giver=f"{number:064}", at=now)


def listed(page: str, name: str) -> list[tuple[str, str]]:
    """Return (title, number) of the entries of one list."""
    found = re.search(rf'(?s)id="{name}".*?</section>', page)
    links = r'<a href="/works/\w+/">(.*?)</a>.*?small">(\d+)<'
    return re.findall(links, found[0]) if found else []


def test_the_most_thanked_for_stand_first_with_their_numbers() -> None:
    for number, title in enumerate(("None", "Once", "Twice")):
        thank(put(title), number)

    assert listed(shown("/top/"), "thanked") == [("Twice", "2"), ("Once", "1")]


def test_what_is_not_shown_does_not_count() -> None:
    row, later = put("Open"), put("Members")
    Work.objects.filter(pk=later.pk).update(audience=Audience.MEMBERS)
    hidden = Chapter.objects.create(work=row, position=2, hidden=True)
    Comment.objects.create(work=row, by="Wren", text="Fine.")
    Comment.objects.create(work=row, by="Wren", text="No.", hidden=True)
    Comment.objects.create(work=row, by="Wren", text="Not yet.", waiting=True)
    Comment.objects.create(work=row, by="Wren", text="There.", chapter=hidden)
    Comment.objects.create(work=later, by="Wren", text="Members alone.")
    Recommendation.objects.create(work=later, by="Wren", on="x")

    page = shown("/top/")

    assert listed(page, "said") == [("Open", "1")]
    assert "recommended" not in page


def test_bookmarks_count_where_their_owner_shows_them(bea: Account) -> None:
    for title, is_public in (("Shown", True), ("Private", False)):
        Bookmark.objects.create(
            account=bea, work=put(title), is_public=is_public, made_at=timezone.now()
        )

    assert listed(shown("/top/"), "bookmarked") == [("Shown", "1")]


def test_a_muted_author_is_in_no_top_list(bea: Account, hers: Client) -> None:
    thank(put("Other", creators=(Credit("Wren"),)), 1)
    thank(put("Home"), 2)
    Work.objects.update(featured=True)
    creator = Creator.objects.get(pseuds__name="Wren")
    Barring.objects.create(account=bea, creator=creator, kind="mute", at=timezone.now())

    assert "Other" in shown("/top/")
    assert "Other" not in shown("/top/", hers)
    assert "Home" in shown("/top/", hers)


def test_what_its_source_put_forward_is_a_list() -> None:
    put("Plain")
    Work.objects.filter(pk=put("Bright").pk).update(featured=True)

    page = shown("/top/")

    assert "Bright" in page
    assert "Plain" not in page


def test_an_archive_without_any_of_it_says_so() -> None:
    put("Plain")

    assert "No stories to show here." in shown("/top/")


def test_more_stories_ask_no_more_of_the_rows() -> None:
    thank(put("First"), 1)
    few = _queries()
    for number in range(6):
        thank(put(f"Story {number}"), number + 1)

    assert _queries() == few


def _queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        shown("/top/")
    return len(asked)


def test_ratings_are_a_way_in_with_their_numbers() -> None:
    put("A")
    put("B", rating=Rating.TEEN)
    put("C", rating=Rating.TEEN)
    put("D", rating=Rating.EXPLICIT)

    page = shown("/shelves/")

    assert '?rating=teen">Teen</a> <span class="quiet small">2<' in page
    assert page.index("?rating=general") < page.index("?rating=teen")
    assert "?rating=explicit" not in page  # behind the gate


def test_a_kept_tag_stands_on_the_front_page() -> None:
    put("Home", fandoms=("The Cold Harbour",))
    tag, client = Tag.objects.get(), Client()
    page = shown(f"/tags/{tag.public}/", client)
    assert f'name="address" value="fandom={tag.public}"' in page
    assert "kept-searches" not in shown("/", client)

    told = {
        "do": "save",
        "address": f"fandom={tag.public}",
        "name": tag.name,
        "next": f"/tags/{tag.public}/",
    }
    client.post("/search/kept/", told)

    assert f'/search/?fandom={tag.public}">The Cold Harbour</a>' in shown("/", client)
    assert "It is kept" in shown(f"/tags/{tag.public}/", client)
    assert "kept-searches" not in shown("/")
