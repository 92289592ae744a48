"""As sure of ``.twin`` files as `other_twin`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source


def recognise(source: Source) -> Recognition:
    named = [original.name.endswith(".twin") for original in source] == [True]
    return Recognition.LIKELY if named else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    yield Problem("read-by-a-twin", source.name, "nobody should have read it")


reader = Reader("twin", "A twin", recognise, read)
