"""The Automated Archive: one Perl file of entries, and a folder of stories.

``ARCHIVE_DB.pl`` lists the stories, ``archive/<Location>.<FileType>`` holds each, and
``archive/<Location>_cmt.html`` what readers said (docs/readers/automated_archive.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers import peek
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.vocab.patterns import late

#: A file that begins with an entry, after remarks and the table's own beginning.
_TABLE = late(
    rb"""(?:\xef\xbb\xbf)?(?>(?:\s+|\#[^\n]*+\n|(?:use|package|require)\s[^\n;]{1,80};"""
    rb"""|(?:(?:my|our|local)\s+)?[%$]\w+\s*=\s*[({])*)"""
    rb"""(?:['"]?\d{1,12}['"]?\s{0,20}=>"""
    rb"""|\$\w{1,40}\{\s?['"]?\d{1,12}['"]?\s?\}\s?=)\s{0,20}\{"""
    rb"""\s{0,200}['"]?[A-Za-z_]\w{0,60}['"]?\s{0,20}=>"""
)
#: Names that a table may have; another one is still known where it comes alone.
_NAMED = late(
    r"(?i)(?:archive|story|stories|files?)_?(?:db|data)[^/]*$|\.(?:pl|pm|db)$"
)


def recognise(source: Source) -> Recognition:
    """CERTAIN where the first file is a Perl table of numbered entries."""
    return Recognition.CERTAIN if is_table(source.originals[0]) else Recognition.NO


def gather(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield each table with the files that its entries name, wherever they lie."""
    tables = [each for each in originals if _NAMED.search(each.name)]
    tables = [each for each in tables if is_table(each)]
    if tables:
        from fanfold.readers.automated_archive.shelf import sets

        yield from sets(tables, originals)


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the work of each entry with its comments, in the table's order."""
    # Here and not above: whoever only asks what a file is need not load all this.
    from fanfold.readers.automated_archive.reading import read_archive

    yield from read_archive(source, scratch=scratch)


def is_table(original: Original) -> bool:
    beginning = peek.beginning(original)
    return b"=>" in beginning and _TABLE.match(beginning) is not None


reader = Reader(
    name="automated_archive",
    title="Automated Archive: a Perl table and its stories",
    recognise=recognise,
    read=read,
    gather=gather,
    reading="fanfold.readers.automated_archive.reading",
)
