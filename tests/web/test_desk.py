"""The desk: who may be there, what it shows, and that everything can be undone."""

from __future__ import annotations

import pytest
from django.test import Client

from fanfold.archive import shelf
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.post_works import delete_draft
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import Account, LedgerEntry, Step, Work
from fanfold.archive.powers import HOLDERS, Power, may
from fanfold.archive.reader import KEEPER
from tests.archive.making import put

DESK = ("/desk/", "/desk/ledger/")


def signed_in(name: str, role: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.create_user(name, f"{name}@example.org", role=role),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def last_step() -> Step:
    return Step.objects.order_by("-pk")[0]


@pytest.mark.parametrize("path", DESK)
def test_readers_find_no_desk_and_visitors_are_asked_to_sign_in(path: str) -> None:
    assert signed_in("wren", "member").get(path).status_code == 404
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("role", ["archivist", "moderator", "admin"])
def test_staff_find_the_desk(role: str) -> None:
    client = signed_in("ada", role)

    for path in DESK:
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-cache"


def test_a_step_is_shown_with_what_it_changed_and_taken_back() -> None:
    client = signed_in("ada", "admin")
    row = put("Snow")
    edit_works([row.public], [("title", "<b>Ice</b>")], by="ada", why="she wrote")
    step = last_step().public

    page = client.get(f"/desk/steps/{step}/").content.decode()
    assert "&lt;b&gt;Ice&lt;/b&gt;" in page
    assert "she wrote" in page
    done = client.post(f"/desk/steps/{step}/undo/", {"why": "no"}, follow=True)

    assert shelf.work(row.public, reader=KEEPER).title == "Snow"
    assert "Taken back" in done.content.decode()
    assert last_step().why == "no"


def test_a_step_tells_nothing_of_a_story_that_the_person_may_not_see() -> None:
    client = signed_in("ada", "admin")
    gone, other = put("Snow"), put("Ice")
    Work.objects.filter(pk=gone.pk).update(stage="draft")
    edit_works([gone.public, other.public], [("title", "Hail")], by="lark")
    edited = last_step().public
    delete_draft(gone.public, by="lark")
    deleted = last_step().public

    told = client.get(f"/desk/steps/{edited}/").content.decode()
    assert "<td>Ice</td>" in told
    assert "<td>Snow</td>" not in told
    assert "left out" in told
    whole = client.get(f"/desk/steps/{deleted}/").content.decode()
    assert "Hail" not in whole
    assert "It snowed" not in whole
    assert "left out" in whole


def test_what_stands_in_the_way_of_undoing_is_said() -> None:
    client = signed_in("ada", "admin")
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="ada")
    first = last_step().public
    edit_works([row.public], [("title", "Rain")], by="ben")

    done = client.post(f"/desk/steps/{first}/undo/", follow=True)

    assert "edit-work by ben" in done.content.decode()
    assert shelf.work(row.public, reader=KEEPER).title == "Rain"


def test_others_steps_are_the_admins_alone() -> None:
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="ada")
    step = last_step().public
    ben = signed_in("ben", "moderator")

    assert ben.get(f"/desk/steps/{step}/").status_code == 404
    assert ben.post(f"/desk/steps/{step}/undo/").status_code == 404
    assert step not in ben.get("/desk/").content.decode()
    assert "edit-work" not in ben.get("/desk/ledger/").content.decode()
    assert shelf.work(row.public, reader=KEEPER).title == "Ice"


def test_what_an_author_took_down_is_not_for_staff_to_bring_back() -> None:
    client = signed_in("ada", "admin")
    row = put("Snow")
    withdraw_work(row.public, by="marrow")

    answer = client.post(f"/desk/steps/{last_step().public}/undo/")

    assert answer.status_code == 404
    row.refresh_from_db()
    assert row.stage == "withdrawn"


def test_nothing_is_undone_by_following_a_link() -> None:
    client = signed_in("ada", "admin")
    row = put("Snow")
    edit_works([row.public], [("title", "Ice")], by="ada")

    assert client.get(f"/desk/steps/{last_step().public}/undo/").status_code == 405


def test_the_ledger_is_asked_about_one_thing_page_by_page() -> None:
    client = signed_in("ada", "admin")
    row, other = put("Snow"), put("Ice")

    page = client.get(f"/desk/ledger/?on={row.public}").content.decode()

    assert row.public in page
    assert other.public not in page
    assert LedgerEntry.objects.filter(on=row.public).count() == 1


def test_the_number_of_queries_does_not_grow_with_what_was_done(
    django_assert_max_num_queries: object,
) -> None:
    client = signed_in("ada", "admin")
    for title in ("Snow", "Ice", "Rain", "Hail", "Fog"):
        row = put(title)
        edit_works([row.public], [("language", "de")], by="ada")

    for path in DESK:
        with django_assert_max_num_queries(14):  # type: ignore[operator]
            client.get(path)


def test_a_closed_account_may_do_nothing() -> None:
    account = Account(username="ada", role="admin", is_active=False)

    assert not any(may(account, power) for power in Power)
    assert set(HOLDERS) == set(Power)
