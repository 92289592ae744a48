"""Does a page of a list cost more where the archive is larger?"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Row

_SIZES = {False: (200, 2_000), True: (2_000, 20_000)}


def measure(*, large: bool = False) -> list[Row]:
    """Return the time for a page of a large archive beside one of a tenth of it."""
    small, big = (_page_of(size) for size in _SIZES[large])
    size = _SIZES[large][1]
    return [Row(f"a page of {size:,} works", big, small, "ms", "a tenth of the works")]


def _page_of(works: int) -> float:
    from fanfold.configuration import create

    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder) / "shelf", name="B", stage="shown", audience="all")
        environment = {
            **os.environ,
            "FANFOLD_ARCHIVE": str(Path(folder) / "shelf"),
            "DJANGO_SETTINGS_MODULE": "fanfold.web.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.shelf_of", str(works)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    return float(done.stdout)
