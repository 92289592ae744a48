"""How long does `fanfold look one.txt` take from the shell, in CPU?"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Row, cpu_of

LIMIT = 150.0  # ms, UTF-8, issue of the house
STORY = """Title: The Last Watch
Author: Marrow
Pairing: T/R
Rating: PG-13
Summary: Tarn keeps the watch, and somebody keeps Tarn.

The lamp was *still* burning. "Go home," she said, and did not go herself.
"""


def measure(*, large: bool = False) -> list[Row]:
    """Return its CPU beside the limit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_text(STORY + "It rained on the harbour.\n\n" * 40, encoding="utf-8")
        ours = cpu_of([sys.executable, "-I", "-m", "fanfold", "look", str(path)])
    return [Row("look one.txt, CPU", ours, LIMIT, "ms", "the limit")]
