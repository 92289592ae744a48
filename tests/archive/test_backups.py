"""A backup gives the archive back, but nothing that somebody had taken down since."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from fanfold.archive import lasting, ledger
from fanfold.archive.actions.author_says import never_import
from fanfold.archive.actions.give_feed_key import end_feed_key, give_feed_key
from fanfold.archive.actions.take_name_off import take_name_off
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.backing_up import back_up, put_back
from fanfold.archive.models import Account, Creator, FeedKey, Step, Tombstone, Work
from fanfold.errors import BagError, WithdrawnError
from fanfold.keep.originals import Originals
from fanfold.model.creator import Credit
from fanfold.model.work import Stage
from tests.archive.making import put
from tests.archive.test_bundles import Shelf, for_a_while, stories, told

__all__ = ["stories"]


@pytest.fixture
def shelf(tmp_path: Path, settings: Any) -> Shelf:
    made = Shelf(tmp_path / "shelf", settings, "s" * 64)
    (made.configuration.folder / "fanfold.toml").write_text("[site]\n")
    return made


@pytest.fixture
def backup(shelf: Shelf, stories: Path, tmp_path: Path) -> Path:
    shelf.bring(stories)
    account = Account.objects.create_user("bea", "bea@example.org")
    Creator.objects.filter(pseuds__name="Bea").update(account=account)
    back_up(shelf.configuration, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def fog() -> Work:
    found: Work = Work.objects.get(title="Fog")
    return found


def test_every_row_and_every_original_is_put_back(shelf: Shelf, backup: Path) -> None:
    before, digests = told(), set(_digests())
    Work.objects.all().delete()
    Account.objects.all().delete()
    for path in list(Originals(shelf.configuration.originals).files()):
        path.unlink()

    changed = put_back(backup, shelf.configuration, [], by="Ada")

    assert (changed, told()) == (0, before)
    assert Account.objects.get().address == "bea@example.org"
    assert digests < set(_digests())  # and that it was put back
    assert list(ledger.breaks()) == []
    held = {each.name for each in Originals(shelf.configuration.originals).files()}
    assert len(held) == 3
    put("A later one")  # numbered behind what was put back


def _digests() -> list[str]:
    from fanfold.archive.models import LedgerEntry

    return list(LedgerEntry.objects.values_list("digest", flat=True))


def test_no_key_and_nobody_signed_in_is_in_a_backup(shelf: Shelf, backup: Path) -> None:
    with zipfile.ZipFile(backup) as file:
        everything = b"".join(file.read(name) for name in file.namelist())

    assert b"s" * 64 not in everything
    names = {json.loads(line)["table"] for line in _rows(backup)}
    assert {"work", "tombstone", "account", "claim"} & names == {
        "work",
        "account",
        "claim",
    }
    assert not any("session" in each or "authenticator" in each for each in names)


def _rows(backup: Path) -> list[str]:
    with zipfile.ZipFile(backup) as file:
        return file.read("backup/data/rows.jsonl").decode().splitlines()


def test_visits_end_when_an_archive_is_put_back(shelf: Shelf, backup: Path) -> None:
    Session.objects.create(
        session_key="k" * 32, session_data="", expire_date=timezone.now()
    )

    put_back(backup, shelf.configuration, [], by="Ada")

    assert Session.objects.count() == 0


def test_no_key_of_a_feed_comes_back(shelf: Shelf, tmp_path: Path) -> None:
    bea = Account.objects.create_user("bea", "bea@example.org")
    give_feed_key(bea)
    back_up(shelf.configuration, tmp_path / "keyed.zip")
    end_feed_key(bea)

    put_back(tmp_path / "keyed.zip", shelf.configuration, [], by="Ada")

    assert Account.objects.get().username == "bea"
    assert not FeedKey.objects.exists()


def test_what_was_taken_down_since_stays_so(shelf: Shelf, backup: Path) -> None:
    withdraw_work(fog().public, by="bea")
    stone = Tombstone.objects.get().public

    put_back(backup, shelf.configuration, [], by="Ada")

    assert fog().stage == Stage.WITHDRAWN
    assert Tombstone.objects.filter(public=stone).exists()


def test_it_stays_so_where_the_archive_is_lost_and_a_list_was_kept(
    shelf: Shelf, backup: Path, stories: Path
) -> None:
    with for_a_while():
        withdraw_work(fog().public, by="bea")
        kept = list(lasting.told())
    with for_a_while():
        Work.objects.all().delete()
        put_back(backup, shelf.configuration, [], by="Ada")
        assert fog().stage == Stage.SHOWN  # nobody knew
    Work.objects.all().delete()

    changed = put_back(
        backup, shelf.configuration, lasting.read(kept, "list"), by="Ada"
    )

    assert (changed, fog().stage) == (1, Stage.WITHDRAWN)
    again = stories.parent / "again.txt"
    again.write_bytes((stories / "fog.txt").read_bytes() + b"\n")
    assert "refused" in {each.value for each in shelf.bring(again).outcomes}


def test_a_taking_down_that_was_taken_back_is_not_done_again(
    shelf: Shelf, backup: Path
) -> None:
    withdraw_work(fog().public, by="bea")
    undo_step(Step.objects.get(act="withdraw-work").public, by="bea")

    put_back(backup, shelf.configuration, [], by="Ada")

    assert fog().stage == Stage.SHOWN
    assert Tombstone.objects.count() == 0


@pytest.mark.parametrize("some", [True, False], ids=["of one", "of all"])
def test_a_name_that_was_taken_off_since_is_nowhere(
    shelf: Shelf, backup: Path, some: bool
) -> None:
    bea = Creator.objects.get(pseuds__name="Bea")
    take_name_off(bea.public, ids=[fog().public] if some else None, by="bea")

    changed = put_back(backup, shelf.configuration, [], by="Ada")

    assert changed >= 1
    assert not fog().creatorships.exists()
    told_ = json.dumps([each for each in told() if each["kind"] == "work"])
    assert "Bea" not in told_


def test_what_was_hidden_or_for_members_since_is_shown_to_no_more(
    shelf: Shelf, backup: Path
) -> None:
    Work.objects.filter(title="Fog").update(stage=Stage.HIDDEN)
    Work.objects.filter(title="Snow").update(audience="members", gated=True)

    put_back(backup, shelf.configuration, [], by="Ada")

    assert fog().stage == Stage.HIDDEN
    snow = Work.objects.get(title="Snow")
    assert (snow.stage, snow.audience, snow.gated) == (Stage.SHOWN, "members", True)


def test_whoever_said_never_since_is_not_brought_in(
    shelf: Shelf, backup: Path, tmp_path: Path
) -> None:
    never_import(Creator.objects.get(pseuds__name="Bea").public, by="bea")

    put_back(backup, shelf.configuration, [], by="Ada")

    with pytest.raises(WithdrawnError):
        put("New", "Of Bea, and new.", creators=(Credit("Bea"),))


def test_versions_of_stories_count_on(shelf: Shelf, backup: Path) -> None:
    Work.objects.filter(title="Fog").update(version=41)

    put_back(backup, shelf.configuration, [], by="Ada")

    assert fog().version > 41


def test_a_list_holds_no_title_no_text_and_no_name(shelf: Shelf, backup: Path) -> None:
    bea = Creator.objects.get(pseuds__name="Bea")
    take_name_off(bea.public, by="bea")
    withdraw_work(fog().public, by="bea")

    kept = "".join(lasting.told())

    for word in ("Fog", "Bea", "lamp1", "example.org"):
        assert word not in kept


def test_a_changed_backup_and_one_of_another_key_change_nothing(
    shelf: Shelf, backup: Path, settings: Any, tmp_path: Path
) -> None:
    before = told()
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(bad, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, content + b" " * each.endswith("rows.jsonl"))

    with pytest.raises(BagError, match=r"rows\.jsonl was changed"):
        put_back(bad, shelf.configuration, [], by="Ada")
    settings.SECRET_KEY = "x" * 64
    with pytest.raises(BagError, match=r"another secret\.key"):
        put_back(backup, shelf.configuration, [], by="Ada")

    settings.SECRET_KEY = "s" * 64
    assert told() == before


def test_what_is_no_list_is_told() -> None:
    for lines in ([], ["{}"], ["no"], ['{"format": "fanfold-lasting/1"}', "[]"]):
        with pytest.raises(BagError, match="no list"):
            lasting.read(lines, "list.txt")
