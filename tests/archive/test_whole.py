"""What the index counts over all works is what the rows hold, for each reader."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from fanfold.archive.actions.map_tags import Relation, map_tags
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import Pseud, Tag, TagKind, Work
from fanfold.archive.queries import holdings, shelves
from fanfold.archive.queries.suggesting import suggestions
from fanfold.archive.queries.tagging import shown_tag
from fanfold.archive.reader import ANYONE, KEEPER, Reader
from fanfold.archive.search import whole
from fanfold.archive.search.follow import Follower
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.tags import Tag as ModelTag
from fanfold.model.work import Audience, Stage
from tests.archive.making import put
from tests.archive.searching import ADULT, MEMBER, MEMBER_18, follower

__all__ = ["follower"]
READERS = (ANYONE, ADULT, MEMBER, MEMBER_18)


def made_up(works: int, seed: int = 3) -> None:
    """Put works of all kinds of states, authors and tags."""
    dice = random.Random(seed)  # noqa: S311 - the same each time
    for number in range(works):
        row = put(
            f"Story {number}",
            "It snowed. " * dice.randint(1, 9),
            creators=(
                Credit(f"Author {dice.randrange(5)}"),
                Credit("Helper", role=dice.choice((Role.BETA, Role.CO_AUTHOR))),
            ),
            fandoms=tuple(f"Fandom {n}" for n in dice.sample(range(6), 2)),
            tags=(ModelTag("Genres", f"Free {dice.randrange(4)}"),),
            date=PartialDate(f"{1999 + dice.randrange(5)}"),
            rating=dice.choice((Rating.GENERAL, Rating.EXPLICIT)),
        )
        Work.objects.filter(pk=row.pk).update(
            audience=dice.choice((Audience.ALL, Audience.MEMBERS)),
            stage=dice.choice((Stage.SHOWN, Stage.SHOWN, Stage.HIDDEN)),
        )


@pytest.fixture
def no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Take the index away: from then on rows are counted."""
    return lambda: monkeypatch.setattr(
        django_settings, "SEARCH_INDEX", tmp_path / "none"
    )


def told(reader: Reader) -> dict[str, object]:
    kinds = [TagKind.FANDOM, TagKind.FREE, TagKind.WARNING]
    return {
        "totals": holdings.totals(reader),
        "most": [holdings.most_used(kind, reader, 40) for kind in kinds],
        "tags": [
            holdings.tags_among(Tag.objects.filter(kind=kind), kind, reader)
            for kind in kinds
        ],
        "authors": holdings.authors_among(Pseud.objects.all(), reader),
        "years": shelves.years(reader),
        "collections": shelves.collections(reader),
        "categories": shelves.categories(reader),
    }


def test_the_index_counts_what_the_rows_hold(
    follower: Follower, no_index: Callable[[], None]
) -> None:
    made_up(40)
    follower.catch_up()
    by_index = [told(reader) for reader in READERS]
    assert whole.works_and_words(ANYONE) is not None

    no_index()

    assert whole.works_and_words(ANYONE) is None
    assert by_index == [told(reader) for reader in READERS]
    assert len({str(each) for each in by_index}) == len(READERS)


def test_each_tag_counts_what_its_own_page_lists(follower: Follower) -> None:
    made_up(30)
    names = {tag.name: tag.public for tag in Tag.objects.all()}
    map_tags([names["Fandom 1"]], Relation.SYNONYM, target="Fandom 0", by="Ada")
    map_tags([names["Fandom 2"]], Relation.PARENT, target="Fandom 0", by="Ada")
    map_tags([names["Fandom 4"]], Relation.SYNONYM, target="Fandom 2", by="Ada")
    follower.catch_up()

    for reader in READERS:
        found = holdings.most_used(TagKind.FANDOM, reader, 40)
        assert {each.name for each in found} == {"Fandom 0", *_of(2, 3, 5)}
        for each in found:
            listed = shown_tag(each.public, reader).works.listed_for(reader)
            assert listed.count() == each.works


def test_a_synonym_is_suggested_with_the_works_that_bear_it(
    follower: Follower,
) -> None:
    for number in range(3):
        put(f"Story {number}", fandoms=tuple(_of(number % 2)))
    names = {tag.name: tag.public for tag in Tag.objects.all()}
    map_tags([names["Fandom 1"]], Relation.SYNONYM, target="Fandom 0", by="Ada")
    follower.catch_up()

    found = suggestions("Fand", "fandom", ANYONE)

    assert [(each.name, each.works) for each in found] == [
        ("Fandom 0", 3),
        ("Fandom 1", 1),
    ]


