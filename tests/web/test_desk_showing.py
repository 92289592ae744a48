"""An import's page says who sees its stories, and changes it with a second yes."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fanfold.archive.models import Account, Arrival, ImportPlan, Work
from tests.archive.making import put
from tests.archive.test_steps import records
from tests.web.test_desk import last_step, signed_in


@pytest.fixture
def arrival() -> Arrival:
    """An import of Ada's that is done, with two stories."""
    now = timezone.now()
    plan = ImportPlan.objects.create(key="k", name="shelf", by="ada", started_at=now)
    for title in ("Snow", "Ice"):
        put(title, plan=plan)
    return Arrival.objects.create(
        by="ada", name="shelf", at=now, plan=plan, commit=True, state="done"
    )


def answered(client: Client, row: Arrival, **said: Any) -> str:
    answer = client.post(f"/desk/imports/{row.public}/show/", said, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def audiences() -> set[str]:
    return set(Work.objects.values_list("audience", flat=True))


@pytest.mark.parametrize("role", ["archivist", "admin"])
def test_it_is_seen_first_done_with_a_reason_and_taken_back(
    arrival: Arrival, role: str
) -> None:
    ada = signed_in("ada", role)
    before = records()

    first = answered(ada, arrival, whom="members")
    assert "2 stories change" in first
    assert "2 stories: shown to all" in first
    assert records() == before
    done = answered(
        ada, arrival, whom="members", sure="yes", number="2", why="the list asked"
    )

    assert "2 stories changed." in done
    assert audiences() == {"members"}
    assert last_step().why == "the list asked"
    ada.post(f"/desk/steps/{last_step().public}/undo/")
    assert records() == before


def test_another_number_by_now_is_asked_again(arrival: Arrival) -> None:
    ada = signed_in("ada", "archivist")

    for number in ("1", "", "²", "9" * 30):
        page = answered(ada, arrival, whom="members", sure="yes", number=number)
        assert "Nothing was changed" in page
        assert 'name="number" value="2"' in page

    assert audiences() == {"all"}


@pytest.mark.parametrize("stage", ["shown", "unreviewed"])
def test_what_somebody_set_to_members_by_name_is_not_widened_with_the_rest(
    arrival: Arrival, stage: str
) -> None:
    snow, ice = Work.objects.order_by("pk")
    Work.objects.update(stage=stage)
    moderator, ada = signed_in("mo", "moderator"), signed_in("ada", "archivist")
    told = {"work": snow.public, "act": "members", "sure": "yes", "why": "a minor"}
    moderator.post("/desk/works/do/", told)
    by_hand = last_step().public

    answered(ada, arrival, whom="members", sure="yes", number="1")
    page = answered(ada, arrival, whom="all")
    assert "1 story changes" in page
    answered(ada, arrival, whom="all", sure="yes", number="1")

    assert Work.objects.get(pk=snow.pk).audience == "members"
    assert Work.objects.get(pk=ice.pk).audience == "all"
    moderator.post(f"/desk/steps/{by_hand}/undo/")
    page = answered(ada, arrival, whom="members")
    assert "2 stories change" in page or "2 story changes" in page


def test_what_is_so_already_has_no_second_yes(arrival: Arrival) -> None:
    page = answered(signed_in("ada", "admin"), arrival, whom="all")

    assert "0 stories change" in page
    assert 'class="chief"' not in page.partition("</h1>")[2]


def test_who_may_not_bring_stories_in_or_did_not_finds_nothing(
    arrival: Arrival,
) -> None:
    place = f"/desk/imports/{arrival.public}/show/"
    said = {"whom": "members", "sure": "yes", "number": "2"}

    for name, role in (("wren", "member"), ("mo", "moderator"), ("bea", "archivist")):
        assert signed_in(name, role).post(place, said).status_code == 404
    assert Client().post(place, said).status_code == 302
    ada = signed_in("ada", "archivist")
    assert ada.get(place).status_code == 405
    assert ada.post(place, said | {"whom": "\0"}).status_code == 404
    assert audiences() == {"all"}


def test_stories_that_somebody_else_brought_in_first_are_not_shown_with_them(
    arrival: Arrival,
) -> None:
    bea = signed_in("bea", "archivist")
    now = timezone.now()
    same = Arrival.objects.create(
        by="bea", name="again", at=now, plan=arrival.plan, commit=True, state="done"
    )

    place = f"/desk/imports/{same.public}/show/"
    assert bea.post(place, {"whom": "members"}).status_code == 404
    assert Account.objects.get(username="bea").role == "archivist"


def test_a_rehearsal_shows_nothing_to_anybody(arrival: Arrival) -> None:
    Arrival.objects.update(commit=False)
    place = f"/desk/imports/{arrival.public}/show/"

    ada = signed_in("ada", "admin")
    assert ada.post(place, {"whom": "members"}).status_code == 404
