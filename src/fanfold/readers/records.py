"""The record ``fanfold/1``: what another Fanfold, or this one, handed on.

One line, one object (docs/record.md). Works come back as the drafts they were settled
from, claim for claim. A value that no evidence entry tells of is claimed by its line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any

from fanfold.errors import RecordError
from fanfold.model.creator import Creator
from fanfold.model.draft import (
    CHAPTER_CLAIMS,
    WORK_CLAIMS,
    Draft,
    DraftChapter,
    DraftWork,
    drafted,
)
from fanfold.model.evidence import Claim, Evidence, Standing, best
from fanfold.model.gathering import Series
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.model.record import parse_line
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.model.work import Chapter, Work
from fanfold.readers.contract import Reader, Recognition, Source

_BEGINNING = 4096
_RULE = "records.line/1"
_KINDS = (Creator, Series, Comment, Recommendation, News)
#: Longest line that is read; a longer one is named and passed over.
_LONGEST = 64 * 1024 * 1024


def recognise(source: Source) -> Recognition:
    """CERTAIN where the first line is an object with a ``kind`` of ours."""
    if len(source.originals) != 1:
        return Recognition.NO
    with source.originals[0].open() as stream:
        beginning = stream.readline(_BEGINNING)
    if not beginning.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return Recognition.NO
    if len(beginning) == _BEGINNING:
        return Recognition.LIKELY if b'"kind":' in beginning else Recognition.NO
    try:
        first = json.loads(beginning)
    except (ValueError, RecursionError):
        return Recognition.NO
    known = isinstance(first, dict) and "kind" in first
    return Recognition.CERTAIN if known else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield what each line holds; a line that is no record is a problem, not an end.

    Lines about originals, tags, decisions, tombstones and the archive itself are
    another archive's memory and bring nothing in.
    """
    for original in source:
        with original.open() as stream:
            number = 0
            while line := stream.readline(_LONGEST):
                number += 1
                if line.strip():
                    yield from _of_line(line, number, original)


def _of_line(line: bytes, number: int, original: Original) -> Iterator[Draft | Problem]:
    place = f"line {number}"
    try:
        found = parse_line(line.lstrip(b"\xef\xbb\xbf"), number)
    except RecordError as error:
        yield Problem("record-invalid", place, str(error), Severity.LOSS)
        return
    if isinstance(found, Problem):
        yield found
    elif isinstance(found, Work):
        yield _draft(found, Evidence(original.sha256, place, "", _RULE))
    elif isinstance(found, Claim):
        yield found
    elif isinstance(found, _KINDS):
        evidence = Evidence(original.sha256, place, "", _RULE)
        yield Claim(found, Standing.RECORDED, evidence)  # type: ignore[misc]


def _draft(work: Work, evidence: Evidence) -> DraftWork:
    """Return the draft of a work, every value of it claimed."""
    draft = drafted(work)
    chapters = tuple(
        replace(made, **_unclaimed(chapter, made, CHAPTER_CLAIMS, evidence))
        for chapter, made in zip(work.chapters, draft.chapters, strict=True)
    )
    claims = _unclaimed(work, draft, WORK_CLAIMS, evidence)
    return replace(draft, chapters=chapters, **claims)


def _unclaimed(
    thing: Work | Chapter,
    draft: DraftWork | DraftChapter,
    names: tuple[str, ...],
    evidence: Evidence,
) -> dict[str, Any]:
    """Return claims for the fields whose value no claim of the draft gives."""
    plain = {field.name: field.default for field in fields(thing)}
    made: dict[str, Any] = {}
    for name in names:
        value, claims = getattr(thing, name), getattr(draft, name)
        winner = best(claims)
        absent = plain[name] is not MISSING and value == plain[name]
        if not absent and (winner is None or winner.value != value):
            made[name] = (*claims, Claim(value, Standing.RECORDED, evidence))
    return made


reader = Reader(
    name="records",
    title="Fanfold record (JSON Lines)",
    recognise=recognise,
    read=read,
)
