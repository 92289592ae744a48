"""An archive is handed on whole, and what was taken down stays away from the next."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from fanfold.archive import keys, ledger
from fanfold.archive.actions.accept_found import accept_found
from fanfold.archive.actions.arrange_works import write_text
from fanfold.archive.actions.author_says import never_import, never_write
from fanfold.archive.actions.map_tags import Relation, map_tags
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.handing_over import Handed, hand_over, records
from fanfold.archive.local import LocalArchive
from fanfold.archive.models import (
    Comment,
    Creator,
    Creatorship,
    DoNotWrite,
    Original,
    PermissionState,
    Tag,
    Tombstone,
    Work,
)
from fanfold.archive.taking_over import TakenOver, is_bundle, take_over
from fanfold.configuration import Configuration
from fanfold.errors import BagError
from fanfold.intake.decision import Policy
from fanfold.intake.journey import run
from fanfold.intake.limits import Limits
from fanfold.intake.ports import Outcome
from fanfold.keep.originals import Originals
from fanfold.model.creator import Creator as ModelCreator
from fanfold.model.evidence import Claim, Standing
from fanfold.model.series import Entry, Openness
from fanfold.model.series import Series as ModelSeries
from fanfold.model.talk import Comment as ModelComment
from fanfold.model.talk import News
from fanfold.model.work import Stage
from fanfold.web.settings import CONFIGURATION
from fanfold.writers.records import line_of
from tests.archive.making import SEEN

ADDRESS, OTHER = "marrow@example.org", "bea@example.org"
LONG = " ".join(f"word{n % 97} lamp{n % 89} tide{n % 83}." for n in range(300))


def story(title: str, text: str, author: str = "Marrow", address: str = ADDRESS) -> str:
    return (
        f"Title: {title}\nAuthor: {author}\nEmail: {address}\nRating: PG\n"
        "Fandom: Lantern Street\nDate: 2003-05-06\n"
        f"Archive: The Attic; anyone else, just ask\n\n{text}\n"
    )


class Shelf:
    """One archive on the test database, with a folder and a key of its own."""

    def __init__(self, folder: Path, settings: Any, secret: str) -> None:
        folder.mkdir()
        self.configuration: Configuration = CONFIGURATION.model_copy(
            update={"folder": folder}
        )
        self._settings, self._secret = settings, secret
        self.enter()

    def enter(self) -> None:
        self._settings.SECRET_KEY = self._secret
        self._settings.ORIGINALS = self.configuration.originals
        self._settings.INHERITED_KEYS = self.configuration.inherited_keys

    def bring(self, path: Path) -> Any:
        return run(
            [path],
            archive=LocalArchive(self.configuration),
            originals=Originals(self.configuration.originals, durable=False),
            decider=Policy("Ada"),
            by="Ada",
            commit=True,
            limits=Limits(workers=1),
        )

    def take(self, bundle: Path, *, commit: bool = True) -> TakenOver:
        return take_over(
            bundle, self.configuration, decider=Policy("Bo"), by="Bo", commit=commit
        )


@contextmanager
def for_a_while() -> Iterator[None]:
    """What is in the database at the end is gone after the block."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


@pytest.fixture
def old(tmp_path: Path, settings: Any) -> Shelf:
    return Shelf(tmp_path / "old", settings, "o" * 64)


@pytest.fixture
def new(tmp_path: Path, settings: Any, old: Shelf) -> Shelf:
    shelf = Shelf(tmp_path / "new", settings, "n" * 64)
    old.enter()
    return shelf


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "snow.txt").write_text(
        story("Snow", "It snowed all night. " * 30), "utf-8"
    )
    (folder / "thaw.txt").write_text(story("Thaw", "It thawed at last. " * 30), "utf-8")
    (folder / "fog.txt").write_text(story("Fog", LONG, "Bea", OTHER), "utf-8")
    return folder