@pytest.mark.parametrize("typed", ["Author", "Help", "Free", "Fandom", "fandom 3"])
def test_suggestions_count_what_the_rows_hold(
    follower: Follower, no_index: Callable[[], None], typed: str
) -> None:
    made_up(30)
    follower.catch_up()
    by_index = [suggestions(typed, "any", reader) for reader in READERS]

    no_index()

    assert by_index == [suggestions(typed, "any", reader) for reader in READERS]
    assert all(by_index)


def test_of_many_tags_the_most_used_are_named(follower: Follower) -> None:
    for number in range(4):
        put(f"Story {number}", fandoms=tuple(_of(*range(number + 1))))
    follower.catch_up()

    found = holdings.most_used(TagKind.FANDOM, ANYONE, 2)

    assert [(each.name, each.works) for each in found] == [
        ("Fandom 0", 4),
        ("Fandom 1", 3),
    ]


def test_what_is_taken_down_is_counted_no_more_before_the_index_hears_of_it(
    follower: Follower,
) -> None:
    gone, left = put("A", fandoms=tuple(_of(1, 2))), put("B", fandoms=tuple(_of(1)))
    follower.catch_up()
    assert holdings.totals(ANYONE).works == 2

    withdraw_work(gone.public, by="test")

    assert holdings.totals(ANYONE)[:2] == (1, left.word_count)
    tags = holdings.most_used(TagKind.FANDOM, ANYONE, 9)
    assert [(each.name, each.works) for each in tags] == [("Fandom 1", 1)]


def test_a_name_that_the_rows_hide_is_told_by_no_index_that_lags(
    follower: Follower,
) -> None:
    row = put(fandoms=tuple(_of(1)), creators=(Credit("Marrow"),))
    put("Rain", fandoms=tuple(_of(2)), creators=(Credit("Linnet"),))
    follower.catch_up()
    assert len(named_by_pages(ANYONE)) == 7

    # Nobody tells the index, as where a program was killed or a row changed by hand.
    Work.objects.filter(pk=row.pk).update(stage=Stage.HIDDEN)

    assert named_by_pages(ANYONE) == ["Fandom 2", "Linnet", "Fandom 2"]


def named_by_pages(reader: Reader) -> list[str]:
    """Return the names that lists and suggestions tell."""
    authors = holdings.authors_among(Pseud.objects.all(), reader)
    told = [
        holdings.most_used(TagKind.FANDOM, reader, 9),
        holdings.authors_of_page(authors, reader),
        suggestions("Fandom", "fandom", reader),
        suggestions("Marrow", "author", reader),
    ]
    return [each.name for some in told for each in some]


def test_a_tag_that_its_synonyms_alone_bear_has_a_page_and_is_listed(
    follower: Follower,
) -> None:
    put(fandoms=tuple(_of(1)))
    names = {tag.name: tag.public for tag in Tag.objects.all()}
    map_tags([names["Fandom 1"]], Relation.SYNONYM, target="Fandom 0", by="Ada")
    follower.catch_up()

    found = holdings.most_used(TagKind.FANDOM, ANYONE, 9)

    assert [(each.name, each.works) for each in found] == [("Fandom 0", 1)]


def test_an_author_is_counted_who_stands_in_the_byline_with_a_name(
    follower: Follower,
) -> None:
    put(
        creators=(
            Credit("Marrow"),
            Credit("Linnet", role=Role.BETA),
            Credit("Nobody", anonymous=True),
        )
    )
    follower.catch_up()

    authors = holdings.authors_among(Pseud.objects.all(), ANYONE)

    assert [each.name for each in authors] == ["Marrow"]
    assert holdings.totals(ANYONE).authors == 1


def test_the_keeper_sees_more_than_the_index_has(follower: Follower) -> None:
    row = put()
    Work.objects.filter(pk=row.pk).update(stage=Stage.HIDDEN)
    follower.catch_up()

    assert holdings.totals(KEEPER).works == 1
    assert holdings.totals(ANYONE).works == 0


def _of(*numbers: int) -> list[str]:
    return [f"Fandom {number}" for number in numbers]
