"""Single pages saved from the web: docs/readers/saved_page.md.

The page becomes lines (text/markup.py); what stands around the story goes
(chrome.py); what known sites say in their own way becomes labelled lines
(layouts.py); the rest is the grammar's, as for text files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning, is_mail, is_sql
from fanfold.vocab.patterns import late

_PAGE = late(r"(?i)<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]")
_TAG = late(r"(?i)</?(?:p|br|b|i|em|strong|center|font|div|hr|h[1-6]|a|title)\b")
_TAGS = 4
_OTHER = late(
    r"\s*(?:\{|From |WARC/|<\?(?!xml))|PK\x03|%PDF|\x89PNG|GIF8|\xff\xd8\xff|RIFF"
    r"|\xd0\xcf\x11\xe0"
)
#: A fragment: it begins with a tag, or is called a page and has one.
_BEGINS = late(r"(?i)\s*<(?:p|br|b|i|em|strong|center|font|div|hr|h[1-6]|a)\b[^<>]*>")
_NAMED = late(r"(?i)\.(?:s?html?|xhtml)$")


def recognise(source: Source) -> Recognition:
    """CERTAIN for a page's frame near the beginning, or for a fragment of a page."""
    if len(source.originals) != 1:
        return Recognition.NO
    (original,) = source.originals
    raw = beginning(original)
    if is_sql(raw) or is_mail(raw):
        return Recognition.NO
    text = raw.replace(b"\0", b"").decode("latin-1")
    if _OTHER.match(text):
        return Recognition.NO
    if _PAGE.search(text):
        # FanFicFare's pages have a reader that is certain of them.
        other = "class='authorlink'" in text
        return Recognition.LIKELY if other else Recognition.CERTAIN
    tags = len(_TAG.findall(text))
    fragment = _BEGINS.match(text) or (tags and _NAMED.search(original.name))
    return Recognition.CERTAIN if tags >= _TAGS or fragment else Recognition.NO


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
    reading="fanfold.readers.saved_page.reading",
)
