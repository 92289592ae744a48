"""A series, or an author's stories, as one book."""

from __future__ import annotations

import io
import re
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive import anthologies
from fanfold.archive.models import (
    Account,
    Barring,
    Creator,
    Creatorship,
    Pseud,
    Series,
    Work,
)
from fanfold.archive.reader import ANYONE
from fanfold.model.creator import Credit
from fanfold.model.gathering import Place
from fanfold.model.permission import Permission
from fanfold.model.work import Audience, Stage
from tests.archive.making import put
from tests.web.visibility.surface import content


def in_series(*titles: str, **more: Any) -> list[Work]:
    return [
        put(title, series=(Place("The Tides", number),), **more)
        for number, title in enumerate(titles, start=1)
    ]


def series_page() -> str:
    return f"/series/{Series.objects.get(title='The Tides').public}/"


def author_page(name: str = "Marrow") -> str:
    return f"/authors/{Pseud.objects.get(name=name).public}/"


def taken(page: str, client: Client | None = None) -> bytes:
    response = (client or Client()).get(f"{page}download/x.epub")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/epub+zip"
    return content(response)


def everything(book: bytes) -> str:
    with ZipFile(io.BytesIO(book)) as opened:
        names = "\n".join(opened.namelist())
        parts = [opened.read(each).decode() for each in opened.namelist()]
    return "\n".join([names, *parts])


def test_a_series_is_one_book_in_its_order() -> None:
    in_series("Zebra", "Apple")

    book = taken(series_page())

    nav = ZipFile(io.BytesIO(book)).read("OPS/nav.xhtml").decode()
    assert nav.index("Zebra") < nav.index("Apple")
    assert "It snowed on Zebra." in everything(book)
    page = Client().get(series_page()).content.decode()
    assert "download/the-tides.epub" in page


def test_what_a_reader_may_not_see_leaves_no_gap() -> None:
    rows = in_series("Zebra", "Middle", "Apple")
    Work.objects.filter(pk=rows[1].pk).update(audience=Audience.MEMBERS)

    told = everything(taken(series_page()))

    assert "Middle" not in told
    assert rows[1].public not in told
    assert "story-0002" in told
    assert "story-0003" not in told
    assert not re.search(r"The Tides \(\d", told), "a series' own numbers have gaps"
    assert '"position": 3' not in told


def test_a_book_without_a_hidden_part_is_as_if_it_had_never_been() -> None:
    """Neither length, name nor any byte tells of what is left out."""
    put("Zebra", series=(Place("The Tides", 1),))
    put("Apple", series=(Place("The Tides", 3),))
    alone = taken(series_page())
    hidden = put("Middle", series=(Place("The Tides", 2),))
    Work.objects.filter(pk=hidden.pk).update(stage=Stage.HIDDEN)

    assert taken(series_page()) == alone


def test_the_same_stories_are_the_same_bytes() -> None:
    in_series("Zebra", "Apple")

    assert taken(series_page()) == taken(series_page())
    assert taken(author_page()) == taken(author_page())


def test_an_authors_book_leaves_out_what_hides_the_name() -> None:
    rows = [put(title) for title in ("Open", "Secret", "Other")]
    Creatorship.objects.filter(work=rows[1]).update(anonymous=True)

    told = everything(taken(author_page()))

    assert "Stories by Marrow" in told
    assert "Open" in told
    assert "Secret" not in told


def test_a_series_names_nobody_who_wished_to_be_unnamed() -> None:
    (row,) = in_series("Zebra")
    Creatorship.objects.filter(work=row).update(anonymous=True)
    put("Apple", series=(Place("The Tides", 2),), creators=(Credit("Wren"),))

    told = everything(taken(series_page()))

    assert "Marrow" not in told
    assert "by Anonymous" in told
    assert "by Wren" in told


def test_each_story_keeps_its_own_permission() -> None:
    in_series("Zebra", permission=Permission.ASK, distribution_raw="Ask me first.")
    put("Apple", series=(Place("The Tides", 2),), permission=Permission.ANYONE)

    book = ZipFile(io.BytesIO(taken(series_page())))

    first, second = (book.read(f"OPS/story-{n:04}.xhtml").decode() for n in (1, 2))
    assert "ask the author first" in first
    assert "anyone may archive it" in second
    assert "Ask me first." not in second


@pytest.mark.parametrize("name", ["x.pdf", "x.txt", "epub"])
def test_no_other_file_is_given_out(name: str) -> None:
    in_series("Zebra", "Apple")

    missing = Client().get("/series/zzzzzzzzz/download/x.epub")
    response = Client().get(f"{series_page()}download/{name}")

    assert response.status_code == missing.status_code == 404


def test_too_much_for_one_book_is_said_and_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = in_series("Zebra", "Apple")
    monkeypatch.setattr(anthologies, "MOST_WORDS", 7)

    response = Client().get(f"{series_page()}download/x.epub")

    assert response.status_code == 403
    assert "Together these stories have 8 words" in response.content.decode()
    Work.objects.filter(pk=rows[0].pk).update(stage=Stage.HIDDEN)
    assert "Zebra" not in everything(taken(series_page()))


def test_few_stories_are_in_memory_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = in_series(*(f"Story {n}" for n in range(5)))
    ids = [row.public for row in rows]
    monkeypatch.setattr(anthologies, "_AT_ONCE", 2)

    handfuls = list(anthologies._handfuls([(public, 4) for public in ids]))

    assert handfuls == [ids[:2], ids[2:4], ids[4:]]
    monkeypatch.setattr(anthologies, "_WORDS_AT_ONCE", 5)
    assert [len(each) for each in anthologies._handfuls([("a", 9), ("b", 4)])] == [1, 1]
    series = Series.objects.get()
    stream = io.BytesIO()
    anthologies.of_series(series.public, ANYONE).write(stream, reader=ANYONE)
    assert "Story 4" in everything(stream.getvalue())


def test_muted_authors_are_in_no_book_of_a_series(bea: Account, hers: Client) -> None:
    in_series("Zebra", "Apple")
    put("Other", series=(Place("The Tides", 3),), creators=(Credit("Wren"),))
    creator = Creator.objects.get(pseuds__name="Wren")
    Barring.objects.create(account=bea, creator=creator, kind="mute", at=timezone.now())

    assert "Other" not in everything(taken(series_page(), hers))
    assert "Other" in everything(taken(author_page("Wren"), hers))


def test_more_stories_ask_no_more_of_the_rows() -> None:
    in_series("One", "Two")
    few = _queries()
    in_series(*(f"More {n}" for n in range(6)))

    assert _queries() == few


def _queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        taken(series_page())
    return len(asked)
