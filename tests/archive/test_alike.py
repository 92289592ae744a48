"""Other stories like one: by shared tags, the rare ones first, for each reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive.models import Tag, TagMapping, Work
from fanfold.archive.reader import ANYONE, Reader
from fanfold.archive.search.alike import Alike, alike
from fanfold.archive.search.follow import Follower
from fanfold.errors import SearchNotReadyError
from fanfold.model.creator import Credit
from fanfold.model.gathering import Place
from fanfold.model.tags import Tag as ModelTag
from fanfold.model.work import Audience, Stage
from tests.archive.making import put
from tests.archive.searching import MEMBER, follower

__all__ = ["follower"]

pytestmark = [pytest.mark.archive, pytest.mark.django_db]


def like(
    row: Work, follower: Follower, reader: Reader = ANYONE, muted: Sequence[str] = ()
) -> Alike:
    follower.catch_up()
    return alike(row.public, reader, muted)


def titles(found: Alike) -> list[str]:
    return [each.title for each in found.cards.works]


def tagged(title: str, *names: str, **more: Any) -> Work:
    return put(title, tags=tuple(ModelTag("Genres", each) for each in names), **more)


def test_what_shares_a_rare_tag_comes_first(follower: Follower) -> None:
    for number in range(6):
        tagged(f"Common {number}", "Angst", fandoms=("Tides",))
    rare = tagged("Rare", "Lighthouses", fandoms=("Tides",))
    asked = tagged("Asked", "Angst", "Lighthouses", fandoms=("Tides",))

    found = like(asked, follower)

    assert titles(found)[0] == "Rare"
    assert "Asked" not in titles(found)
    assert len(titles(found)) == 7
    assert [each.name for each in found.shared[rare.public]] == ["Tides", "Lighthouses"]


def test_a_pairing_weighs_more_than_a_fandom(follower: Follower) -> None:
    put("Same world", fandoms=("Tides",))
    put("Same pair", relationships_raw=("Ann/Tom",))
    asked = put("Asked", fandoms=("Tides",), relationships_raw=("Ann/Tom",))

    assert titles(like(asked, follower)) == ["Same pair", "Same world"]


def test_a_synonym_is_the_same_tag_and_one_below_counts(follower: Follower) -> None:
    put("By its other name", fandoms=("The Tides",))
    put("A part of it", fandoms=("Spring Tides",))
    asked = put("Asked", fandoms=("Tides",))
    chief = Tag.objects.get(name="Tides")
    for name, relation in (("The Tides", "synonym"), ("Spring Tides", "parent")):
        tag = Tag.objects.get(name=name)
        TagMapping.objects.create(
            tag=tag, target=chief, relation=relation, at=timezone.now()
        )

    found = like(asked, follower)

    assert sorted(titles(found)) == ["A part of it", "By its other name"]
    assert {each.name for told in found.shared.values() for each in told} == {"Tides"}


def test_warnings_make_no_stories_alike(follower: Follower) -> None:
    put("Other", warnings_raw=("Character death",))
    asked = put("Asked", warnings_raw=("Character death",))

    assert titles(like(asked, follower)) == []


def test_only_what_the_reader_may_read_is_named(follower: Follower) -> None:
    other = put("Other", fandoms=("Tides",))
    asked = put("Asked", fandoms=("Tides",))
    Work.objects.filter(pk=other.pk).update(audience=Audience.MEMBERS)

    assert titles(like(asked, follower)) == []
    assert titles(like(asked, follower, MEMBER)) == ["Other"]
    # The index has not heard of it yet; the rows have.
    Work.objects.filter(pk=other.pk).update(stage=Stage.HIDDEN)
    assert titles(like(asked, follower, MEMBER)) == []


def test_its_own_series_and_muted_authors_are_left_out(follower: Follower) -> None:
    tides = (Place("The Tides", 1),)
    put("In the series", fandoms=("Tides",), series=tides)
    put("Of somebody else", fandoms=("Tides",), creators=(Credit("Wren"),))
    asked = put("Asked", fandoms=("Tides",), series=tides)

    found = like(asked, follower)
    assert titles(found) == ["Of somebody else"]
    (author,) = found.cards.authors.values()
    assert titles(like(asked, follower, muted=[author])) == []


def test_a_story_without_tags_is_like_none(follower: Follower) -> None:
    put("Other", fandoms=("Tides",))

    assert titles(like(put("Asked"), follower)) == []


def test_without_an_index_nothing_is_said(settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_INDEX = tmp_path / "nowhere"

    with pytest.raises(SearchNotReadyError):
        alike(put("Asked", fandoms=("Tides",)).public, ANYONE)


def test_more_stories_ask_no_more_of_the_rows(follower: Follower) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as asked:
            alike(story.public, ANYONE)
        return len(asked)

    story = tagged("Asked", "Angst", fandoms=("Tides",))
    tagged("Other", "Angst", fandoms=("Tides",))
    follower.catch_up()
    few = asks()
    for number in range(9):
        tagged(f"More {number}", "Angst", f"Tag {number}", fandoms=("Tides",))
    follower.catch_up()

    assert asks() == few
