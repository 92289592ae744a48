"""A story as a text file: header lines, then the parts, ``*emphasis*`` as people type.

`fanfold look` reads such a file back: the header is one of those it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from fanfold.model.work import Chapter, Work
from fanfold.text.addresses import removed
from fanfold.text.house import clean, clean_inline, plain
from fanfold.writers._front import byline_of, facts, heading_of, passages, title_of
from fanfold.writers.contract import Writer

_EMPHASIS = re.compile(r"</?(?:em|strong)(?: [^<>]*)?>")


def write(work: Work, stream: BinaryIO) -> None:
    """Write the work as UTF-8 with ``\\n`` line ends; a paragraph is one line."""
    for line in _lines(work):
        stream.write(f"{line}\n".encode("utf-8", "replace"))


def _lines(work: Work) -> Iterator[str]:
    yield f"Title: {_inline(title_of(work))}"
    if names := byline_of(work):
        yield f"Author: {names}"
    for fact in (*facts(work), *passages(work)):
        yield f"{fact.label}: {_inline(fact.html)}"
    for chapter in work.chapters:
        yield from _chapter(chapter, work)
    if work.end_notes:
        yield from ("", "Notes:", _inline(work.end_notes))


def _chapter(chapter: Chapter, work: Work) -> Iterator[str]:
    yield ""
    heading = heading_of(chapter, work)
    if heading:
        yield from (f"~ {_inline(heading)} ~", "")
    for note in (chapter.summary, chapter.notes):
        if note:
            yield from (f"[{_inline(note)}]", "")
    yield removed(plain(_EMPHASIS.sub("*", clean(chapter.html))))
    if chapter.end_notes:
        yield from ("", f"[{_inline(chapter.end_notes)}]")


def _inline(html: str) -> str:
    text = plain(_EMPHASIS.sub("*", clean_inline(html)))
    return removed(" ".join(text.split()))


writer = Writer(
    name="plain_text",
    title="Plain text",
    suffix=".txt",
    media_type="text/plain; charset=utf-8",
    write=write,
)
