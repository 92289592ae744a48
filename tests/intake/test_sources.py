"""Which originals belong together, and who reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanfold.intake.examine import examine
from fanfold.intake.limits import Limits
from fanfold.intake.sources import key_of
from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem

TWINS = ("odd_readers.twin", "odd_readers.other_twin")


def problems_of(*paths: Path, modules: tuple[str, ...]) -> set[tuple[str, str]]:
    found = examine(paths, limits=Limits(seconds=10), modules=modules)
    return {(each.code, each.place) for each in found if isinstance(each, Problem)}


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return folder


def test_two_readers_that_are_equally_sure_are_a_problem(tmp_path: Path) -> None:
    path = fill(tmp_path, "a.twin") / "a.twin"

    assert problems_of(path, modules=TWINS) == {("two-readers", "a.twin")}


def test_a_reader_that_fails_to_look_stops_no_other(tmp_path: Path) -> None:
    path = fill(tmp_path, "a.twin") / "a.twin"

    assert problems_of(path, modules=("odd_readers.clumsy", TWINS[0])) == {
        ("reader-failed", "a.twin"),
        ("read-by-a-twin", "a.twin"),
    }


def test_what_nobody_knows_is_said(tmp_path: Path) -> None:
    path = fill(tmp_path, "a.xyz") / "a.xyz"

    assert problems_of(path, modules=TWINS) == {("no-reader", "a.xyz")}


def test_a_folder_that_a_reader_claims_together_is_one_source(tmp_path: Path) -> None:
    folder = fill(tmp_path / "site", "dump.sql", "stories/1.ch", "stories/2.ch")

    found = problems_of(folder, modules=("odd_readers.dump", *TWINS))

    assert found == {("read-together", "dump.sql,stories/1.ch,stories/2.ch")}


def test_what_belongs_together_is_found_among_other_files(tmp_path: Path) -> None:
    folder = fill(
        tmp_path / "all", "a.twin", "site/dump.sql", "site/stories/1.ch", "z.xyz"
    )

    found = problems_of(folder, modules=("odd_readers.dump", TWINS[0]))

    assert found == {
        ("read-by-a-twin", "a.twin"),
        ("read-together", "site/dump.sql,site/stories/1.ch"),
        ("no-reader", "z.xyz"),
    }


def test_things_named_side_by_side_can_be_one_source(tmp_path: Path) -> None:
    fill(tmp_path, "dump.sql", "stories/1.ch")

    found = problems_of(
        tmp_path / "dump.sql", tmp_path / "stories", modules=("odd_readers.dump",)
    )

    assert found == {("read-together", "dump.sql,stories/1.ch")}


def test_no_file_is_read_for_two_sources(tmp_path: Path) -> None:
    folder = fill(tmp_path / "all", "a/dump.sql", "b/dump.sql", "stories/1.ch")

    found = problems_of(folder, modules=("odd_readers.dump",))

    assert found == {
        ("read-together", "a/dump.sql,stories/1.ch"),
        ("no-reader", "b/dump.sql"),
    }


def test_a_reader_that_fails_to_gather_stops_no_other(tmp_path: Path) -> None:
    folder = fill(tmp_path / "all", "a.twin", "fail.gathering")

    found = problems_of(folder, modules=("odd_readers.dump", TWINS[0]))

    assert found == {
        ("reader-failed", "a.twin"),
        ("read-by-a-twin", "a.twin"),
        ("no-reader", "fail.gathering"),
    }


def test_a_plans_key_tells_names_and_bytes_apart_and_no_order() -> None:
    a, b = Original("1" * 64, 1, "a"), Original("2" * 64, 1, "b")
    other = Original("1" * 64, 1, "b")

    assert key_of([a, b]) == key_of([b, a])
    assert len({key_of([a]), key_of([b]), key_of([other]), key_of([a, b])}) == 4


@pytest.mark.parametrize("name", ["site.zip", "site"])
def test_looking_leaves_no_file_behind(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zipfile

    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    story = "Title: Home\nAuthor: Anna\n\nIt snowed.\n"
    path = tmp_path / name
    if name == "site":
        path.mkdir()
        (path / "home.txt").write_text(story, "utf-8")
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("home.txt", story)
    before = sorted(tmp_path.rglob("*"))

    found = list(examine([path]))

    assert sum(isinstance(each, DraftWork) for each in found) == 1
    assert [each.name for each in found if isinstance(each, Original)][-1] == "home.txt"
    assert sorted(tmp_path.rglob("*")) == before
