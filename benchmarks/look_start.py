"""How long does `fanfold look one.txt` take from the shell, in CPU?"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Row, cpu_of

#: ms: for UTF-8, and where the encoding has to be guessed.
LIMIT, GUESSED = 150.0, 250.0
STORY = """Title: The Last Watch
Author: Marrow
Pairing: T/R
Rating: PG-13
Summary: Tarn keeps the watch, and somebody keeps Tarn.

The lamp was *still* burning. "Go home," she said, and did not go herself.
"""


def measure(*, large: bool = False) -> list[Row]:
    """Return its CPU beside the limits."""
    story = STORY + "“It’s raining,” she said – it wasn’t…\n\n" * 40
    return [
        _look(story.encode(), "UTF-8", LIMIT),
        _look(story.encode("windows-1252"), "windows-1252", GUESSED),
    ]


def _look(content: bytes, encoding: str, limit: float) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_bytes(content)
        ours = cpu_of([sys.executable, "-I", "-m", "fanfold", "look", str(path)])
    return Row(f"look one.txt, {encoding}", ours, limit, "ms CPU", "the limit")
