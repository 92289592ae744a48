"""Figures: right sums, the same for whoever looks, and nothing of a single reader."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from xml.etree import ElementTree

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanfold.archive.models import (
    Account,
    Bookmark,
    Comment,
    Creator,
    Kudos,
    Later,
    Pseud,
    Reading,
    Work,
)
from fanfold.archive.queries.figures import Counts, Figures, archive_figures
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.work import Audience, Stage
from fanfold.web.pages.figures import picture_of
from tests.archive.making import put
from tests.web.test_desk import signed_in

AT = datetime(2024, 5, 1, tzinfo=UTC)


def talked_about(work: Work) -> None:
    """Two comments that are seen, two that are not; thanks; bookmarks of all kinds."""
    told = {"work": work, "by": "Heron", "text": "x", "date_from": date(2003, 1, 1)}
    for more in ({}, {}, {"hidden": True}, {"waiting": True}):
        Comment.objects.create(**told, **more)
    for name in "ab":
        Kudos.objects.create(work=work, giver=name * 64, at=AT)
    for name, public in (("ann", True), ("bob", False), ("cy", False)):
        account = Account.objects.create_user(name)
        Bookmark.objects.create(
            account=account, work=work, is_public=public, made_at=AT
        )
        Later.objects.create(account=account, work=work, added_at=AT)
        Reading.objects.create(account=account, work=work, read_at=AT)


def rows_of(client: Client, place: str) -> list[dict[str, str]]:
    answer = client.get(place)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def put_all() -> Work:
    work = put("Snow", text="It snowed a lot.", date=PartialDate("2001"))
    put("Ice", text="Two words.", date=PartialDate("2001-05"))
    put("Dust", text="Three short words.", creators=(Credit("Wren"),))
    put("Adult", rating=Rating.EXPLICIT, date=PartialDate("2001"))
    members = put("Members", date=PartialDate("2001"))
    Work.objects.filter(pk=members.pk).update(audience=Audience.MEMBERS)
    hidden = put("Hidden", date=PartialDate("1999"))
    Work.objects.filter(pk=hidden.pk).update(stage=Stage.HIDDEN)
    Work.objects.update(added_at=AT)
    talked_about(work)
    return work


def test_sums_by_year_are_those_of_what_anybody_may_read() -> None:
    put_all()

    found = archive_figures()
    assert found == Figures(
        (
            (2001, Counts(works=2, words=6)),
            (2003, Counts(comments=2)),
            (2024, Counts(came=3, kudos=2, bookmarks=1)),
            (None, Counts(works=1, words=3)),
        )
    )
    assert found.total == Counts(3, 9, 3, 2, 2, 1)


def test_whoever_looks_sees_the_same_figures() -> None:
    put_all()
    sheets = [
        client.get("/figures.csv").content
        for client in (Client(), signed_in("wren", "member"), signed_in("ada", "admin"))
    ]

    assert len(set(sheets)) == 1
    assert rows_of(Client(), "/figures.csv")[0] == {
        "year": "2001",
        "stories": "2",
        "words": "6",
        "came here": "0",
        "comments": "0",
        "thanks": "0",
        "bookmarks shown": "0",
    }
    page = Client().get("/figures/").content.decode()
    assert '<th scope="row">2001</th><td>2</td><td>6</td>' in page
    assert "1999" not in page
    assert '/figures/"' in Client().get("/shelves/").content.decode()


def test_a_picture_is_drawn_with_a_title_and_without_gaps() -> None:
    counts = [(1998, Counts(works=4)), (2001, Counts(works=1)), (None, Counts(works=9))]
    bars = picture_of(Figures(tuple(counts)), "works").bars

    assert [each.year for each in bars] == [1998, 1999, 2000, 2001]
    assert [each.height for each in bars] == [100, 0, 0, 25]
    assert picture_of(Figures(()), "works").bars == ()
    far = ((1000, Counts(works=1)), (2020, Counts(works=1)))
    assert len(picture_of(Figures(far), "works").bars) == 60

    put("Snow", date=PartialDate("2001"))
    page = Client().get("/figures/").content.decode()
    picture = page[page.index("<svg") : page.index("</svg>") + 6]
    root = ElementTree.fromstring(picture)
    assert root.find("title") is not None
    assert "style=" not in picture


def test_an_author_sees_the_figures_of_the_own_stories_alone() -> None:
    work = put_all()
    mary = signed_in("mary", "member")
    account = Account.objects.get(username="mary")
    Creator.objects.filter(pseuds__name="Marrow").update(account=account)
    gone = put("Gone")
    Work.objects.filter(pk=gone.pk).update(stage=Stage.WITHDRAWN)
    Work.objects.filter(pk=work.pk).update(title="=1+1")

    found = {each["story"]: each for each in rows_of(mary, "/mine/figures.csv")}
    assert set(found) == {"'=1+1", "Ice", "Adult", "Members", "Hidden"}
    assert found["'=1+1"] == {
        "story": "'=1+1",
        "words": "4",
        "comments": "2",
        "thanks": "2",
        "bookmarks shown": "1",
    }
    page = mary.get("/mine/figures/").content.decode()
    for unwanted in ("Gone", "Dust", "ann", "bob", "Heron"):
        assert f">{unwanted}<" not in page
    assert (
        "Nothing to count yet."
        in signed_in("heron", "member").get("/mine/figures/").content.decode()
    )


def test_an_authors_page_tells_how_many_words_there_are() -> None:
    put_all()

    place = f"/authors/{Pseud.objects.get(name='Marrow').public}/"
    assert "6 words in all" in Client().get(place).content.decode()


def test_many_stories_take_as_many_questions_as_few() -> None:
    mary = signed_in("mary", "member")
    put("Snow")
    account = Account.objects.get(username="mary")
    Creator.objects.filter(pseuds__name="Marrow").update(account=account)
    with CaptureQueriesContext(connection) as few:
        mary.get("/mine/figures/")
    for number in range(12):
        put(f"Ice {number}")
    with CaptureQueriesContext(connection) as many:
        mary.get("/mine/figures/")
    assert len(many) == len(few)
