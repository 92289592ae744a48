"""Commands that need an archive, run as people run them: on SQLite, in a folder."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
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


def test_addresses_go_only_into_a_file_for_the_next_host(
    archive: Path, tmp_path: Path
) -> None:
    story = tmp_path / "snow.txt"
    head = "Title: Snow\nAuthor: Wren (wren AT example DOT org)\n\n"
    story.write_text(f"{head}It snowed. Write to wren@example.org\n", "utf-8")
    fanfold("import", story, "--archive", archive, "--commit", "--yes", cwd=tmp_path)
    there, told = ("--archive", archive), tmp_path / "sealed.jsonl"

    done = fanfold("export", "records", "--addresses", "-o", told, *there, cwd=tmp_path)
    bare = fanfold("export", "records", *there, cwd=tmp_path)
    loud = fanfold("export", "records", "--addresses", *there, cwd=tmp_path)
    open_ = ("--public", "--addresses", "-o", tmp_path / "public.jsonl")
    public = fanfold("export", "records", *open_, *there, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    work = json.loads(told.read_text("utf-8").splitlines()[1])
    assert work["emails"] == ["wren@example.org"]
    assert told.read_text("utf-8").count("wren@") == 1
    assert told.stat().st_mode & 0o777 == 0o600
    assert "wren" not in bare.stdout
    assert "Snow" in bare.stdout
    assert (loud.returncode, public.returncode) == (2, 2)
    assert not (tmp_path / "public.jsonl").exists()


def test_exit_codes_tell_clean_from_questions_from_failure(
    archive: Path, stories: Path, tmp_path: Path
) -> None:
    (stories / "unsigned.txt").write_text("Title: Snow\n\nIt snowed.\n", "utf-8")
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    (nothing / "sounds.mid").write_bytes(b"MThd\0\0\0\6\0\0")

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
    told = ("export", "records", "--public", "--archive", archive)
    ungated = fanfold(*told, cwd=archive)
    shown = fanfold(*told, "--adult", cwd=archive)

    assert "5 works changed" in moved.stdout
    assert '"gated":true' not in ungated.stdout.replace(" ", "")
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


def test_an_account_is_made_given_a_role_shown_and_closed(archive: Path) -> None:
    def account(*words: str) -> subprocess.CompletedProcess[str]:
        return fanfold("account", *words, "--archive", archive, cwd=archive)

    made = account("add", "bea", "--address", "bea@example.org", "--role", "admin")
    twice = account("add", "Bea", "--address", "other@example.org")
    no_address = account("add", "cyn", "--address", "nowhere")
    other = account("add", "cyn", "--address", "cyn@example.org", "--json")
    raised = account("role", "cyn", "moderator", "--why", "reads the queue")
    told = json.loads(account("list", "--json").stdout)
    last = account("role", "bea", "member", "--why", "tired")
    closed = account("close", "cyn", "--why", "asked for it", "--yes")

    assert [made.returncode, other.returncode, raised.returncode] == [0, 0, 0]
    assert (twice.returncode, no_address.returncode, last.returncode) == (1, 2, 1)
    assert "Nothing was changed" in twice.stderr
    assert "only admin" in last.stderr
    assert json.loads(other.stdout)["role"] == "member"
    assert [(a["name"], a["role"]) for a in told["accounts"]] == [
        ("bea", "admin"),
        ("cyn", "moderator"),
    ]
    assert "example.org" not in json.dumps(told)
    assert closed.returncode == 0
    assert "Works: leave. Comments: remove." in closed.stderr
    assert "cyn" not in account("list").stdout
    again = account("close", "cyn", "--why", "asked for it", "--yes")
    assert "No account here is called cyn" in again.stderr


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


def test_an_act_is_listed_and_taken_back(archive: Path, stories: Path) -> None:
    fanfold("import", stories, "--archive", archive, "--commit", "--yes", cwd=archive)
    fanfold("publish", "--everything", "--audience", "all", cwd=archive)
    told = json.loads(fanfold("undo", "--json", cwd=archive).stdout)
    assert [(each["act"], each["undone_by"]) for each in told] == [
        ("publish-work", None)
    ]

    done = fanfold("undo", told[0]["step"], "--why", "too early", cwd=archive)
    again = fanfold("undo", told[0]["step"], cwd=archive)

    assert done.returncode == 0, done.stderr
    assert "To do it again: fanfold undo " in done.stdout
    assert again.returncode == 1
    assert "already" in again.stderr
    assert "Traceback" not in again.stderr
    public = fanfold("export", "records", "--public", "--archive", archive, cwd=archive)
    assert len(public.stdout.splitlines()) == 1


def test_what_is_over_is_sealed_by_command_and_beside_the_pages(archive: Path) -> None:
    nothing = fanfold("seal", "--json", "--archive", archive, cwd=archive)
    assert json.loads(nothing.stdout) == {"sealed": 0, "next": None}
    old = "2020-01-01 00:00:00"
    with sqlite3.connect(archive / "archive.sqlite3") as rows:
        columns = "(public, act, by, why, at)"
        rows.execute(
            f"insert into archive_step {columns} values (?, ?, 'ada', '', ?)",  # noqa: S608
            ("s1", "take-name-off", old),
        )

    follower = started("reindex", "--follow", "--archive", archive, cwd=archive)
    try:
        sealed = _soon(lambda: _sealed(archive))
    finally:
        os.killpg(follower.pid, signal.SIGTERM)
        follower.communicate(timeout=30)

    assert sealed
    told = fanfold("seal", "--json", "--archive", archive, cwd=archive)
    assert json.loads(told.stdout) == {"sealed": 0, "next": None}


def _sealed(archive: Path) -> bool:
    with sqlite3.connect(archive / "archive.sqlite3") as rows:
        (at,) = rows.execute("select sealed_at from archive_step").fetchone()
    return at is not None


def _soon(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.2)
    return False
