"""Runs a measurement in a process of its own, in an archive made for it.

An archive is named before Django starts, so one process has one archive.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def measured_in(module: str, *arguments: object) -> dict[str, Any]:
    """Run a module in a new archive and return the JSON it prints."""
    from fanfold.configuration import create

    with tempfile.TemporaryDirectory(prefix="fanfold-bench-") as folder:
        shelf = Path(folder) / "shelf"
        create(shelf, name="B", stage="shown", audience="all")
        environment = {
            **os.environ,
            "FANFOLD_ARCHIVE": str(shelf),
            "DJANGO_SETTINGS_MODULE": "fanfold.web.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def start() -> None:
    """Start Django in such a process and make the archive's tables."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def spread(acts: list[Callable[[], object]]) -> dict[str, float]:
    """Return the median and the 95th percentile of the CPU of acts, in ms."""
    import time

    taken = []
    for act in acts:
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
    taken.sort()
    return {"p50": taken[len(taken) // 2], "p95": taken[int(len(taken) * 0.95)]}
