"""Somebody who goes leaves nothing of the person; stories follow each one's own say."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers

from fanfold.archive import shelf, talk
from fanfold.archive.actions.bookmark_work import bookmark_work
from fanfold.archive.actions.change_role import change_role
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.erase_person import SOMEBODY, erase_person
from fanfold.archive.actions.post_works import delete_draft, post_work, start_draft
from fanfold.archive.actions.report_page import report_page
from fanfold.archive.actions.say_something import say
from fanfold.archive.actions.seal_steps import seal_steps
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.ledger import breaks, digest_of, forget, mark_of, write
from fanfold.archive.models import (
    Account,
    Bookmark,
    Comment,
    Creator,
    LedgerEntry,
    Original,
    Step,
    Work,
)
from fanfold.archive.own_stories import own_stories
from fanfold.archive.reader import ANYONE, KEEPER, Reader
from fanfold.errors import RefusedDecisionError, WithdrawnError
from fanfold.keep.originals import Originals
from fanfold.model.creator import Credit
from fanfold.model.work import Audience
from tests.archive.making import OPEN, put
from tests.archive.test_posting import written

NAME = "zelda-account"


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ORIGINALS", tmp_path / "originals")


@pytest.fixture
def zelda() -> Account:
    return Account.objects.create_user(NAME, "zelda@example.org", role="moderator")


def owned(zelda: Account, *titles: str) -> list[Work]:
    rows = [put(title, creators=(Credit("Zelda Frost"),)) for title in titles]
    Creator.objects.update(account=zelda)
    return rows


def dumped() -> str:
    """Every row of the archive, traces and the ledger too."""
    kinds = apps.get_app_config("archive").get_models()
    return "\n".join(serializers.serialize("json", k.objects.all()) for k in kinds)


def test_nothing_of_the_person_is_left_in_any_row(zelda: Account) -> None:
    (row,) = owned(zelda, "Snow")
    other = put("Ice", creators=(Credit("Wren"),))
    edit_works([other.public], [("summary", "Cold")], by=NAME, why="typo")
    say(other, "I liked it.", account=zelda)
    bookmark_work(other.public, reader=Reader(account=zelda.pk), note="cold")
    change_role(NAME, "archivist", by=NAME, why="she asked")
    assert NAME in dumped()

    erase_person(zelda, stories={row.public: "leave"})

    assert NAME not in dumped()
    assert "zelda@example.org" not in dumped()
    assert not Bookmark.objects.exists()
    assert not Comment.objects.exists()
    assert shelf.work(row.public, reader=ANYONE).authors == ("Zelda Frost",)
    assert Creator.objects.filter(account__isnull=False).count() == 0
    assert not list(breaks())
    by = set(LedgerEntry.objects.values_list("by", flat=True)) - {"test"}
    assert by == {mark_of(NAME)}


def test_each_story_follows_its_authors_say(zelda: Account) -> None:
    stays, unnamed, gone = owned(zelda, "Snow", "Rain", "Ice")
    wished = {stays.public: "leave", unnamed.public: "name-off"}

    erase_person(zelda, stories={**wished, gone.public: "take-down"})

    assert shelf.work(stays.public, reader=ANYONE).authors == ("Zelda Frost",)
    assert shelf.work(unnamed.public, reader=ANYONE).authors == ()
    with pytest.raises(WithdrawnError):
        shelf.work(gone.public, reader=ANYONE)


def test_a_name_taken_off_on_the_way_out_is_sealed_like_any(zelda: Account) -> None:
    rows = owned(zelda, "Snow", "Rain")

    erase_person(zelda, stories=dict.fromkeys([r.public for r in rows], "name-off"))

    assert "Zelda Frost" in dumped()
    seal_steps(by="test", now=True)
    assert "Zelda Frost" not in dumped()


def test_comments_may_stay_without_the_name(zelda: Account) -> None:
    row = put("Ice")
    said = say(row, "I liked it.", account=zelda)
    before = Work.objects.get().version

    erase_person(zelda, stories={}, comments="unname")

    told, _praise = talk.about_work(shelf.work(row.public, reader=KEEPER), KEEPER)
    assert [(each.by, each.member) for each in told] == [(SOMEBODY, False)]
    assert Comment.objects.get(pk=said.pk).account is None
    assert Work.objects.get().version > before


def test_a_keeper_may_do_it_for_somebody_and_says_why(zelda: Account) -> None:
    (row,) = owned(zelda, "Snow")
    say(row, "I wrote it in winter.", account=zelda)

    told = {row.public: "name-off"}
    erase_person(zelda, stories=told, comments="unname", by="ada", why="by letter")

    done = LedgerEntry.objects.get(act="erase-person")
    assert (done.by, done.details) == ("ada", {"why": "by letter"})
    assert Comment.objects.get().by == SOMEBODY
    assert "Zelda Frost" not in str(shelf.work(row.public, reader=ANYONE).authors)


def test_drafts_go_with_what_was_typed_and_what_others_hold_stays(
    zelda: Account, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    draft = written(tmp_path, "Never shown.")
    posted = written(tmp_path, "Shown to all.")
    start_draft(zelda, "Zelda", "A draft", [draft])
    earlier = written(tmp_path, "Deleted before.")
    before = start_draft(zelda, "Zelda", "Another", [earlier])
    delete_draft(before.public, by=NAME)
    row = start_draft(zelda, "Zelda", "A story", [posted])
    post_work(row.public, audience=Audience.ALL, policy=OPEN, by=NAME)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase_person(zelda, stories={})

    store = Originals(tmp_path / "originals")
    assert not store.has(draft.original.sha256)
    assert not store.has(earlier.original.sha256)
    assert store.has(posted.original.sha256)
    assert Original.objects.get().sha256 == posted.original.sha256
    assert Work.objects.get().title == "A story"
    assert "Never shown" not in dumped()


def test_what_the_person_did_can_be_undone_by_nobody_after(zelda: Account) -> None:
    row = put("Ice")
    edit_works([row.public], [("title", "Rain")], by=NAME)
    step = Step.objects.get().public

    erase_person(zelda, stories={})
    Account.objects.create_user(NAME, "other@example.org")

    assert not Step.objects.filter(by=NAME).exists()
    with pytest.raises(RefusedDecisionError, match="no longer kept"):
        undo_step(step, by=NAME)


def test_the_last_admin_and_nonsense_erase_nothing(zelda: Account) -> None:
    (row,) = owned(zelda, "Snow")
    for stories, comments in (({row.public: "burn"}, "remove"), ({}, "sell")):
        with pytest.raises(RefusedDecisionError, match="Nothing was changed"):
            erase_person(zelda, stories=stories, comments=comments)
    Account.objects.update(role="admin")
    with pytest.raises(RefusedDecisionError, match="only admin"):
        erase_person(zelda, stories={row.public: "take-down"})

    assert Account.objects.get().username == NAME
    assert shelf.work(row.public, reader=ANYONE).title == "Snow"


def test_the_chain_shows_any_change_but_an_erased_name() -> None:
    for number in range(3):
        write("act", on=str(number), by="ada", details={})
    assert forget("ada") == 3
    assert not list(breaks())

    LedgerEntry.objects.filter(number=2).update(by="somebody else")

    assert list(breaks()) == ["entry 2 has changed since it was written"]


def test_entries_from_before_there_were_marks_are_still_proved() -> None:
    entry = write("act", on="1", by="ada", details={})
    old = digest_of(entry, named=True)
    LedgerEntry.objects.update(digest=old)

    assert not list(breaks())
    assert forget("ada") == 0


def test_an_author_takes_along_every_story_with_what_was_typed(
    zelda: Account, tmp_path: Path
) -> None:
    typed = written(tmp_path, "Mine alone.")
    start_draft(zelda, "Zelda", "A draft", [typed])
    shown, gone, waits = owned(zelda, "Snow", "Ice", "Rain")
    withdraw_work(gone.public, by=NAME)
    Work.objects.filter(pk=waits.pk).update(stage="unreviewed")
    put("Not hers", creators=(Credit("Wren"),))

    stream, again = io.BytesIO(), io.BytesIO()
    assert own_stories(zelda, stream) == 2
    own_stories(zelda, again)

    assert stream.getvalue() == again.getvalue()
    with zipfile.ZipFile(stream) as packed:
        names = packed.namelist()
        lines = packed.read("records.jsonl").decode().splitlines()
        missing = json.loads(packed.read("not-in-here.json"))
        assert packed.read(f"originals/{typed.original.sha256}") == b"Mine alone."
    assert {json.loads(each)["title"] for each in lines} == {"A draft", "Snow"}
    assert sum(each.endswith(".epub") for each in names) == 2
    assert {each["id"] for each in missing} == {gone.public, waits.public}
    assert "Ice" not in json.dumps(missing)
    assert shown.public in str(names)


def test_reports_stay_without_who_reported(zelda: Account) -> None:
    report_page(account=zelda, page="/", on="", kind="other", text="Look.")

    erase_person(zelda, stories={})

    assert NAME not in dumped()
