"""Stories posted as plain text: personal pages, mailing lists, newsgroups.

A title, ``Label: value`` lines, the story; or any of the other layouts that
docs/readers/posted_text.md names. Labels vary; one that no table knows is kept under
its own name. Any bytes without NUL give exactly one draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import is_sql
from fanfold.vocab.patterns import late

_BEGINNING = 4096
_PAGE = late(rb"(?i)<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]")
_OTHER = late(
    rb"PK\x03\x04|\x1f\x8b|%PDF|\s*(?:\[\s*)?\{\s*\"\w+\":|\x89PNG|"
    rb"GIF8[79]a(?![ -~]{7})|"
    rb"\xff\xd8\xff|\{\\rtf(?![a-z])|\xd0\xcf\x11\xe0|\s*<\?(?:php|=|\s)|#!/"
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_NAMED = late(r"(?i)\.(?:te?xt|asc|fic|story|me)$")


def recognise(source: Source) -> Recognition:
    """POSSIBLE for any one file of text, LIKELY where its name says so too."""
    if len(source.originals) != 1:
        return Recognition.NO
    (original,) = source.originals
    with original.open() as stream:
        beginning = stream.read(_BEGINNING)
    if is_sql(beginning) or _OTHER.match(beginning) or _PAGE.search(beginning):
        return Recognition.NO
    named = _NAMED.search(original.name) is not None
    if b"\0" in beginning and not beginning.startswith(_WIDE):
        # A file that calls itself text is answered for, with the reason it is none.
        return Recognition.POSSIBLE if named else Recognition.NO
    return Recognition.LIKELY if named else Recognition.POSSIBLE


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of each original, after what was hard about its bytes."""
    # Here and not above: whoever only asks what a file is need not load all this.
    from fanfold.readers._posted_text import read_text

    for original in source:
        yield from read_text(original, source.habit)


reader = Reader(
    name="posted_text",
    title="Plain text as posted to pages, lists and newsgroups",
    recognise=recognise,
    read=read,
    reading="fanfold.readers._posted_text",
)
