"""An import's page leads to its taking back: seen first, one step, and back again."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.models import Arrival, ImportPlan, Work
from tests.archive.making import put
from tests.archive.test_steps import records
from tests.web.test_desk import last_step, signed_in


@pytest.fixture
def arrival() -> Arrival:
    """An import of Ada's that is done, with three stories, one of them edited since."""
    now = timezone.now()
    plan = ImportPlan.objects.create(key="k", name="shelf", by="ada", started_at=now)
    for title in ("Snow", "Ice", "Fog"):
        put(title, plan=plan)
    fog = Work.objects.get(title="Fog")
    edit_works([fog.public], [("summary", "Grey.")], by="bo")
    return Arrival.objects.create(
        by="ada", name="shelf", at=now, plan=plan, commit=True, state="done"
    )


def place(row: Arrival) -> str:
    return f"/desk/imports/{row.public}/take-back/"


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def done(client: Client, row: Arrival, **said: Any) -> str:
    answer = client.post(place(row), {"sure": "yes", **said}, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("role", ["archivist", "admin"])
def test_it_is_seen_first_done_with_a_reason_and_taken_back(
    arrival: Arrival, role: str
) -> None:
    ada = signed_in("ada", role)
    before = records()
    assert place(arrival) in page_of(ada, f"/desk/imports/{arrival.public}/")

    first = page_of(ada, place(arrival))
    assert "2 stories go" in first
    assert "1 · somebody edited it" in first
    assert "Fog" in first.partition("Which they are")[2]
    assert records() == before
    page = done(ada, arrival, number="2", why="wrong folder")

    assert "2 stories were taken out" in page
    assert [row.title for row in Work.objects.all()] == ["Fog"]
    assert last_step().why == "wrong folder"
    arrival.refresh_from_db()
    assert not arrival.commit  # it may be added again
    ada.post(f"/desk/steps/{last_step().public}/undo/")
    assert records() == before


def test_what_others_edited_goes_where_it_is_said(arrival: Arrival) -> None:
    ada = signed_in("ada", "archivist")

    first = page_of(ada, place(arrival) + "?also=yes")
    assert "3 stories go" in first
    done(ada, arrival, number="3", also="yes")

    assert Work.objects.count() == 0


@pytest.mark.parametrize("number", ["3", "", "²", "9" * 30])
def test_another_number_by_now_is_asked_again(arrival: Arrival, number: str) -> None:
    page = done(signed_in("ada", "archivist"), arrival, number=number)

    assert "Nothing was changed" in page
    assert 'name="number" value="2"' in page
    assert Work.objects.count() == 3


def test_without_the_second_yes_nothing_is_done(arrival: Arrival) -> None:
    ada = signed_in("ada", "archivist")

    assert ada.post(place(arrival), {"number": "2"}).status_code == 200

    assert Work.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "role"),
    [("wren", "member"), ("wren", "moderator"), ("wren", "archivist")],
)
def test_whose_import_it_is_not_finds_nothing(
    arrival: Arrival, name: str, role: str
) -> None:
    client = signed_in(name, role)

    assert client.get(place(arrival)).status_code == 404
    assert client.post(place(arrival), {"sure": "yes"}).status_code == 404
    assert Work.objects.count() == 3
