"""Fails while it looks."""

from __future__ import annotations

from fanfold.readers.contract import Reader, Recognition, Source

from .twin import read


def recognise(source: Source) -> Recognition:
    raise LookupError("clumsy")


reader = Reader("clumsy", "Fails while it looks", recognise, read)
