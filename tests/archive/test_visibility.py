"""Who sees what: the table of visibility, as far as there are pages for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from fanfold.archive import shelf
from fanfold.archive.cards import cards
from fanfold.archive.models import Account, Creator, Creatorship, Pseud, Role, Work
from fanfold.archive.reader import ANYONE, KEEPER, Reader
from fanfold.errors import GatedError, NotFoundError, WithdrawnError
from fanfold.model.work import Audience, Stage
from tests.archive.making import put

STATES = {
    "unreviewed": {"stage": Stage.UNREVIEWED},
    "draft": {"stage": Stage.DRAFT},
    "published": {},
    "restricted": {"audience": Audience.MEMBERS},
    "adult": {"gated": True},
    "adult_restricted": {"audience": Audience.MEMBERS, "gated": True},
    "unrevealed": {"reveal_at": "later"},
    "hidden": {"stage": Stage.HIDDEN},
    "tombstone": {"stage": Stage.WITHDRAWN},
}
#: F the work, G the gate, 4 as if there was none, X taken down; order of STATES.
PAGES = {
    "anon": "44F4G444X",
    "anon18": "44F4F444X",
    "member": "44FFGG44X",
    "member18": "44FFFF44X",
    "owner": "4FFFFFFFX",
    "moderator": "F4FFFFFFX",
    "admin": "F4FFFFFFX",
}
LISTS = {
    "anon": "--L------",
    "anon18": "--L-L----",
    "member": "--LL-----",
    "member18": "--LLLL---",
    "owner": "--LLLL---",
    "moderator": "--LLLL---",
    "admin": "--LLLL---",
}


def reader_called(actor: str) -> Reader:
    if actor.startswith("anon"):
        return replace(ANYONE, shows_adult=actor.endswith("18"))
    role = Role(actor) if actor in ("moderator", "admin") else Role.MEMBER
    account = Account.objects.create_user(actor, role=role)
    if actor == "owner":
        Creator.objects.filter(pseuds__name="Marrow").update(account=account)
    staff = role in (Role.MODERATOR, Role.ADMIN)
    return Reader(account.pk, shows_adult=actor != "member", is_staff=staff)


def put_in(state: str) -> Work:
    row = put("Snow", f"It snowed while {state}.")
    columns = dict(STATES[state])
    if columns.get("reveal_at"):
        columns["reveal_at"] = timezone.now() + timedelta(days=1)
    Work.objects.filter(pk=row.pk).update(**columns)
    return row


def answer(row: Work, reader: Reader) -> str:
    try:
        shelf.work(row.public, reader=reader)
    except GatedError:
        return "G"
    except WithdrawnError:
        return "X"
    except NotFoundError:
        return "4"
    return "F"


@pytest.mark.parametrize("actor", PAGES)
def test_a_work_answers_each_reader_as_its_state_says(actor: str) -> None:
    rows = [put_in(state) for state in STATES]
    reader = reader_called(actor)

    assert "".join(answer(row, reader) for row in rows) == PAGES[actor]


@pytest.mark.parametrize("actor", LISTS)
def test_lists_hold_what_the_reader_may_find(actor: str) -> None:
    rows = [put_in(state) for state in STATES]
    reader = reader_called(actor)

    listed = {work.id for work in cards(Work.objects.all(), reader=reader).works}

    found = "".join("L" if row.public in listed else "-" for row in rows)
    assert found == LISTS[actor]
    assert {work.id for work in shelf.works(reader=reader)} == listed


def test_the_keeper_finds_all_but_what_was_taken_down() -> None:
    rows = [put_in(state) for state in STATES]

    listed = {work.id for work in shelf.works(reader=KEEPER)}

    assert listed == {row.public for row in rows[:-1]}


def test_a_revealed_work_is_listed() -> None:
    row = put_in("unrevealed")
    Work.objects.filter(pk=row.pk).update(reveal_at=timezone.now())

    assert answer(row, ANYONE) == "F"


def test_an_anonymous_author_is_named_to_nobody_else() -> None:
    row = put("Snow")
    Creatorship.objects.update(anonymous=True)

    work = shelf.work(row.public, reader=ANYONE)

    assert work.authors == ("Anonymous",)
    assert work.claims("creators") == ()
    pseud = Pseud.objects.get()
    pseud.creator.account = Account.objects.create_user("marrow")
    pseud.creator.save()
    owner = Reader(pseud.creator.account.pk, shows_adult=True)
    assert shelf.work(row.public, reader=owner).authors == ("Marrow",)


def test_hidden_chapters_are_the_keepers_alone() -> None:
    row = put("Snow")
    row.chapters.update(hidden=True)

    assert shelf.work(row.public, reader=ANYONE).chapters == ()
    assert len(shelf.work(row.public, reader=KEEPER).chapters) == 1
