"""Commands that need an archive, run as people run them: on SQLite, in a folder."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("django")

CASES = Path(__file__).parents[1] / "readers" / "posted_text"
NAMES = ("watch", "memo_in_story", "german", "header_at_end", "mail_head")
KILLS = 20


def started(*words: object, cwd: Path) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FANFOLD_")}
    return subprocess.Popen(
        [sys.executable, "-m", "fanfold", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=environment,
        start_new_session=True,
    )


def fanfold(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    process = started(*words, cwd=cwd)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "old-site"
    folder.mkdir()
    for name in NAMES:
        shutil.copy(CASES / name / "source.txt", folder / f"{name}.txt")
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    done = fanfold("init", folder, "--name", "The Shelf", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return folder


def contents(archive: Path) -> list[dict[str, object]]:
    """Every work as its record, without ids, which are drawn at random."""
    out = fanfold("export", "records", "--archive", archive, cwd=archive).stdout
    works = [json.loads(line) for line in out.splitlines()[1:]]
    for work in works:
        del work["id"]
        for chapter in work["chapters"]:
            del chapter["id"]
    return sorted(works, key=lambda work: str(work["source_ids"]))


def originals(archive: Path) -> set[str]:
    return {p.name for p in (archive / "originals").rglob("*") if p.is_file()}


def test_a_rehearsal_says_so_and_adds_nothing(archive: Path, stories: Path) -> None:
    done = fanfold("import", stories, "--archive", archive, cwd=archive)

    assert done.returncode == 0, done.stderr
    assert "rehearsal" in done.stderr
    (report,) = (archive / "reports").glob("*.json")
    assert json.loads(report.read_text("utf-8"))["items"]["seen"] == len(NAMES)
    assert contents(archive) == []
    assert len(originals(archive)) >= len(NAMES)


def test_the_archive_is_found_upward(archive: Path, stories: Path) -> None:
    below = archive / "notes" / "of-mine"
    below.mkdir(parents=True)

    done = fanfold("import", stories, "--commit", cwd=below)

    assert done.returncode == 0, done.stderr
    assert len(contents(archive)) == len(NAMES)


def test_exit_codes_tell_clean_from_questions_from_failure(
    archive: Path, stories: Path, tmp_path: Path
) -> None:
    (stories / "unsigned.txt").write_text("Title: Snow\n\nIt snowed.\n", "utf-8")
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    (nothing / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")

    asks = fanfold("import", stories, "--archive", archive, "--commit", cwd=tmp_path)
    fails = fanfold("import", nothing, "--archive", archive, "--commit", cwd=tmp_path)
    wrong = fanfold("import", tmp_path / "missing", "--archive", archive, cwd=tmp_path)
    lost = fanfold("import", stories, "--archive", nothing, cwd=tmp_path)

    assert (asks.returncode, fails.returncode, wrong.returncode) == (3, 1, 2)
    assert lost.returncode == 2
    assert "fanfold init" in lost.stderr
    for each in (asks, fails, wrong, lost):
        assert "Traceback" not in each.stderr


@pytest.mark.parametrize(
    "seed", [7, *(pytest.param(n, marks=pytest.mark.nightly) for n in range(100, 110))]
)
def test_an_import_killed_at_any_moment_goes_on_to_the_same_end(
    archive: Path, stories: Path, tmp_path: Path, seed: int
) -> None:
    """kill -9 at 20 random moments; the seed is told so that a failure comes back."""
    whole = tmp_path / "whole"
    fanfold("init", whole, cwd=tmp_path)
    began = time.monotonic()
    fanfold("import", stories, "--archive", whole, "--commit", cwd=tmp_path)
    lasted = time.monotonic() - began
    moments = random.Random(seed)  # noqa: S311

    for _ in range(KILLS):
        process = started(
            "import", stories, "--archive", archive, "--commit", cwd=tmp_path
        )
        time.sleep(moments.uniform(0.1, lasted))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    last = fanfold("import", stories, "--archive", archive, "--commit", cwd=tmp_path)

    assert last.returncode == 0, last.stderr
    assert contents(archive) == contents(whole)
    assert originals(archive) == originals(whole)


def test_importing_twice_changes_nothing(archive: Path, stories: Path) -> None:
    fanfold("import", stories, "--archive", archive, "--commit", cwd=archive)
    before = contents(archive)

    fanfold("import", stories, "--archive", archive, "--commit", cwd=archive)

    assert contents(archive) == before


def test_an_archive_does_not_import_itself(archive: Path) -> None:
    done = fanfold("import", archive, "--archive", archive, "--commit", cwd=archive)

    assert done.returncode == 2
    assert "input-is-archive" in done.stderr


def test_members_only_works_are_published_by_name(archive: Path, stories: Path) -> None:
    fanfold("import", stories, "--archive", archive, "--commit", cwd=archive)
    hidden = fanfold("export", "records", "--public", "--archive", archive, cwd=archive)
    assert len(hidden.stdout.splitlines()) == 1

    moved = fanfold(
        "publish",
        "--everything",
        "--audience",
        "all",
        "--archive",
        archive,
        cwd=archive,
    )
    shown = fanfold("export", "records", "--public", "--archive", archive, cwd=archive)

    assert "5 works changed" in moved.stdout
    assert len(shown.stdout.splitlines()) == 6


@pytest.mark.parametrize(
    ("form", "suffix"), [("epub", ".epub"), ("html", ".html"), ("text", ".txt")]
)
def test_exports_are_the_same_bytes_each_time(
    archive: Path, stories: Path, tmp_path: Path, form: str, suffix: str
) -> None:
    fanfold("import", stories, "--archive", archive, "--commit", cwd=archive)
    one, two = tmp_path / "one", tmp_path / "two"

    fanfold("export", form, "-o", one, "--archive", archive, cwd=archive)
    fanfold("export", form, "-o", two, "--archive", archive, cwd=archive)

    names = sorted(path.name for path in one.iterdir())
    assert len(names) == len(NAMES)
    assert all(name.endswith(suffix) for name in names)
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_a_member_is_made_and_a_weak_password_refused(archive: Path) -> None:
    weak = fanfold(
        "member", "bea", "--password", "password", "--archive", archive, cwd=archive
    )
    made = fanfold(
        "member", "bea", "--password", "a lamp on the pier", "--archive", archive,
        cwd=archive,
    )  # fmt: skip

    assert (weak.returncode, made.returncode) == (1, 0)
    assert "Nothing was changed" in weak.stderr
    assert "a new member" in made.stderr


def test_serving_refuses_an_address_that_is_taken(archive: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        done = fanfold("serve", "--address", address, "--archive", archive, cwd=archive)

    assert done.returncode == 2
    assert "cannot be listened on" in done.stderr


def test_init_leaves_an_archive_alone(archive: Path) -> None:
    before = (archive / "secret.key").read_bytes()

    done = fanfold("init", archive, cwd=archive)

    assert done.returncode == 2
    assert (archive / "secret.key").read_bytes() == before