def told(*, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The archive's records, as a bundle has them."""
    found = [json.loads(line_of(each)) for each in records()]
    return [each for each in found if each["kind"] not in without]


def lived_in(shelf: Shelf, stories: Path) -> None:
    """An archive that somebody kept for a while."""
    shelf.bring(stories)
    snow, thaw = Work.objects.get(title="Snow"), Work.objects.get(title="Thaw")
    said = [
        ModelCreator("u1", "Bea", None, ("Beatrix",), "Writes <em>late</em>."),
        ModelSeries(
            "s1",
            "Winter",
            "efiction:series/1",
            owner="Marrow",
            open=Openness.MODERATED,
            works=(
                Entry(snow.source_ids.get().value, 1, True),
                Entry(thaw.source_ids.get().value, 2, False),
            ),
        ),
        ModelComment("efiction:reviews/1", snow.source_ids.get().value, "Ada", "Oh!"),
        News("efiction:news/1", "Moved", "We moved."),
    ]
    for at, each in enumerate(said):
        accept_found(Claim(each, Standing.RECORDED, SEEN), key=f"k{at}", by="Ada")
    first = Comment.objects.get(work=snow)
    Comment.objects.create(
        work=snow, on=first.on, by="Cy", text="Yes.", answers=first, hidden=True
    )
    Creatorship.objects.filter(work=thaw).update(anonymous=True)
    Work.objects.filter(pk=thaw.pk).update(stage=Stage.HIDDEN, comments_wait=True)
    tag = Tag.objects.get(name="Lantern Street")
    map_tags([tag.public], Relation.SYNONYM, target="Lantern St", by="Ada")
    never_write(Creator.objects.get(pseuds__name="Marrow").public, by="Ada")


def test_an_archive_comes_back_with_identical_records(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        lived_in(old, stories)
        hand_over(old.configuration, tmp_path / "shelf.zip")
        before = told()
    new.enter()

    made = new.take(tmp_path / "shelf.zip")

    assert made.report.outcome.value == "clean"
    assert told() == before
    kinds = {each["kind"] for each in before}
    assert {"work", "creator", "series", "comment", "news", "collection", "tag"} < kinds
    assert {"permission", "contact", "do-not-write", "upkeep"} < kinds
    assert Work.objects.get(title="Thaw").stage == Stage.HIDDEN
    assert Creatorship.objects.get(work__title="Thaw").anonymous
    assert Comment.objects.get(by="Cy").hidden
    assert list(ledger.breaks()) == []
    held = Originals(new.configuration.originals)
    assert all(map(held.has, Original.objects.values_list("sha256", flat=True)))
    assert Original.objects.count() == 3


def test_to_take_a_bundle_over_again_changes_nothing(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        lived_in(old, stories)
        hand_over(old.configuration, tmp_path / "shelf.zip")
    new.enter()
    new.take(tmp_path / "shelf.zip")
    PermissionState.objects.all().delete()
    before, versions = told(), list(Work.objects.values_list("version", flat=True))

    new.take(tmp_path / "shelf.zip")

    assert told() == before
    assert list(Work.objects.values_list("version", flat=True)) == versions


def test_a_rehearsal_keeps_the_originals_and_adds_nothing(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        lived_in(old, stories)
        hand_over(old.configuration, tmp_path / "shelf.zip")
    new.enter()

    made = new.take(tmp_path / "shelf.zip", commit=False)

    assert made.report.outcomes[Outcome.PENDING] > 3
    assert Work.objects.count() == Tombstone.objects.count() == 0
    assert DoNotWrite.objects.count() == 0
    assert not new.configuration.inherited_keys.exists()
    assert Original.objects.count() == 3


def test_the_same_archive_gives_the_same_bytes(
    old: Shelf, stories: Path, tmp_path: Path
) -> None:
    lived_in(old, stories)

    one = hand_over(old.configuration, tmp_path / "one.zip")
    two = hand_over(old.configuration, tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert one.seal == two.seal


def test_a_bundle_is_a_bag_that_others_can_prove(
    old: Shelf, stories: Path, tmp_path: Path
) -> None:
    lived_in(old, stories)
    hand_over(old.configuration, tmp_path / "shelf.zip")

    with zipfile.ZipFile(tmp_path / "shelf.zip") as file:
        file.extractall(tmp_path / "out")
    (bag,) = (tmp_path / "out").iterdir()

    assert (bag / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")
    listed = dict(
        reversed(line.split("  ")) for line in _lines(bag / "manifest-sha256.txt")
    )
    there = {p.relative_to(bag).as_posix() for p in bag.rglob("*") if p.is_file()}
    assert {each for each in there if each.startswith("data/")} == set(listed)
    for path, digest in listed.items():
        assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest
    size = sum((bag / each).stat().st_size for each in listed)
    assert f"Payload-Oxum: {size}.{len(listed)}" in _lines(bag / "bag-info.txt")


def test_no_record_of_a_bundle_holds_an_address_a_password_or_a_key(
    old: Shelf, stories: Path, tmp_path: Path
) -> None:
    lived_in(old, stories)
    hand_over(old.configuration, tmp_path / "shelf.zip")
    own = keys.own()

    with zipfile.ZipFile(tmp_path / "shelf.zip") as file:
        for name in file.namelist():
            content = file.read(name)
            if "/originals/" not in name:
                assert b"@example.org" not in content, name
            for secret in ("o" * 64, own.contact.hex(), own.sketch.hex()):
                assert secret.encode() not in content, name
    assert own.contact.hex() in (tmp_path / "shelf.zip.key").read_text()
    for each in ("shelf.zip", "shelf.zip.key"):
        assert (tmp_path / each).stat().st_mode & 0o777 == 0o600


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


# -- What was taken down ---------------------------------------------------------------


def withdrawn_there(shelf: Shelf, stories: Path, target: Path) -> Handed:
    """The bundle of an archive in which Fog was taken down."""
    with for_a_while():
        shelf.bring(stories)
        withdraw_work(Work.objects.get(title="Fog").public, by="bea")
        return hand_over(shelf.configuration, target)


def test_of_what_was_taken_down_nothing_travels_but_its_tombstone(
    old: Shelf, stories: Path, tmp_path: Path
) -> None:
    made = withdrawn_there(old, stories, tmp_path / "shelf.zip")

    with zipfile.ZipFile(tmp_path / "shelf.zip") as file:
        everything = b"".join(file.read(name) for name in file.namelist())
    for word in (b"Fog", b"Bea", b"lamp1", OTHER.encode()):
        assert word not in everything
    assert (made.tombstones, made.withheld, made.originals) == (1, 1, 2)


def test_an_original_that_came_again_or_lay_in_a_zip_is_withheld_with_it(
    old: Shelf, stories: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    shutil.make_archive(str(packed / "all"), "zip", stories)
    again = tmp_path / "again.txt"
    wrapped = LONG.replace(". ", ".\n")
    again.write_text(story("Mist", wrapped, "Cy", "cy@example.org"), "utf-8")
    with for_a_while():
        old.bring(packed)
        old.bring(again)  # the same text: it stays out, and its bytes are kept
        withdraw_work(Work.objects.get(title="Fog").public, by="bea")
        made = hand_over(old.configuration, tmp_path / "shelf.zip")

    with zipfile.ZipFile(tmp_path / "shelf.zip") as file:
        everything = b"".join(file.read(name) for name in file.namelist())
    assert b"lamp1" not in everything
    assert made.withheld == 3


def same_file(stories: Path) -> Path:
    return stories / "fog.txt"


def wrapped_anew(stories: Path) -> Path:
    path = stories.parent / "wrapped.txt"
    text = LONG.replace("lamp3.", "lamp3.\n").replace("tide5. ", "tide5.\n")
    path.write_text(story("Mist", text, "Cy", "cy@example.org"), "utf-8")
    return path


def other_dump(stories: Path) -> Path:
    """The same number of the same author's story in another dump, with another text."""
    path = stories.parent / "dump.jsonl"
    told = {
        "kind": "work",
        "id": "7",
        "title": "Fog",
        "creators": [{"name": "Bea"}],
        "source_ids": ["efiction:stories/7"],
        "chapters": [
            {
                "id": "1",
                "position": 1,
                "html": "<p>Another text.</p>",
                "text": "Another text.",
                "words": 2,
            }
        ],
    }
    path.write_text(json.dumps(told) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("way", [same_file, wrapped_anew, other_dump])
def test_what_was_taken_down_there_does_not_come_in_here(
    old: Shelf,
    new: Shelf,
    stories: Path,
    tmp_path: Path,
    way: Callable[[Path], Path],
) -> None:
    with for_a_while():
        old.bring(stories)
        fog = Work.objects.get(title="Fog")
        fog.source_ids.create(value="efiction:stories/7", position=2)
        withdraw_work(fog.public, by="bea")
        hand_over(old.configuration, tmp_path / "shelf.zip")
    new.enter()
    new.take(tmp_path / "shelf.zip")

    report = new.bring(way(stories))

    assert report.outcomes.get(Outcome.REFUSED) == 1, list(report.lines())
    assert set(Work.objects.values_list("title", flat=True)) == {"Snow", "Thaw"}


def test_a_changed_text_is_known_by_the_key_that_came_with_the_bundle(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    withdrawn_there(old, stories, tmp_path / "shelf.zip")
    new.enter()
    new.take(tmp_path / "shelf.zip")
    changed = tmp_path / "changed.txt"
    words = ["stone" if n % 40 == 7 else w for n, w in enumerate(LONG.split())]
    text = story("Mist", " ".join(words), "Cy", "cy@example.org")
    changed.write_text(text, "utf-8")

    report = new.bring(changed)

    assert report.outcomes[Outcome.WAITING] == 1
    assert [each.question.code for each in report.questions] == ["may-be-taken-down"]


def test_what_was_taken_down_here_does_not_come_back_with_a_bundle(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        old.bring(stories)
        hand_over(old.configuration, tmp_path / "shelf.zip")
    new.enter()
    new.bring(stories)
    withdraw_work(Work.objects.get(title="Fog").public, by="bea")

    made = new.take(tmp_path / "shelf.zip")

    assert made.report.outcomes[Outcome.REFUSED] == 1
    assert Work.objects.exclude(stage=Stage.WITHDRAWN).filter(title="Fog").count() == 0


def test_a_bundle_taken_over_before_does_not_bring_back_what_was_taken_down_since(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        old.bring(stories)
        hand_over(old.configuration, tmp_path / "shelf.zip")
    new.enter()
    new.take(tmp_path / "shelf.zip")
    fog = Work.objects.get(title="Fog")
    withdraw_work(fog.public, by="bea")

    new.take(tmp_path / "shelf.zip")

    fog.refresh_from_db()
    assert fog.stage == Stage.WITHDRAWN
    assert Work.objects.filter(title="Fog").count() == 1


def test_a_work_is_known_by_its_own_address_where_text_and_name_were_changed(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        old.bring(stories)
        hand_over(old.configuration, tmp_path / "before.zip")
        fog = Work.objects.get(title="Fog")
        chapter = fog.chapters.get()
        write_text(chapter.public, "<p>Wholly anew.</p>", "Wholly anew.", by="bea")
        withdraw_work(fog.public, by="bea")
        hand_over(old.configuration, tmp_path / "after.zip")
    new.enter()
    new.take(tmp_path / "after.zip")

    made = new.take(tmp_path / "before.zip")

    assert made.report.outcomes[Outcome.REFUSED] == 1
    assert not Work.objects.filter(title="Fog").exists()


def test_whoever_said_never_there_is_not_brought_in_here(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        old.bring(stories)
        bea = Creator.objects.get(pseuds__name="Bea")
        never_import(bea.public, by="bea")
        never_write(bea.public, by="bea")
        withdraw_work(Work.objects.get(title="Fog").public, by="bea")
        hand_over(old.configuration, tmp_path / "shelf.zip")
    new.enter()
    new.take(tmp_path / "shelf.zip")
    later = tmp_path / "later"
    later.mkdir()
    (later / "a.txt").write_text(story("New", "Of Bea. " * 40, "Bea", "x@example.org"))
    (later / "b.txt").write_text(story("Newer", "Another. " * 40, "B. B.", OTHER))

    report = new.bring(later)

    assert report.outcomes[Outcome.REFUSED] == 2
    # Now that the address was seen, it stands on this archive's own list.
    assert DoNotWrite.objects.filter(keyed_hash=keys.own().hashed(OTHER)).exists()


def test_works_here_that_were_taken_down_there_are_named(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    withdrawn_there(old, stories, tmp_path / "shelf.zip")
    new.enter()
    new.bring(stories)

    made = new.take(tmp_path / "shelf.zip")

    assert made.here == (Work.objects.get(title="Fog").public,)


# -- Bundles that are not as they were -------------------------------------------------


def test_a_bundle_that_breaks_off_while_it_is_written_leaves_nothing(
    old: Shelf, stories: Path, tmp_path: Path
) -> None:
    old.bring(stories)
    target = tmp_path / "out" / "shelf.zip"
    target.parent.mkdir()
    target.write_bytes(b"the one before")
    one = next(Originals(old.configuration.originals).files())
    one.unlink()

    with pytest.raises(Exception, match="not in the store"):
        hand_over(old.configuration, target)

    assert [each.name for each in target.parent.iterdir()] == ["shelf.zip"]
    assert target.read_bytes() == b"the one before"


def rewritten(source: Path, target: Path, name: str, content: bytes | None) -> None:
    """Copy a zip with one file changed, or without it (None)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        names = old.namelist()
        for each in names:
            if not each.endswith(f"/{name}"):
                new.writestr(each, old.read(each))
            elif content is not None:
                new.writestr(each, content)
        if content is not None and not any(each.endswith(f"/{name}") for each in names):
            new.writestr(names[0].split("/")[0] + "/" + name, content)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("data/ledger.jsonl", b"other", "data/ledger.jsonl was changed"),
        ("data/ledger.jsonl", None, "data/ledger.jsonl is missing"),
        ("data/more.txt", b"more", "data/more.txt is not on the list"),
        ("bag-info.txt", b"Fanfold-Bundle: 1\n", "bag-info.txt was changed"),
        ("manifest-sha256.txt", b"", "manifest-sha256.txt was changed"),
    ],
)
def test_a_bundle_that_was_changed_is_named_with_what_is_wrong(
    old: Shelf,
    new: Shelf,
    stories: Path,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    says: str,
) -> None:
    with for_a_while():
        lived_in(old, stories)
        hand_over(old.configuration, tmp_path / "whole.zip")
    new.enter()
    rewritten(tmp_path / "whole.zip", tmp_path / "bad.zip", name, content)
    shutil.copy(tmp_path / "whole.zip.key", tmp_path / "bad.zip.key")

    with pytest.raises(BagError, match=says):
        new.take(tmp_path / "bad.zip")

    assert Work.objects.count() == Tombstone.objects.count() == Original.objects.count()
    assert not new.configuration.originals.exists()


def test_a_bundle_that_was_changed_with_its_lists_does_not_fit_its_key(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        lived_in(old, stories)
        hand_over(old.configuration, tmp_path / "one.zip")
        Comment.objects.all().delete()
        hand_over(old.configuration, tmp_path / "two.zip")
    new.enter()
    shutil.copy(tmp_path / "one.zip.key", tmp_path / "two.zip.key")

    with pytest.raises(BagError, match="belongs to another bundle"):
        new.take(tmp_path / "two.zip")


def test_every_cut_of_a_bundle_is_told(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    with for_a_while():
        lived_in(old, stories)
        hand_over(old.configuration, tmp_path / "whole.zip")
    new.enter()
    whole = (tmp_path / "whole.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    shutil.copy(tmp_path / "whole.zip.key", tmp_path / "cut.zip.key")

    for at in range(0, len(whole), max(1, len(whole) // 40)):
        cut.write_bytes(whole[:at])
        with pytest.raises(BagError):
            new.take(cut)


def test_a_bundle_with_hashes_is_not_added_without_its_key(
    old: Shelf, new: Shelf, stories: Path, tmp_path: Path
) -> None:
    withdrawn_there(old, stories, tmp_path / "shelf.zip")
    (tmp_path / "shelf.zip.key").unlink()
    new.enter()

    assert new.take(tmp_path / "shelf.zip", commit=False).keyed
    with pytest.raises(BagError, match="--key"):
        new.take(tmp_path / "shelf.zip")

    assert Work.objects.count() == 0


def test_only_a_bundle_is_one(tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("a/b.txt", "b")
    (tmp_path / "story.txt").write_text("Title: Snow\n")
    (tmp_path / "empty.zip").write_bytes(b"")

    assert [is_bundle(each) for each in sorted(tmp_path.iterdir())] == [False] * 3
