"""How fast is a text file read, beside decoding and splitting it alone?"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from benchmarks.rows import Row, wall_of
from fanfold.model.original import Original
from fanfold.readers.contract import Source
from fanfold.readers.posted_text import reader

_HEAD = "Title: The Last Watch\nAuthor: Marrow\nRating: PG\n\n"
_LINE = "The lamp was *still* burning, and it rained on the harbour all night.\n"


def measure(*, large: bool = False) -> list[Row]:
    """Return the time for 1 MB (large: 10) beside Python's decode and split."""
    lines = 140_000 if large else 14_000
    body = "".join(_LINE + ("\n" if n % 5 == 0 else "") for n in range(lines))
    content = (_HEAD + body).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        source = Source((Original(digest, len(content), "one.txt", path=path),))

        ours = wall_of(lambda: list(reader.read(source, scratch=Path(folder))), 3)
        theirs = wall_of(lambda: content.decode().split("\n"))

    return [
        Row(
            f"text file of {len(content) / 1e6:.0f} MB",
            ours,
            theirs,
            "ms",
            "decode and split",
        )
    ]
