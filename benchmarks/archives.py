"""Runs a measurement in a process of its own, in an archive made for it.

An archive is named before Django starts, so one process has one archive.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
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


def spread(
    acts: list[Callable[[], object]], *, before: Callable[[], object] = lambda: None
) -> dict[str, float]:
    """Return the median and the 95th percentile of the CPU of acts, in ms.

    passed: the 95th percentile of the time that passed; less than the CPU where more
    than one core is at work, more where others are. before: done before each, and not
    counted.
    """
    taken, passed = [], []
    for act in acts:
        before()
        began, at = time.process_time(), time.perf_counter()
        act()
        taken.append((time.process_time() - began) * 1000)
        passed.append((time.perf_counter() - at) * 1000)
    taken.sort()
    passed.sort()
    most = int(len(taken) * 0.95)
    return {"p50": taken[len(taken) // 2], "p95": taken[most], "passed": passed[most]}
