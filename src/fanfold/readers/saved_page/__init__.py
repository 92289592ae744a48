"""Single pages saved from the web: docs/readers/saved_page.md.

The page becomes lines (text/markup.py); what stands around the story goes
(chrome.py); what known sites say in their own way becomes labelled lines
(layouts.py); the rest is the grammar's, as for text files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.vocab.patterns import late

_BEGINNING = 4096
_PAGE = late(r"(?i)<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]")
_TAG = late(r"(?i)</?(?:p|br|b|i|em|strong|center|font|div|hr|h[1-6]|a|title)\b")
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
    # Here and not above: whoever only asks what a file is need not load all this.
    from fanfold.readers.saved_page.reading import read_page_of

    for original in source:
        yield from read_page_of(original, source.habit)


reader = Reader(
    name="saved_page",
    title="A page saved from the web",
    recognise=recognise,
    read=read,
)
