"""Who decides after an author, or after who keeps the archive."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.serializers import serialize
from django.test import Client
from django.utils import timezone

from fanfold.archive.actions.succeed import WAIT
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.ledger import breaks
from fanfold.archive.models import (
    Account,
    Creator,
    DoNotWrite,
    LedgerEntry,
    Role,
    Succession,
    Trace,
    Work,
)
from tests.archive.making import put
from tests.archive.test_taking_a_name_off import dumped
from tests.web.test_desk import last_step, signed_in

WISH = "Keep them up, but take the one of 1999 down."


@pytest.fixture
def mary() -> Client:
    """An author with a story."""
    put("Snow")
    client = signed_in("mary", "member")
    account = Account.objects.get(username="mary")
    Creator.objects.filter(pseuds__name="Marrow").update(account=account)
    return client


@pytest.fixture
def kin() -> Client:
    return signed_in("kin", "member")


def rows() -> str:
    """Return every row that a decision may touch, but for the acts themselves."""
    found = [
        serialize("json", kind.objects.order_by("pk"))
        for kind in (Account, Creator, Succession, Work)
    ]
    return "\n".join(found)


def row() -> Succession:
    return Succession.objects.get()


def page(client: Client) -> str:
    return client.get(f"/mine/after/{row().public}/").content.decode()


def do(client: Client, deed: str, **more: str) -> str:
    told = {"deed": deed, **more}
    answer = client.post(f"/mine/after/{row().public}/do/", told, follow=True)
    return answer.content.decode()


def named(author: Client, other: Client, kind: str = "author") -> None:
    author.post("/mine/after/", {"kind": kind, "wish": WISH})
    do(other, "agree")
    assert row().state == "named"


def asked(author: Client, other: Client, kind: str = "author") -> None:
    named(author, other, kind)
    do(other, "ask", evidence="A notice in the paper.")
    Succession.objects.update(asked_at=timezone.now() - WAIT - timedelta(hours=1))


def settle(client: Client, answer: str, why: str = "I read it.") -> str:
    told = {"answer": answer, "why": why}
    place = f"/desk/after/{row().public}/settle/"
    return client.post(place, told, follow=True).content.decode()


def test_nobody_is_named_without_a_yes(mary: Client, kin: Client) -> None:
    mary.post("/mine/after/", {"kind": "author", "wish": WISH})
    assert f"/mine/after/{row().public}/" in page(mary)
    assert "somebody else" in do(mary, "agree")
    assert WISH not in page(kin)
    assert WISH in page(mary)
    assert row().other is None

    do(kin, "agree")
    assert row().other == Account.objects.get(username="kin")
    stranger = signed_in("heron", "member")
    assert stranger.get(f"/mine/after/{row().public}/").status_code == 404
    for deed in ("agree", "ask", "no"):
        told = {"deed": deed, "evidence": "x"}
        place = f"/mine/after/{row().public}/do/"
        assert stranger.post(place, told).status_code == 404
    do_end = stranger.post(place, {"deed": "end"})
    assert do_end.status_code == 302
    assert Succession.objects.count() == 1


def test_the_wish_is_sealed_in_the_database(mary: Client, kin: Client) -> None:
    named(mary, kin)

    assert row().wish
    assert "1999" not in dumped()
    told = mary.get("/account/export/").json()["after"]
    assert told == [{"kind": "author", "state": "named", "named": "kin", "wish": WISH}]


def test_an_authors_say_goes_over_after_two_weeks_and_a_reason(
    mary: Client, kin: Client
) -> None:
    asked(mary, kin)
    Succession.objects.update(asked_at=timezone.now())
    ada = signed_in("ada", "archivist")
    assert "A notice in the paper." in ada.get("/desk/after/").content.decode()
    assert "has until" in settle(ada, "accept")
    assert row().state == "asked"
    Succession.objects.update(asked_at=timezone.now() - WAIT - timedelta(hours=1))
    settle(ada, "accept", why=" ")
    assert row().state == "asked"
    before = rows()

    settle(ada, "accept")

    assert row().state == "taken"
    assert Creator.objects.get().account == Account.objects.get(username="kin")
    assert "Snow" in kin.get("/mine/").content.decode()
    assert WISH in page(kin)
    assert "Snow" not in mary.get("/mine/").content.decode()
    entry = LedgerEntry.objects.get(act="decide-succession")
    assert entry.details["accepted"] is True
    assert "notice" not in str(entry.details)
    undo_step(last_step().public, by="ada", why="She is here.")
    assert rows() == before
    assert not list(breaks())


def test_the_author_is_told_and_says_no(mary: Client, kin: Client) -> None:
    named(mary, kin)
    assert "Say how it can be seen" in do(kin, "ask", evidence=" ")
    do(kin, "ask", evidence="I have not heard of her.")
    assert mail.outbox[-1].to == ["mary@example.org"]
    assert f"/mine/after/{row().public}/" in mail.outbox[-1].body
    assert "I am here" in page(mary)

    assert "Nothing is handed over" in do(mary, "no")
    assert (row().state, row().evidence) == ("named", "")
    assert settle(signed_in("ada", "admin"), "accept") != ""
    assert row().state == "named"
    acts = list(LedgerEntry.objects.values_list("act", flat=True))
    assert acts[-2:] == ["ask-to-succeed", "refuse-to-be-succeeded"]


def test_no_letter_goes_to_who_asked_never_to_be_written_to(
    mary: Client, kin: Client
) -> None:
    named(mary, kin)
    address = Account.objects.get(username="mary").address_hash
    DoNotWrite.objects.create(keyed_hash=str(address), at=timezone.now())
    do(kin, "ask", evidence="A notice.")

    assert mail.outbox == []
    assert row().state == "asked"


def test_a_refusal_is_told_with_its_reason_and_may_be_asked_again(
    mary: Client, kin: Client
) -> None:
    asked(mary, kin)
    settle(signed_in("ada", "admin"), "refuse", why="The notice is of another.")

    assert "The notice is of another." in page(kin)
    assert Creator.objects.get().account == Account.objects.get(username="mary")
    do(kin, "ask", evidence="Another notice.")
    assert row().state == "asked"


def test_whoever_would_get_it_does_not_decide(mary: Client) -> None:
    kin = signed_in("kin", "archivist")
    asked(mary, kin)

    assert "Somebody else has to decide" in settle(kin, "accept")
    assert row().state == "asked"


def test_of_an_archive_the_other_becomes_an_admin_and_that_is_taken_back() -> None:
    keeper, kin = signed_in("keeper", "admin"), signed_in("kin", "archivist")
    asked(keeper, kin, "archive")
    ada = signed_in("ada", "archivist")

    settle(ada, "accept")
    key = Account.objects.get(username="kin").visits_key
    assert key not in serialize("json", Trace.objects.all())
    assert Account.objects.get(username="kin").role == Role.ADMIN
    assert kin.get("/accounts/").status_code == 302, "signed in anew"
    undo_step(last_step().public, by="ada")
    assert Account.objects.get(username="kin").role == Role.ARCHIVIST
    assert Succession.objects.get().state == "asked"


def test_only_an_admin_names_somebody_for_the_archive(mary: Client) -> None:
    answer = mary.post("/mine/after/", {"kind": "archive", "wish": ""})

    assert answer.status_code == 404
    assert not Succession.objects.exists()


def test_each_of_the_two_may_end_it(mary: Client, kin: Client) -> None:
    for who in (mary, kin):
        named(mary, kin)
        do_end = who.post(f"/mine/after/{row().public}/do/", {"deed": "end"})
        assert do_end["Location"] == "/mine/after/"
        assert not Succession.objects.exists()


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_others_do_not_decide(role: str, mary: Client, kin: Client) -> None:
    asked(mary, kin)
    client = signed_in("ada", role)

    assert client.get("/desk/after/").status_code == 404
    settle(client, "accept")
    assert row().state == "asked"
