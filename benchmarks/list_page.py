"""Does a page of a list cost more where the archive is larger?"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Row

_SIZES = {False: (200, 2_000), True: (2_000, 20_000)}
_ASK = """
import os, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from benchmarks.rows import wall_of
from fanfold.archive.models import Work
from fanfold.archive.storing import store
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.work import Audience, Chapter, Stage, State
from fanfold.model.work import Work as ModelWork
from django.db import transaction
state = State(Stage.SHOWN, Audience.ALL, gated=False)
with transaction.atomic():
    for n in range(int(sys.argv[1])):
        chapter = Chapter("", 1, f"<p>It snowed {n}.</p>", f"It snowed {n}.", 3)
        work = ModelWork("", f"Story {n}", creators=(Credit(f"Author {n % 97}"),),
            fandoms=(f"Fandom {n % 31}",), rating=Rating.GENERAL, chapters=(chapter,))
        store(work, state=state, by="benchmark")
client = Client()
assert client.get("/works/").status_code == 200
print(wall_of(lambda: client.get("/works/?sort=title&page=3")))
"""


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
            [sys.executable, "-c", _ASK, str(works)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    return float(done.stdout)
