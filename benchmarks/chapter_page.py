"""What does a chapter's page cost the server: made anew, and kept for a visitor?

Beside them, in the same run: a bare Django view that asks four small questions of the
database and fills a template of one line, and the shortest answer that Django gives
through the site's middleware. Each in a process of its own (page_of.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Row

#: What the view of four questions took where the limit of 2 ms was set, in ms.
_LIMIT, _PEER_THERE = 2.0, 1.35


def measure(*, large: bool = False) -> list[Row]:
    """Return CPU of a page; `large` changes nothing."""
    told = _asked()
    scaled = _LIMIT * told["four questions"] / _PEER_THERE
    return [
        Row(
            "chapter page, made anew",
            told["anew"],
            scaled,
            "ms CPU",
            f"2 ms where four questions take 1.35; here {told['four questions']:.2f}",
        ),
        Row("  its questions", told["queries"], 6, "queries", "at most"),
        Row("chapter page, kept", told["kept"], 0.25, "ms CPU", "limit"),
        Row(
            "  the same",
            told["kept"],
            told["floor"],
            "ms CPU",
            "Django's shortest answer",
        ),
    ]


def _asked() -> dict[str, float]:
    from fanfold.configuration import create

    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder) / "shelf", name="B", stage="shown", audience="all")
        environment = {
            **os.environ,
            "FANFOLD_ARCHIVE": str(Path(folder) / "shelf"),
            "DJANGO_SETTINGS_MODULE": "fanfold.web.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.page_of"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    told: dict[str, float] = json.loads(done.stdout)
    return told
