"""Single pages saved from the web: docs/readers/saved_page.md.

The page becomes lines (text/markup.py); what stands around the story goes
(chrome.py); what known sites say in their own way becomes labelled lines
(layouts.py); the rest is the grammar's, as for text files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers._claims import Ground, draft_of
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.saved_page.chrome import without_chrome
from fanfold.readers.saved_page.layouts import with_labels
from fanfold.readers.saved_page.origin import addresses_of, title_of
from fanfold.text import decode as decoding
from fanfold.text.lines import Line
from fanfold.text.markup import read_page
from fanfold.text.mend import mend
from fanfold.text.page import Page, PageLine, html_of

_BEGINNING = 4096
_PAGE = re.compile(r"(?i)<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]")
_TAG = re.compile(r"(?i)</?(?:p|br|b|i|em|strong|center|font|div|hr|h[1-6]|a|title)\b")
_TAGS = 4


def recognise(source: Source) -> Recognition:
    """CERTAIN for a page's frame near the beginning, LIKELY for several tags."""
    if len(source.originals) != 1:
        return Recognition.NO
    with source.originals[0].open() as stream:
        beginning = stream.read(_BEGINNING)
    text = beginning.replace(b"\0", b"").decode("latin-1")
    if re.match(r"\s*(?:\{|From )|PK\x03", text):
        return Recognition.NO
    if _PAGE.search(text):
        return Recognition.CERTAIN
    tags = len(_TAG.findall(text))
    return Recognition.CERTAIN if tags >= _TAGS else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of each page, after what was hard about it."""
    for original in source:
        yield from _read_one(original, source.habit)


def _read_one(original: Original, habit: dict[str, str]) -> Iterator[Draft | Problem]:
    with original.open() as stream:
        text, encoding = decoding.decode(stream, habit, name=original.name)
    yield from decoding.problems(encoding, original.name)
    mended, steps = mend(text)
    page = read_page(mended)
    if page.hidden:
        yield Problem(
            "hidden-text",
            original.name,
            f"{page.hidden} elements that the page does not show were left out",
            Severity.NOTE,
        )
    lines = with_labels(page, without_chrome(page.lines))
    yield draft_of(
        Ground(
            original=original.sha256,
            name=original.name,
            lines=[each.line for each in lines],
            html_of=_html(lines),
            steps=(*encoding.steps, *steps),
            source_ids=(f"file:{original.name}",),
            urls=addresses_of(page),
            title=title_of(page),
            emails=_written_to(page),
        )
    )


def _html(lines: Sequence[PageLine]) -> Callable[[Sequence[Line]], str]:
    whole = {id(each.line): each for each in lines}
    return lambda run: html_of([whole[id(line)] for line in run])


def _written_to(page: Page) -> tuple[str, ...]:
    return tuple(mail for each in page.lines for mail in each.addresses)


reader = Reader(
    name="saved_page",
    title="A page saved from the web",
    recognise=recognise,
    read=read,
)
