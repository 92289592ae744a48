"""Co-authors are invited, and named only once they said yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fanfold.archive import shelf
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import (
    Account,
    Creator,
    Creatorship,
    LedgerEntry,
    Together,
    Work,
)
from fanfold.archive.reader import ANYONE
from fanfold.model.creator import Credit
from fanfold.model.work import Stage
from tests.archive.making import put
from tests.web.test_desk import last_step, signed_in


@pytest.fixture
def work() -> Work:
    return put("Snow")


@pytest.fixture
def mary(work: Work) -> Client:
    client = signed_in("mary", "member")
    account = Account.objects.get(username="mary")
    Creator.objects.filter(pseuds__name="Marrow").update(account=account)
    return client


@pytest.fixture
def wren() -> Client:
    return signed_in("wren", "member")


def invited(client: Client, work: Work) -> str:
    client.post(f"/mine/works/{work.public}/together/")
    return f"/together/{Together.objects.latest('pk').public}/"


def accept(client: Client, place: str, name: str = "Wren P.") -> str:
    return client.post(place, {"name": name}, follow=True).content.decode()


def authors(work: Work) -> tuple[str, ...]:
    return shelf.work(work.public, reader=ANYONE).authors


def test_nobody_is_named_before_a_yes(mary: Client, wren: Client, work: Work) -> None:
    place = invited(mary, work)
    assert place in mary.get(f"/mine/works/{work.public}/together/").content.decode()
    assert "Snow" in wren.get(place).content.decode()
    assert authors(work) == ("Marrow",)
    assert not LedgerEntry.objects.filter(act="join-as-author").exists()

    assert "You are an author" in accept(wren, place)

    assert authors(work) == ("Marrow", "Wren P.")
    assert wren.get(f"/mine/works/{work.public}/").status_code == 200
    assert "Wren P." in Client().get(f"/works/{work.public}/").content.decode()
    entry = LedgerEntry.objects.get(act="join-as-author")
    assert (entry.on, entry.by) == (work.public, "wren")
    assert wren.get(place).status_code == 404, "once"


def test_who_said_yes_may_take_it_back_as_it_was(
    mary: Client, wren: Client, work: Work
) -> None:
    place = invited(mary, work)
    before = list(Creatorship.objects.values())
    accept(wren, place)
    assert "join-as-author" in wren.get("/mine/").content.decode()

    undo_step(last_step().public, by="wren")

    assert list(Creatorship.objects.values()) == before
    assert Together.objects.get().state == "open"
    assert wren.get(f"/mine/works/{work.public}/").status_code == 404


def test_a_draft_is_written_together(mary: Client, wren: Client, work: Work) -> None:
    Work.objects.update(stage=Stage.DRAFT)
    assert wren.get(f"/works/{work.public}/").status_code == 404
    accept(wren, invited(mary, work))

    assert wren.get(f"/works/{work.public}/").status_code == 200
    assert Client().get(f"/works/{work.public}/").status_code == 404


def test_only_an_author_invites_and_ends_invitations(
    mary: Client, wren: Client, work: Work
) -> None:
    assert wren.post(f"/mine/works/{work.public}/together/").status_code == 404
    place = invited(mary, work)
    end = f"/mine/works/{work.public}/together/{Together.objects.get().public}/end/"
    wren.post(end)
    assert wren.get(place).status_code == 200
    mary.post(end)
    assert wren.get(place).status_code == 404
    assert authors(work) == ("Marrow",)


def test_an_invitation_is_over_in_time_and_with_its_authors_say(
    mary: Client, wren: Client, work: Work
) -> None:
    place = invited(mary, work)
    Together.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert wren.get(place).status_code == 404
    Together.objects.update(until=timezone.now() + timedelta(days=1))
    for columns in ({"stage": Stage.WITHDRAWN}, {"stage": Stage.SHOWN}):
        Work.objects.update(**columns)
        told = 200 if columns["stage"] is Stage.SHOWN else 404
        assert wren.get(place).status_code == told
    Creator.objects.update(account=None)
    assert wren.get(place).status_code == 404


def test_names_of_others_are_not_taken_and_authors_join_once(
    mary: Client, wren: Client, work: Work
) -> None:
    put("Ice", creators=(Credit("Heron"),))
    place = invited(mary, work)

    assert "Somebody else here has this name" in accept(wren, place, "Heron")
    assert "You are an author of this story" in accept(mary, place)
    assert authors(work) == ("Marrow",)
    assert Together.objects.get().state == "open"
    for _n in range(12):
        mary.post(f"/mine/works/{work.public}/together/")
    assert Together.objects.count() == 10
