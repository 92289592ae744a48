"""More like this, as a page says it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fanfold.archive.models import Work
from fanfold.archive.search.follow import Follower
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]

_SAME: dict[str, Any] = {
    "fandoms": ("Tides & Co",),
    "relationships_raw": ("Ann/Tom",),
    "characters_raw": ("Ann", "Tom"),
}


def page_of(row: Work, status: int = 200) -> str:
    response = Client().get(f"/works/{row.public}/like/")
    assert response.status_code == status
    return response.content.decode()


def test_a_story_leads_to_others_like_it_with_the_reasons(follower: Follower) -> None:
    asked, other = put("Asked", **_SAME), put("Other", **_SAME)
    follower.catch_up()

    front = Client().get(f"/works/{asked.public}/").content.decode()
    page = page_of(asked)

    assert f'href="/works/{asked.public}/like/">More like this' in front
    assert f'href="/works/{other.public}/"' in page
    assert (
        "same pairing: Ann/Tom; same characters: Ann, Tom; same fandom: Tides &amp; Co"
        in page
    )


def test_nothing_like_it_is_said(follower: Follower) -> None:
    asked = put("Asked", **_SAME)
    follower.catch_up()

    assert "No other story here shares a tag with it." in page_of(asked)


@pytest.mark.usefixtures("follower")
def test_what_is_behind_the_gate_is_not_there() -> None:
    asked = put("Asked", **_SAME)
    Work.objects.update(gated=True)

    page_of(asked, 404)


def test_without_an_index_the_page_says_so(settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_INDEX = tmp_path / "nowhere"

    assert "The search index is not there yet." in page_of(put("Asked"), 503)
