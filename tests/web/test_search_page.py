"""The page people search on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from fanfold.archive.models import KnownAddress, Work
from fanfold.archive.search.follow import Follower
from fanfold.model.work import Audience
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]


def shown(address: str) -> str:
    return Client().get(address).content.decode()


def test_words_of_a_stranger_are_words_and_nothing_else(follower: Follower) -> None:
    put("Home")
    follower.catch_up()

    page = shown("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E&fandom=%22%3E%3Cb%3E")

    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_a_search_that_is_not_understood_says_where(follower: Follower) -> None:
    response = Client().get("/search/", {"q": "snow words:lots of it"})

    assert response.status_code == 400
    page = response.content.decode()
    assert "snow words:<mark>lots</mark> of it" in page
    assert "takes a number" in page
    assert 'value="snow words:lots of it"' in page


def test_without_an_index_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "SEARCH_INDEX", tmp_path / "none")

    response = Client().get("/search/?q=snow")

    assert response.status_code == 503
    assert "fanfold reindex" in response.content.decode()


def test_everything_chosen_stands_in_the_address(follower: Follower) -> None:
    put("Home", fandoms=("Sea",))
    follower.catch_up()

    page = shown("/search/?q=home&rating=-teen&sort=long&page=9")

    assert "?q=home&amp;sort=long" in page  # teen let go
    assert "rating=teen" in page  # or wanted instead
    assert "<b>Teen</b>" in page
    assert ">1 story<" in page


def test_odd_addresses_are_read_as_nothing(follower: Follower) -> None:
    for odd in ("page=-1", "page=x", "sort=x", "more=x", "rating=", "page=" + "9" * 30):
        assert Client().get(f"/search/?{odd}").status_code == 200


def test_an_empty_result_leads_on(follower: Follower) -> None:
    put("Home", fandoms=("Sea",))
    follower.catch_up()

    page = shown("/search/?q=home&rating=teen")

    assert "without Rating: Teen" in page


@pytest.mark.parametrize(
    "pasted",
    [
        "http://old.example.org/tide.html",
        "https://www.old.example.org/tide.html#top",
        "http://web.archive.org/web/20040101000000/http://old.example.org/tide.html",
        "www.old.example.org/tide.html",
    ],
)
def test_an_old_address_leads_to_the_story(follower: Follower, pasted: str) -> None:
    row = put("Tide", urls=("http://old.example.org/tide.html",))

    response = Client().get("/search/", {"q": pasted})

    assert response.status_code == 302
    assert response.headers["Location"] == f"/works/{row.public}/"


def test_an_old_address_of_a_chapter_leads_to_it(follower: Follower) -> None:
    row = put("Tide")
    chapter = row.chapters.get()
    KnownAddress.objects.create(
        work=row, chapter=chapter, url="http://old.example.org/2/", position=1
    )

    response = Client().get("/search/", {"q": "http://old.example.org/2/index.html"})

    assert response.headers["Location"].endswith(f"/chapters/{chapter.public}/")


def test_an_old_address_tells_nothing_of_a_hidden_story(follower: Follower) -> None:
    row = put("Tide", urls=("http://old.example.org/tide.html",))
    Work.objects.filter(pk=row.pk).update(audience=Audience.MEMBERS)

    hidden = shown("/search/?q=http://old.example.org/tide.html")
    nothing = shown("/search/?q=http://old.example.org/none.html")

    assert row.public not in hidden
    assert "No story here is known under that address" in hidden
    assert "No story here is known under that address" in nothing
