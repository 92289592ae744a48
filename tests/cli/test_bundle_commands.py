"""A bundle from archive to archive, on the command line as people type it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")

from tests.cli.test_archive_commands import CASES, fanfold

NAMES = ("watch", "memo_in_story")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    stories = tmp_path / "old-site"
    stories.mkdir()
    for name in NAMES:
        shutil.copy(CASES / name / "source.txt", stories / f"{name}.txt")
    folder = tmp_path / "shelf"
    fanfold("init", folder, "--name", "The Shelf", cwd=tmp_path)
    done = fanfold("import", stories, "--archive", folder, "--commit", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return folder


def works(archive: Path) -> list[dict[str, Any]]:
    out = fanfold("export", "records", "--archive", archive, cwd=archive).stdout
    found = [json.loads(line) for line in out.splitlines()]
    return [each for each in found if each["kind"] == "work"]


def test_an_archive_goes_to_the_next_host_with_its_ids(
    shelf: Path, tmp_path: Path
) -> None:
    made = fanfold(
        "export", "bundle", "-o", tmp_path / "b.zip", "--archive", shelf, cwd=tmp_path
    )
    other = tmp_path / "other"
    fanfold("init", other, cwd=tmp_path)

    tried = fanfold("import", tmp_path / "b.zip", "--archive", other, cwd=tmp_path)
    assert (tried.returncode, works(other)) == (0, [])
    done = fanfold(
        "import", tmp_path / "b.zip", "--archive", other, "--commit", cwd=tmp_path
    )

    assert (made.returncode, done.returncode) == (0, 0), made.stderr + done.stderr
    assert "2 works, 2 originals" in made.stdout
    assert "Seal: " in made.stdout
    assert works(other) == works(shelf)


def test_a_changed_bundle_is_refused_in_a_sentence(shelf: Path, tmp_path: Path) -> None:
    fanfold(
        "export", "bundle", "-o", tmp_path / "b.zip", "--archive", shelf, cwd=tmp_path
    )
    whole = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[:-100])
    other = tmp_path / "other"
    fanfold("init", other, cwd=tmp_path)

    done = fanfold("import", tmp_path / "b.zip", "--archive", other, cwd=tmp_path)

    # Cut off, it is no zip any more: it is kept, and nothing is read of it.
    assert done.returncode != 0
    assert works(other) == []
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [("--public",), ("--adult",), ("abc",), ("--addresses",)]
)
def test_a_bundle_is_of_the_whole_archive(
    shelf: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = fanfold(
        "export",
        *("bundle", *words, "-o", tmp_path / "b.zip", "--archive", shelf),
        cwd=tmp_path,
    )

    assert done.returncode == 2
    assert not (tmp_path / "b.zip").exists()


def test_an_empty_archive_is_not_filled_without_a_word_on_what_lasts(
    shelf: Path, tmp_path: Path
) -> None:
    at = ("--archive", shelf)
    made = fanfold("backup", "-o", tmp_path / "b.zip", *at, cwd=tmp_path)
    listed = fanfold(
        "backup", "--lasting", "-o", tmp_path / "l.jsonl", *at, cwd=tmp_path
    )
    before = works(shelf)
    other = tmp_path / "other"
    fanfold("init", other, cwd=tmp_path)
    shutil.copy(shelf / "secret.key", other / "secret.key")
    to = ("--archive", other)

    refused = fanfold("restore", tmp_path / "b.zip", *to, cwd=tmp_path)
    assert (refused.returncode, works(other)) == (2, [])
    assert "--lasting" in refused.stderr
    done = fanfold(
        *("restore", tmp_path / "b.zip", "--lasting", tmp_path / "l.jsonl", *to),
        cwd=tmp_path,
    )

    codes = (made.returncode, listed.returncode, done.returncode)
    assert codes == (0, 0, 0), done.stderr
    assert works(other) == before
    for each in ("b.zip", "l.jsonl"):
        assert (tmp_path / each).stat().st_mode & 0o777 == 0o600


def test_an_import_is_shown_before_it_is_taken_back(
    shelf: Path, tmp_path: Path
) -> None:
    at = ("--archive", shelf)
    before = works(shelf)
    listed = fanfold("undo", "--imports", "--json", *at, cwd=tmp_path)
    (known,) = json.loads(listed.stdout)
    assert (known["name"], known["works"]) == ("old-site", 2)

    shown = fanfold("undo", "--import", known["import"], *at, cwd=tmp_path)
    assert "2 works would go" in shown.stdout
    assert works(shelf) == before
    done = fanfold(
        *("undo", "--import", known["import"], "--yes", "--json", *at), cwd=tmp_path
    )
    assert works(shelf) == []
    step = json.loads(done.stdout)["step"]
    back = fanfold("undo", step, *at, cwd=tmp_path)

    assert back.returncode == 0, back.stderr
    assert works(shelf) == before
    wrong = fanfold("undo", "--import", "zzz", *at, cwd=tmp_path)
    assert wrong.returncode == 1
    assert "No import is called zzz" in wrong.stderr
