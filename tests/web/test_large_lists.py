"""Lists of many stories show what the rows would, in the same order, by the index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fanfold.archive.actions.map_tags import Relation, map_tags
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import (
    Account,
    Barring,
    Collected,
    Collection,
    Creator,
    Tag,
    Work,
)
from fanfold.archive.queries import shelves
from fanfold.archive.reader import ANYONE, KEEPER
from fanfold.archive.search import large
from fanfold.archive.search.follow import Follower
from fanfold.archive.search.wish import Choice
from fanfold.errors import NotFoundError
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.work import Audience, Stage
from fanfold.web.pages.lists import SORTS
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]
pytestmark = [pytest.mark.archive, pytest.mark.django_db]
_WORK = re.compile(r'href="/works/([2-9a-z]{9})/"')


@pytest.fixture
def many(follower: Follower) -> Follower:
    """Stories of one fandom and of one that is below it, in a collection."""
    shelf = Collection.objects.create(title="Old Harbour")
    for number in range(50):
        row = put(
            f"Story {number * 37 % 50:02}",
            "snow " * (number * 13 % 50 + 1),
            creators=(Credit(f"Author {number % 4}"),),
            fandoms=("Sea" if number % 3 else "Deep Sea",),
            date=PartialDate(f"19{50 + number * 7 % 50}"),
            updated=PartialDate(f"20{number * 3 % 50:02}"),
        )
        Work.objects.filter(pk=row.pk).update(
            audience=Audience.MEMBERS if number % 10 == 0 else Audience.ALL,
            stage=Stage.HIDDEN if number % 10 == 1 else Stage.SHOWN,
            added_at=timezone.now() - timedelta(hours=number * 11 % 50),
        )
        Collected.objects.create(work=row, collection=shelf, position=number)
    deep = Tag.objects.get(name="Deep Sea").public
    map_tags([deep], Relation.PARENT, target="Sea", by="Ada")
    follower.catch_up()
    return follower


@pytest.fixture
def by_index(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on lists of five are many."""
    return lambda: monkeypatch.setattr(large, "LARGE", 5)


def listed(path: str, client: Client) -> tuple[list[str], str]:
    """Return the ids on a page of a list, and all it says but for forms' tokens."""
    page = client.get(path).content.decode()
    ids = list(dict.fromkeys(_WORK.findall(page)))
    return ids, re.sub(r'value="[A-Za-z0-9]{64}"', "", page)


def addresses() -> list[str]:
    tags = [f"/tags/{each.public}/" for each in Tag.objects.filter(kind="fandom")]
    places = [f"/collections/{each.public}/" for each in Collection.objects.all()]
    return [*tags, *places]


@pytest.mark.parametrize("member", [False, True])
def test_lists_are_the_same_by_rows_and_by_the_index(
    many: Follower, by_index: Callable[[], None], member: bool
) -> None:
    client = Client()
    if member:
        client.force_login(Account.objects.create_user("bea"))
    asked = [
        f"{address}?sort={sort}&page={page}"
        for address in addresses()
        for sort in (*SORTS, "odd")
        for page in (1, 2, 3, 9)
    ]
    rows = {path: listed(path, client) for path in asked}
    assert max(len(ids) for ids, _page in rows.values()) == 20

    by_index()

    for path, told in rows.items():
        assert listed(path, client) == told, path


def test_who_muted_somebody_is_shown_the_rows(
    many: Follower, by_index: Callable[[], None]
) -> None:
    bea = Account.objects.create_user("bea")
    muted = Creator.objects.get(pseuds__name="Author 1")
    Barring.objects.create(account=bea, creator=muted, kind="mute", at=timezone.now())
    client = Client()
    client.force_login(bea)
    path = f"/tags/{Tag.objects.get(name='Sea').public}/"
    before = listed(path, client)

    by_index()

    assert listed(path, client) == before
    assert "Author 1<" not in before[1]


def test_what_is_taken_down_is_gone_at_once(
    many: Follower, by_index: Callable[[], None]
) -> None:
    by_index()
    path, client = f"/tags/{Tag.objects.get(name='Sea').public}/", Client()
    ids, before = listed(path, client)

    withdraw_work(ids[0], by="test")

    after, page = listed(path, client)
    assert ids[0] not in after
    assert len(after) == 20
    assert "40 stories" in before
    assert "39 stories" in page


def test_few_and_what_keepers_see_are_asked_of_the_rows(
    many: Follower, by_index: Callable[[], None], settings: Any, tmp_path: Path
) -> None:
    sea = Choice("fandom", Tag.objects.get(name="Sea").public)
    assert large.how_many(sea, ANYONE) is None

    by_index()

    assert large.how_many(sea, ANYONE) == 40
    assert large.how_many(sea, KEEPER) is None
    assert large.page_of(sea, ANYONE, "title", 501) is None
    settings.SEARCH_INDEX = tmp_path / "none"
    assert large.how_many(sea, ANYONE) is None


# a story by chance


def test_each_story_that_is_listed_comes_by_chance_and_no_other(many: Follower) -> None:
    rows = list(Work.objects.listed_for(ANYONE).values_list("public", flat=True))
    Work.objects.filter(public__in=rows[3:]).update(stage=Stage.HIDDEN)

    drawn = Counter(shelves.any_work(ANYONE) for _ in range(300))

    assert set(drawn) == set(rows[:3])
    assert min(drawn.values()) > 50


def test_where_nearly_all_are_hidden_the_others_are_found(
    many: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "_DRAWN", 1)
    one = Work.objects.listed_for(ANYONE)[0]
    Work.objects.exclude(pk=one.pk).update(stage=Stage.HIDDEN)

    assert {shelves.any_work(ANYONE) for _ in range(20)} == {one.public}
    one.delete()
    with pytest.raises(NotFoundError):
        shelves.any_work(ANYONE)
