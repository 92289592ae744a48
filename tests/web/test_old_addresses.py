"""Links of the old archives, and what programs for eFiction sites expect."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from fanfold.archive.models import KnownAddress, Work
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.work import Audience, Stage
from tests.archive.making import put
from tests.web.test_pages import chapters


def kept(title: str = "Snow & “Sand”", **fields: object) -> Work:
    fields.setdefault("source_ids", ("efiction:stories/3",))
    fields.setdefault("creators", (Credit("Marrow", source_id="efiction:authors/7"),))
    return put(title, chapters=chapters("First", "Second"), **fields)


def shown(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode("ascii") if status == 200 else ""


def test_a_story_stands_under_its_old_number() -> None:
    kept(date=PartialDate("2004-01-12"), rating_raw="PG")

    page = unescape(
        shown("/viewstory.php?sid=3&action=printable&textsize=0&chapter=all")
    )

    assert '<div id="pagetitle">' in page
    assert '<a href="viewuser.php?uid=7">Marrow</a>' in page
    assert '<span class="label">Rated:</span> PG' in page
    assert '<span class="label">Published:</span> 12 Jan 2004' in page
    assert '<b>1.</b> <a href="#1">Chapter 1</a>' in page
    assert page.count('<div class="chapter">') == 2
    assert "Snow & “Sand”" in page


def test_one_chapter_or_the_index_alone() -> None:
    kept()

    second = shown("/viewstory.php?sid=3&chapter=2")
    index = shown("/viewstory.php?sid=3&index=1")

    assert "Second <em>text</em>" in second
    assert "First <em>text</em>" not in second
    assert '<div class="chapter">' not in index


def test_the_gate_is_passed_by_address_for_one_answer_alone() -> None:
    kept(rating=Rating.EXPLICIT)
    client = Client()

    gate = client.get("/viewstory.php?sid=3").content.decode()
    through = client.get("/viewstory.php?sid=3&ageconsent=ok&warning=1&chapter=1")
    again = client.get("/viewstory.php?sid=3").content.decode()

    assert 'class="errortext' in gate
    assert "ageconsent=ok&amp;warning=1" in gate
    assert "Marrow" not in gate
    assert "First <em>text</em>" in through.content.decode()
    assert "no-store" in through.headers["Cache-Control"]
    assert through.headers["X-Robots-Tag"] == "noindex, noarchive"
    assert "Marrow" not in again


@pytest.mark.parametrize("stage", [Stage.HIDDEN, Stage.UNREVIEWED, Stage.DRAFT])
def test_what_is_not_shown_is_not_there(stage: Stage) -> None:
    row = kept()
    Work.objects.filter(pk=row.pk).update(stage=stage)

    shown("/viewstory.php?sid=3", 404)
    shown("/viewstory.php?sid=3&ageconsent=ok&warning=1", 404)


def test_numbers_that_two_sites_gave_lead_nowhere() -> None:
    kept("One", source_ids=("efiction:a_:stories/3",))
    kept("Two", source_ids=("efiction:b_:stories/3",))

    shown("/viewstory.php?sid=3", 404)


@pytest.mark.parametrize("odd", ["", "sid=", "sid=x", "sid=-1", "sid=" + "9" * 40])
def test_odd_numbers_lead_nowhere(odd: str) -> None:
    kept()

    shown(f"/viewstory.php?{odd}", 404)


def test_an_author_is_found_by_the_old_number() -> None:
    kept()

    response = Client().get("/viewuser.php?uid=7")

    assert response.status_code == 302
    assert "Marrow" in Client().get(response.headers["Location"]).content.decode()
    assert Client().get("/viewuser.php?uid=8").status_code == 404


def test_an_old_address_on_our_own_host_leads_to_the_story() -> None:
    row = kept(urls=("http://testserver/stories/snow.html",))
    chapter = row.chapters.order_by("position")[1]
    KnownAddress.objects.create(
        work=row, chapter=chapter, url="http://www.testserver/2.php?p=1", position=2
    )

    first = Client().get("/stories/snow.html")
    second = Client().get("/2.php?p=1")

    assert first.headers["Location"] == f"/works/{row.public}/"
    assert second.headers["Location"].endswith(f"/chapters/{chapter.public}/")
    assert Client().get("/stories/other.html").status_code == 404


def test_an_old_address_of_a_hidden_story_is_as_any_other() -> None:
    row = kept(urls=("http://testserver/stories/snow.html",))
    Work.objects.filter(pk=row.pk).update(audience=Audience.MEMBERS)

    assert Client().get("/stories/snow.html").status_code == 404


def test_an_old_address_of_what_was_taken_down_says_so() -> None:
    row = kept(urls=("http://testserver/stories/snow.html",))
    Work.objects.filter(pk=row.pk).update(stage=Stage.WITHDRAWN)

    moved = Client().get("/stories/snow.html", follow=True)

    assert moved.status_code == 410
    assert "Snow" not in moved.content.decode()
    shown("/viewstory.php?sid=3", 410)
