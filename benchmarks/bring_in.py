"""How many stories a second does an archive take in?

`fanfold import --commit` of text files of 33 KB, kept, read, decided, stored; then
`fanfold reindex`, which makes them found with their full text. What the program needs
to start (an import of one story) is left out. Beside it: the CPU that two cores have
for each story at 150 a second.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.stories import as_text

_STORIES = {False: 300, True: 3_000}
_LETTERS = 33_000
_A_SECOND = 150
_FANFOLD = (sys.executable, "-I", "-m", "fanfold")


def measure(*, large: bool = False) -> list[Row]:
    """Return CPU and time passed for each story."""
    number = _STORIES[large]
    with tempfile.TemporaryDirectory(prefix="fanfold-bench-") as folder:
        shelf = Path(folder) / "shelf"
        _run("init", shelf, "--name", "B", "--stage", "shown", "--audience", "all")
        at = ("--archive", shelf)
        one = _run(
            "import", _stories(Path(folder) / "one", 1), *at, "--commit", "--yes"
        )
        found = _run("reindex", *at)
        many = _run(
            "import", _stories(Path(folder) / "all", number), *at, "--commit", "--yes"
        )
        all_found = _run("reindex", *at)
    cpu, passed = ((b - a) * 1000 / number for a, b in zip(one, many, strict=True))
    indexed = (all_found[0] - found[0]) * 1000 / number
    share = 2000 / _A_SECOND
    return [
        Row("a story brought in", cpu, share, "ms CPU", "two cores at 150 a second"),
        Row(
            "  and found", cpu + indexed, share, "ms CPU", f"{indexed:.1f} to be found"
        ),
        Row(
            "  time passed",
            passed,
            1000 / _A_SECOND,
            "ms",
            f"{1000 / passed:.0f} a second, with what else the machine does",
        ),
    ]


def _stories(folder: Path, number: int) -> Path:
    folder.mkdir()
    dice = random.Random(number)
    for at in range(number):
        text = as_text(dice, _LETTERS).replace("The Last Watch", f"Watch {number}-{at}")
        (folder / f"{at}.txt").write_text(text, encoding="utf-8")
    return folder


def _run(*arguments: object) -> tuple[float, float]:
    """Run a command; return CPU of it and its children, and time passed, in s."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*_FANFOLD, *map(str, arguments)], check=True, capture_output=True)
    passed = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    return user + system, passed
