"""Claims a dump and the stories beside it together, wherever the two stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Reader, Recognition, Source


def recognise(source: Source) -> Recognition:
    names = [original.name.rpartition("/")[2] for original in source]
    whole = "dump.sql" in names and all(
        name.endswith((".sql", ".ch")) for name in names
    )
    return Recognition.CERTAIN if whole and len(names) > 1 else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    names = ",".join(original.name for original in source)
    yield Problem("read-together", names, "one source", Severity.NOTE)


reader = Reader("dump", "A dump and its folder", recognise, read)
