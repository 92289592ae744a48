"""Series, collections, years, categories, comments: as readers walk through them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanfold.archive.actions.accept_found import accept_found
from fanfold.archive.models import (
    Category,
    Chapter,
    Collected,
    Collection,
    Comment,
    Series,
    Work,
)
from fanfold.archive.queries.shelves import categories
from fanfold.archive.reader import ANYONE
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim, Standing
from fanfold.model.gathering import Place
from fanfold.model.series import Entry, Nested, Openness
from fanfold.model.series import Series as ModelSeries
from fanfold.model.talk import Comment as ModelComment
from fanfold.model.talk import Recommendation
from fanfold.model.work import Audience, Stage
from tests.archive.making import SEEN, put


def shown(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


def found(value: object) -> None:
    accept_found(Claim(value, Standing.RECORDED, SEEN), key=repr(value), by="test")


def in_series(*titles: str) -> list[Work]:
    return [
        put(title, series=(Place("The Tides", number),))
        for number, title in enumerate(titles, start=1)
    ]


def series_page() -> str:
    return f"/series/{Series.objects.get(title='The Tides').public}/"


def test_a_series_is_in_its_order_and_a_hidden_part_leaves_no_gap() -> None:
    rows = in_series("Zebra", "Middle", "Apple")
    Work.objects.filter(pk=rows[1].pk).update(stage=Stage.HIDDEN)

    page = shown(series_page())
    first = shown(f"/works/{rows[0].public}/")

    assert page.index("Zebra") < page.index("Apple")
    assert "Middle" not in page
    assert "2 stories" in page
    assert "1 of 2 in the series" in first
    assert f'href="/works/{rows[2].public}/">the next one' in first


def test_a_series_in_a_series_is_reached_both_ways() -> None:
    put("Home", source_ids=("x:stories/1",), series=(Place("Inner", 1, "x:series/2"),))
    entries = (Nested("x:series/2", 1),)
    outer = ModelSeries(
        "", "Outer", "x:series/1", open=Openness.CLOSED, subseries=entries
    )
    found(outer)

    around = Series.objects.get(title="Outer").public
    inside = Series.objects.get(title="Inner").public

    assert f"/series/{inside}/" in shown(f"/series/{around}/")
    assert f"/series/{around}/" in shown(f"/series/{inside}/")


def test_an_unconfirmed_place_is_not_shown() -> None:
    put("Home", source_ids=("x:stories/1",))
    entry = Entry("x:stories/1", 1, confirmed=False)
    found(ModelSeries("", "Open", "x:series/1", open=Openness.OPEN, works=(entry,)))

    shown(f"/series/{Series.objects.get().public}/", 404)


def test_a_series_of_hidden_works_is_not_there() -> None:
    in_series("Home")
    Work.objects.update(audience=Audience.MEMBERS)

    shown(series_page(), 404)
    assert "The Tides" not in shown("/shelves/")


def test_a_collection_has_a_page_of_its_own() -> None:
    row = put("Home")
    kept = Collection.objects.create(title="The Old Shelf", about="<p>Kept by Ann.</p>")
    Collected.objects.create(collection=kept, work=row, position=1)

    page = shown(f"/collections/{kept.public}/")

    assert "Kept by Ann." in page
    assert row.public in page
    assert kept.public in shown("/shelves/")


def test_years_count_only_what_is_surely_of_that_year() -> None:
    put("A", date=PartialDate("2004"))
    put("B", date=PartialDate("2004-05-06"))
    put("C", date=PartialDate("2005-01"))

    page = shown("/shelves/")

    assert '?year=2004">2004</a> <span class="quiet small">2<' in page
    assert '?year=2005">2005</a> <span class="quiet small">1<' in page


def test_the_old_tree_counts_what_lies_below() -> None:
    put("A", categories=(("Coast", "Harbours"),))
    put("B", categories=(("Coast",), ("Coast", "Harbours")))
    put("C", categories=(("Hills",),))
    Category.objects.create(name="Empty")

    told = [(each.name, each.works, each.depth) for each in categories(ANYONE)]

    assert told == [("Coast", 2, 0), ("Harbours", 2, 1), ("Hills", 1, 0)]


def test_comments_stand_with_replies_scores_and_chapters() -> None:
    row = put("Home", source_ids=("x:stories/1",))
    found(
        ModelComment(
            "x:reviews/1",
            "x:stories/1",
            "Linnet",
            "So <b>good</b><script>x</script>",
            member=True,
            reply="Thank you",
            score=9.0,
            date=PartialDate("2004-05-06T10:00:00"),
        )
    )
    found(Recommendation("x:favourites/1", "Wren", "x:stories/1", "Read this"))

    page = shown(f"/works/{row.public}/comments/")

    for told in ("Linnet", "Thank you", "score there: 9", "2004-05-06", "Read this"):
        assert told in page
    assert "<script>x" not in page
    assert "(guest)" not in page
    assert ">Comments</a>" in shown(f"/works/{row.public}/")


def test_a_comment_on_a_hidden_chapter_is_not_shown_nor_counted() -> None:
    row = put("Home")
    chapter = Chapter.objects.create(work=row, position=2, hidden=True)
    Comment.objects.create(work=row, chapter=chapter, by="Linnet", text="The end!")
    Comment.objects.create(work=row, by="Wren", text="Bad.", hidden=True)

    page = shown(f"/works/{row.public}/comments/")

    assert "The end!" not in page
    assert "Bad." not in page
    # The way to them is there for who wants to write one; it counts none.
    assert ">Comments</a></li>" in shown(f"/works/{row.public}/")


def test_answers_stand_under_what_they_answer() -> None:
    row = put("Home")
    first = Comment.objects.create(work=row, by="Linnet", text="One.")
    Comment.objects.create(work=row, by="Wren", text="Two.", answers=first)
    ring = Comment.objects.create(work=row, by="Ring", text="Three.")
    Comment.objects.filter(pk=ring.pk).update(answers=ring)

    page = shown(f"/works/{row.public}/comments/")

    assert page.index("One.") < page.index("Two.")
    assert page.count("Two.") == 1


def test_chance_leads_to_a_story_one_may_see() -> None:
    row = put("Home")
    hidden = put("Other")
    Work.objects.filter(pk=hidden.pk).update(stage=Stage.HIDDEN)

    places = {Client().get("/random/").headers["Location"] for _each in range(8)}

    assert places == {f"/works/{row.public}/"}


@pytest.mark.parametrize("address", ["/shelves/", "/series/"])
def test_more_works_ask_no_more_of_the_rows(address: str) -> None:
    in_series("One", "Two")
    address = series_page() if address == "/series/" else address
    few = _queries(address)
    in_series(*(f"More {n}" for n in range(12)))

    assert _queries(address) == few


def _queries(address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        shown(address)
    return len(asked)
