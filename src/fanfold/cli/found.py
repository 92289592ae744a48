"""What `look` and `convert` find, without any archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from fanfold.cli import say
from fanfold.intake.examine import examine
from fanfold.intake.overview import Overview
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import Claim
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.work import Work

Found: TypeAlias = Original | Problem | Work | Claim[Any]


def found_in(
    paths: Sequence[Path],
    *,
    overview: Overview | None = None,
    apart: Sequence[str] = (),
) -> Iterator[Found]:
    """Yield originals, works as their best claims have them, and all the rest.

    A work without an id of its own gets its number in this stream. overview: counts
    what is yielded. apart: patterns of files to be joined to no other.
    """
    number = 0
    reading = say.progress()
    for thing in examine(paths, progress=reading, overview=overview, apart=apart):
        if isinstance(thing, DraftWork):
            number += 1
            work = settled(thing)
            yield work if work.id else replace(work, id=str(number))
        else:
            yield thing
