"""Series, collections and ties at the desk, by plain forms alone."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from fanfold.archive.models import Collection, Related, Series, SeriesWork, Work
from fanfold.model.work import Stage
from tests.archive.making import put
from tests.web.talking_to import page_of, sent
from tests.web.test_desk import last_step, signed_in

STAFF = ["archivist", "moderator", "admin"]


@pytest.fixture
def winter() -> Series:
    """A series with a story, one that waits, and one that is not here."""
    snow, thaw = put("Snow"), put("Thaw")
    row = Series.objects.create(title="Winter", open="moderated")
    for at, found in enumerate((snow, thaw, None), start=1):
        row.places.create(
            work=found,
            source_id="" if found else "efiction:stories/9",
            position=at,
            confirmed=at == 1,
        )
    return row


def work(title: str) -> str:
    return str(Work.objects.get(title=title).public)


@pytest.mark.parametrize("role", STAFF)
def test_a_series_is_made_filled_ordered_and_taken_back(role: str) -> None:
    for title in ("Snow", "Thaw"):
        put(title)
    ada = signed_in("ada", role)

    page = sent(ada, "/desk/series/new/", title="Winter", why="the list asked")
    row = Series.objects.get()
    assert "It is made" in page
    place = f"/desk/series/{row.public}/do/"
    typed = f"{work('Snow')}\nhttp://testserver/works/{work('Thaw')}/"
    sent(ada, place, act="add", works=typed)
    at = {f"at-{work('Thaw')}": "1", f"at-{work('Snow')}": "2"}
    sent(ada, place, act="order", **at)

    shown = page_of(ada, f"/series/{row.public}/")
    assert shown.index("Thaw") < shown.index("Snow", shown.index("Thaw"))
    titles = list(row.places.order_by("position").values_list("work__title", flat=True))
    assert titles == ["Thaw", "Snow"]
    ada.post(f"/desk/steps/{last_step().public}/undo/")
    titles = list(row.places.order_by("position").values_list("work__title", flat=True))
    assert titles == ["Snow", "Thaw"]


def test_what_waits_is_marked_and_answered(winter: Series) -> None:
    ada = signed_in("ada", "archivist")
    assert "2 wait for a yes" in page_of(ada, "/desk/series/")
    page = page_of(ada, f"/desk/series/{winter.public}/")
    assert page.count("<b>waits for a yes</b>") == 2
    assert "efiction:stories/9" in page
    place = f"/desk/series/{winter.public}/do/"

    sent(ada, place, act="confirm", entry=work("Thaw"))
    sent(ada, place, act="take", entry="source:efiction:stories/9")

    assert list(winter.places.values_list("confirmed", flat=True)) == [True, True]


def test_words_openness_and_series_in_it_are_set(winter: Series) -> None:
    ada = signed_in("ada", "moderator")
    years = Series.objects.create(title="Years", open="closed")
    place = f"/desk/series/{years.public}/do/"

    said = {"title": "All Years", "summary": "<em>All</em><script>", "open": "open"}
    sent(ada, place, act="describe", **said)
    sent(ada, place, act="nest", other=winter.public)

    years.refresh_from_db()
    assert (years.title, years.open) == ("All Years", "open")
    assert years.summary == "<em>All</em>"
    assert "Winter" in page_of(ada, f"/desk/series/{years.public}/")
    sent(ada, place, act="part", inner=winter.public)
    assert not years.inner.exists()
    assert "All Years" not in sent(ada, place, act="drop").partition("<h1>")[2]


@pytest.mark.parametrize(
    "said",
    [
        {"act": "add", "works": "zzz"},
        {"act": "add", "works": ""},
        {"act": "confirm"},
        {"act": "take", "entry": "zzz"},
        {"act": "order", "at-source:efiction:stories/9": "²"},
        {"act": "describe", "title": "", "open": "open"},
        {"act": "describe", "title": "x", "open": "zzz"},
        {"act": "nest", "other": "zzz"},
        {"act": "part", "inner": "zzz"},
        {"act": "drop"},
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    winter: Series, said: dict[str, str]
) -> None:
    ada = signed_in("ada", "archivist")
    before = list(SeriesWork.objects.values())

    answer = ada.post(f"/desk/series/{winter.public}/do/", said, follow=True)

    told = unescape(answer.content.decode())
    assert "Nothing was changed" in told or "no such" in told
    assert list(SeriesWork.objects.values()) == before
    winter.refresh_from_db()
    assert (winter.title, winter.open) == ("Winter", "moderated")


@pytest.mark.parametrize("role", STAFF)
def test_a_collection_is_made_filled_and_named(role: str) -> None:
    put("Snow")
    ada = signed_in("ada", role)
    sent(ada, "/desk/collections/new/", title="Lanterns")
    row = Collection.objects.get()
    place = f"/desk/collections/{row.public}/do/"

    sent(ada, place, act="add", works=work("Snow"))
    sent(ada, place, act="describe", title="Lantern Street", about="Of the list.")

    page = page_of(Client(), f"/collections/{row.public}/")
    assert "Lantern Street" in page
    assert "Snow" in page
    sent(ada, place, act="take", work=work("Snow"))
    assert not row.places.exists()
    ada.post(f"/desk/steps/{last_step().public}/undo/")
    assert row.places.get().work.title == "Snow"


def test_stories_are_tied_and_untied_on_their_page() -> None:
    put("Snow"), put("Thaw")
    ada = signed_in("ada", "archivist")
    place = f"/desk/works/{work('Thaw')}/ties/"

    page = sent(ada, place, act="tie", kind="sequel", other=work("Snow"))
    assert "a sequel of" in page
    assert "Snow" in page_of(Client(), f"/works/{work('Thaw')}/")

    sent(ada, place, act="untie", tie=f"sequel {work('Snow')}")
    assert not Related.objects.exists()
    for said in ({"act": "tie", "kind": "zzz"}, {"act": "zzz"}, {}):
        assert ada.post(place, said).status_code == 404


def test_of_stories_that_the_person_may_not_see_nothing_is_told() -> None:
    put("Snow"), put("Thaw")
    row = Series.objects.create(title="Winter", open="closed")
    under = Collection.objects.create(title="Lanterns")
    for title in ("Snow", "Thaw"):
        found = Work.objects.get(title=title)
        row.places.create(work=found, position=1)
        under.places.create(work=found, position=1)
    hidden = work("Snow")
    Related.objects.create(
        work=Work.objects.get(title="Thaw"),
        target=Work.objects.get(title="Snow"),
        kind="sequel",
        position=1,
    )
    Work.objects.filter(title="Snow").update(stage=Stage.HIDDEN)
    ada = signed_in("ada", "archivist")
    pages = (
        f"/desk/series/{row.public}/",
        f"/desk/collections/{under.public}/",
        f"/desk/works/{work('Thaw')}/",
    )

    for path in pages:
        page = page_of(ada, path)
        assert "Snow" not in page
        assert hidden not in page
    sent(ada, f"/desk/series/{row.public}/do/", act="add", works=hidden)
    sent(ada, f"/desk/series/{row.public}/do/", act="take", entry=hidden)
    sent(ada, f"/desk/collections/{under.public}/do/", act="take", work=hidden)
    assert row.places.count() == under.places.count() == 2
    Work.objects.update(stage=Stage.WITHDRAWN)
    for path in ("/desk/series/", "/desk/collections/"):
        assert "Winter" not in page_of(ada, path)
        assert "Lanterns" not in page_of(ada, path)
    for path in pages:
        assert ada.get(path).status_code in (404, 410)


def test_members_and_visitors_find_no_such_pages(winter: Series) -> None:
    member = signed_in("wren", "member")
    for path in (
        "/desk/series/",
        f"/desk/series/{winter.public}/",
        "/desk/collections/",
    ):
        assert member.get(path).status_code == 404
        assert Client().get(path).status_code == 302
    for path in ("/desk/series/new/", f"/desk/series/{winter.public}/do/"):
        assert member.post(path, {"title": "x", "act": "drop"}).status_code == 404
    assert Series.objects.count() == 1
