"""Claims a dump and the stories beside it together, wherever the two stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.original import Original
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


def gather(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    if any(original.name == "fail.gathering" for original in originals):
        raise LookupError
    dumps = [each for each in originals if each.name.endswith("dump.sql")]
    chapters = [each for each in originals if each.name.endswith(".ch")]
    for dump in dumps:
        yield (dump, *chapters)


reader = Reader("dump", "A dump and its folder", recognise, read, gather)
