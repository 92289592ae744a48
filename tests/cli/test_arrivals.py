"""A process works off what was brought in with the browser, and may be killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("django")

from tests.cli.test_archive_commands import (
    NAMES,
    archive,
    contents,
    fanfold,
    originals,
    started,
    stories,
)

__all__ = ["archive", "stories"]

KILLS = 8
_INSIDE = """
import sys
from pathlib import Path
from fanfold.cli import door
configuration = door.open_archive(Path(sys.argv[1]))
from fanfold.archive.actions import bring_in
from fanfold.archive.incoming import Incoming
from fanfold.archive.models import Arrival
incoming = Incoming.of(configuration)
"""
_BRING = """
row = bring_in.open_arrival(name="heap", by="ada")
found = Path(sys.argv[2]).iterdir()
files = [bring_in.Sent(p.name, p, p.stat().st_size) for p in found]
bring_in.take_files(row.public, files, incoming=incoming)
bring_in.rehearse(row.public, by="ada")
"""
_ADD = """
bring_in.add_stories(Arrival.objects.get().public, by="ada")
"""
_STATE = """
row = Arrival.objects.get()
print(row.state, row.commit, row.code)
"""


def inside(lines: str, archive: Path, *more: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FANFOLD_")}
    done = subprocess.run(
        [sys.executable, "-c", _INSIDE + lines, str(archive), *map(str, more)],
        check=True,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def brought(archive: Path, stories: Path) -> None:
    """Bring copies in: what is sent is moved to its place."""
    copies = archive.parent / f"sent-{archive.name}"
    shutil.copytree(stories, copies)
    fanfold("reindex", "--archive", archive, cwd=archive)
    inside(_BRING, archive, copies)


@pytest.mark.parametrize("seed", [7, pytest.param(8, marks=pytest.mark.nightly)])
def test_killed_at_any_moment_it_goes_on_to_the_same_end(
    archive: Path, stories: Path, tmp_path: Path, seed: int
) -> None:
    """kill -9 in the rehearsal and in the adding; the seed brings a failure back."""
    whole = tmp_path / "whole"
    fanfold("init", whole, cwd=tmp_path)
    brought(whole, stories)
    began = time.monotonic()
    assert fanfold("arrivals", "--archive", whole, cwd=tmp_path).returncode == 0
    lasted = time.monotonic() - began
    inside(_ADD, whole)
    fanfold("arrivals", "--archive", whole, cwd=tmp_path)
    brought(archive, stories)
    moments = random.Random(seed)  # noqa: S311

    for part in ("False", "True"):
        for _ in range(KILLS // 2):
            process = started("arrivals", "--archive", archive, cwd=tmp_path)
            time.sleep(moments.uniform(0.3, lasted))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        last = fanfold("arrivals", "--archive", archive, cwd=tmp_path)
        assert last.returncode == 0, last.stderr
        assert inside(_STATE, archive) == f"done {part}"
        if part == "False":
            assert contents(archive) == []
            inside(_ADD, archive)

    assert contents(archive) == contents(whole)
    assert len(contents(archive)) == len(NAMES)
    assert originals(archive) == originals(whole)


def test_what_is_done_is_said_and_a_second_process_stands_back(
    archive: Path, stories: Path
) -> None:
    nothing = fanfold("arrivals", "--archive", archive, cwd=archive)
    brought(archive, stories)
    follower = started("arrivals", "--follow", "--archive", archive, cwd=archive)
    try:
        for _ in range(200):
            if inside(_STATE, archive).startswith("done"):
                break
            time.sleep(0.2)
        second = fanfold("arrivals", "--archive", archive, cwd=archive)
    finally:
        follower.terminate()
        out, err = follower.communicate(timeout=30)

    assert "Nothing waits" in nothing.stderr
    assert "heap: done" in out
    assert follower.returncode == 0, err
    assert second.returncode == 2
    assert "Another process works imports off" in second.stderr


_READ_AND_WRITE = """
import sqlite3
from fanfold.archive.models import ImportPlan, PlanItem
from fanfold.archive.plan import Plan
from fanfold.intake.ports import Proposal, Verdict
other = sqlite3.connect(configuration.sqlite_file, isolation_level=None)
(row,) = ImportPlan.objects.all()
first = PlanItem.objects.order_by("pk")[0]
source = first.source
for number in range(60):
    first.pk, first.key, first.position = None, f"more-{number}", 100 + number
    first.save(force_insert=True)
met = []
for item in Plan(row).items(source):
    other.execute("update archive_importplan set name = name || 'x'")
    Plan(row).propose_all([(item, Proposal(Verdict.ADD))])
    met.append(item.position)
assert met == sorted(met)
print(len(met), PlanItem.objects.filter(proposal=None).count())
"""


def test_an_import_writes_while_another_process_does(
    archive: Path, stories: Path
) -> None:
    """SQLite refuses who reads still what it saw before somebody else wrote."""
    brought(archive, stories)
    fanfold("arrivals", "--archive", archive, cwd=archive)

    assert inside(_READ_AND_WRITE, archive) == "61 0"
