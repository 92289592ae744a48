"""What does a book cost beside deflating its text alone?"""

from __future__ import annotations

import io
import random
import zlib

from benchmarks.rows import Row, wall_of
from fanfold.model.work import Chapter, Work
from fanfold.writers.epub import writer

_WORDS = (
    "lamp harbour rain boat net watch door night wind letter bell buoy rope stair "
    "kettle morning captain ledger coat lantern pier tide gull roof window stove"
)


def measure(*, large: bool = False) -> list[Row]:
    """Return the time for 40 chapters (large: 400) beside zlib on their letters."""
    dice, size = random.Random(7), 400 if large else 40
    pages = ["".join(_paragraph(dice) for _ in range(60)) for _ in range(size)]
    chapters = tuple(
        Chapter(str(n), n, html, "", 1) for n, html in enumerate(pages, start=1)
    )
    work = Work("w", "The Last Watch", chapters=chapters)
    text = "".join(pages).encode()

    ours = wall_of(lambda: writer.write(work, io.BytesIO()))
    theirs = wall_of(lambda: zlib.compress(text))

    return [Row(f"EPUB of {size} chapters", ours, theirs, "ms", "deflate alone")]


def _paragraph(dice: random.Random) -> str:
    """Return a paragraph that deflates about as well as prose."""
    known = _WORDS.split()
    words = [f"{dice.choice(known)}{dice.randrange(60)}" for _ in range(40)]
    return f"<p>{' '.join(words)} <em>still</em>.</p>\n"
