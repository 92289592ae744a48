"""What does a book cost beside deflating the bytes that lie in it?

A story of 67 KB in five chapters, and one of forty. Beside each: zlib over the same
files, one by one as a zip file holds them.
"""

from __future__ import annotations

import io
import random
import zlib
from zipfile import ZipFile

from benchmarks.rows import Row, spent_on
from fanfold.model.work import Chapter, Work
from fanfold.writers.epub import writer

_WORDS = (
    "lamp harbour rain boat net watch door night wind letter bell buoy rope stair "
    "kettle morning captain ledger coat lantern pier tide gull roof window stove"
)


def measure(*, large: bool = False) -> list[Row]:
    """Return the CPU for a short story and a long one (large: of 400 chapters)."""
    return [_book(5, 40), _book(400 if large else 40, 60)]


def _book(size: int, paragraphs: int) -> Row:
    dice = random.Random(7)
    pages = ["".join(_paragraph(dice) for _ in range(paragraphs)) for _ in range(size)]
    chapters = tuple(
        Chapter(str(n), n, html, "", 1) for n, html in enumerate(pages, start=1)
    )
    work = Work("w", "The Last Watch", chapters=chapters)
    book = io.BytesIO()
    writer.write(work, book)
    with ZipFile(book) as files:
        inside = [files.read(name) for name in files.namelist()]

    ours = spent_on(lambda: writer.write(work, io.BytesIO()), 9)
    theirs = spent_on(lambda: [zlib.compress(each) for each in inside], 9)

    beside = f"deflate of the same {sum(map(len, inside)) // 1000:,} kB; ≤ 1.5"
    return Row(f"EPUB of {size} chapters", ours, theirs, "ms CPU", beside)


def _paragraph(dice: random.Random) -> str:
    """Return a paragraph that deflates about as well as prose."""
    known = _WORDS.split()
    words = [f"{dice.choice(known)}{dice.randrange(60)}" for _ in range(40)]
    return f"<p>{' '.join(words)} <em>still</em>.</p>\n"
