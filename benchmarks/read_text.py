"""How fast are stories read, from bytes to chapters in house HTML, beside what others
need for a part of it, and beside the house's limits?

Texts and pages of 20 to 60 kB as archives hold them, in UTF-8 and in windows-1252 that
nothing declares; one file of several MB; and the same twice as long, for what grows
faster than its length would show there.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.rows import Row, as_in_reading, spent_on
from benchmarks.stories import as_page, as_text
from fanfold.model.original import Original
from fanfold.readers import posted_text, saved_page
from fanfold.readers.contract import Reader, Source

#: MB a second on one core (docs/performance.md): so many ms a MB are the limit.
TEXT, PAGE, GUESSED = 10.0, 8.0, 5.0
#: Time for twice the length over the time for it.
LINEAR = 2.3


@as_in_reading
def measure(*, large: bool = False) -> list[Row]:
    """Return CPU for 2 MB of stories and one file of 5 MB (large: 10 and 50)."""
    many, one = (10, 50) if large else (2, 5)
    with tempfile.TemporaryDirectory() as folder:
        shelf = _Shelf(Path(folder))
        return [
            *_texts(shelf, many),
            *_pages(shelf, many),
            *_guessed(shelf, many),
            *_linear(shelf, one),
        ]


class _Shelf:
    """Writes stories into a folder and reads them with a reader, again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, contents: Iterable[bytes]) -> list[Source]:
        return [self._source(content) for content in contents]

    def _source(self, content: bytes) -> Source:
        digest = hashlib.sha256(content).hexdigest()
        path = self._folder / digest
        path.write_bytes(content)
        return Source((Original(digest, len(content), "one.txt", path=path),))

    def read(self, reader: Reader, sources: Iterable[Source]) -> None:
        for source in sources:
            for _ in reader.read(source, scratch=self._folder):
                pass


def _stories(megabytes: int, made: Callable[[random.Random, int], str]) -> list[str]:
    dice, left, found = random.Random(20), megabytes * 1_000_000, []
    while left > 0:
        found.append(made(dice, dice.choice((20_000, 40_000, 60_000))))
        left -= len(found[-1])
    return found


def _megabytes(contents: list[bytes]) -> float:
    return sum(map(len, contents)) / 1_000_000


def _texts(shelf: _Shelf, megabytes: int) -> list[Row]:
    contents = [each.encode() for each in _stories(megabytes, as_text)]
    sources, size = shelf.put(contents), _megabytes(contents)
    ours = spent_on(lambda: shelf.read(posted_text.reader, sources))
    plain = spent_on(lambda: [each.decode().split("\n") for each in contents])
    name = f"{size:.0f} MB of texts, UTF-8"
    return [
        Row(name, ours, 1000 * size / TEXT, "ms CPU", f"the limit, {TEXT:.0f} MB/s"),
        Row(name, ours, plain, "ms CPU", "decode and split"),
    ]


def _pages(shelf: _Shelf, megabytes: int) -> list[Row]:
    from bs4 import BeautifulSoup
    from selectolax.lexbor import LexborHTMLParser

    pages = _stories(megabytes, as_page)
    contents = [each.encode() for each in pages]
    sources, size = shelf.put(contents), _megabytes(contents)
    ours = spent_on(lambda: shelf.read(saved_page.reader, sources))
    lexbor = spent_on(lambda: [LexborHTMLParser(each).html for each in contents])
    # A tenth of it: the whole would take longer than all other questions.
    few = contents[: max(1, len(contents) // 10)]
    soup = spent_on(lambda: [str(BeautifulSoup(each, "html5lib")) for each in few], 1)
    soup *= size / _megabytes(few)
    name = f"{size:.0f} MB of pages, UTF-8"
    return [
        Row(name, ours, 1000 * size / PAGE, "ms CPU", f"the limit, {PAGE:.0f} MB/s"),
        Row(name, ours, lexbor, "ms CPU", "lexbor alone, parse and write"),
        Row(name, ours, soup, "ms CPU", "bs4 with html5lib, parse and write"),
    ]


def _guessed(shelf: _Shelf, megabytes: int) -> list[Row]:
    from chardet import detect

    stories = _stories(megabytes, lambda dice, size: as_text(dice, size, curly=True))
    contents = [each.encode("windows-1252") for each in stories]
    sources, size = shelf.put(contents), _megabytes(contents)
    ours = spent_on(lambda: shelf.read(posted_text.reader, sources))
    detected = spent_on(lambda: [detect(each) for each in contents], 2)
    name = f"{size:.0f} MB of texts, windows-1252"
    limit = Row(
        name, ours, 1000 * size / GUESSED, "ms CPU", f"the limit, {GUESSED:.0f} MB/s"
    )
    return [limit, Row(name, ours, detected, "ms CPU", "chardet alone")]


def _linear(shelf: _Shelf, megabytes: int) -> list[Row]:
    rows = []
    for name, made, reader in (
        ("text", as_text, posted_text.reader),
        ("page", as_page, saved_page.reader),
    ):
        story = made(random.Random(5), megabytes * 1_000_000)
        half = shelf.put([story[: len(story) // 2].encode()])
        whole = shelf.put([story.encode()])
        short = spent_on(lambda: shelf.read(reader, half), 2)  # noqa: B023
        long = spent_on(lambda: shelf.read(reader, whole), 2)  # noqa: B023
        question = f"a {name} of {megabytes} MB, to its half"
        rows.append(Row(question, long / short, LINEAR, "times", "the limit"))
    return rows
