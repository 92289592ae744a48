"""eFiction sites, 1.x to 3.5.8: a dump of the database, with the chapters' folder.

The tables of formats of twenty years, by docs/readers/efiction_dump.md: tokenised as
bytes, never run; every value's encoding decided by itself; every row ends as a record,
a hidden one, or a problem with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Source
from fanfold.readers.efiction_dump.gathering import gather, recognise


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield what the site held: works, people, series, talk, and what was wrong."""
    # Here and not above: whoever only asks what a file is need not load all this.
    from fanfold.readers.efiction_dump import reading

    yield from reading.read(source, scratch=scratch)


reader = Reader(
    name="efiction_dump",
    title="Database of an eFiction site, with its chapter files",
    recognise=recognise,
    read=read,
    gather=gather,
    reading="fanfold.readers.efiction_dump.reading",
)
