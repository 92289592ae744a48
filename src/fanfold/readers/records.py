"""The record ``fanfold/1``: what another Fanfold, or this one, handed on.

One line, one object (docs/record.md). Works come back as the drafts they were settled
from, claim for claim. A value that no evidence entry tells of is claimed by its line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.vocab.patterns import late

_BEGINNING = 4096
_OURS = late(
    rb'"kind":\s?"(?:archive|original|work|creator|series|collection|comment|news|'
    rb'recommendation|suggestion|tag|decision|tombstone|problem)"'
)


def recognise(source: Source) -> Recognition:
    """CERTAIN where the first line is an object with a ``kind`` of ours.

    Other programs write a ``kind`` too; what it is decides.
    """
    if len(source.originals) != 1:
        return Recognition.NO
    with source.originals[0].open() as stream:
        beginning = stream.readline(_BEGINNING)
    if not beginning.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return Recognition.NO
    if len(beginning) == _BEGINNING:
        return Recognition.LIKELY if _OURS.search(beginning) else Recognition.NO
    try:
        first = json.loads(beginning)
    except (ValueError, RecursionError):
        return Recognition.NO
    if not isinstance(first, dict):
        return Recognition.NO
    from fanfold.model.record.kinds import KINDS

    ours = str(first.get("kind")) in KINDS or first.get("format") == "fanfold/1"
    return Recognition.CERTAIN if ours else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield what each line holds; a line that is no record is a problem, not an end."""
    # Here and not above: whoever only asks what a file is need not load all this.
    from fanfold.readers._records import read_lines

    yield from read_lines(source)


reader = Reader(
    name="records",
    title="Fanfold record (JSON Lines)",
    recognise=recognise,
    read=read,
    reading="fanfold.readers._records",
)
