"""Lines of ``fanfold/1`` as the drafts that they were written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
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
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity, note
from fanfold.model.record import parse_line
from fanfold.model.series import Series
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.model.work import Chapter, Work
from fanfold.readers.contract import Source

_RULE = "records.line/1"
_KINDS = (Creator, Series, Comment, Recommendation, News)
#: Longest line that is read; a longer one is named and passed over.
_LONGEST = 64 * 1024 * 1024


def read_lines(source: Source) -> Iterator[Draft | Problem]:
    """Yield what each line holds; a line that is no record is a problem, not an end.

    Lines about originals, tags, decisions, tombstones and the archive itself are
    another archive's memory and bring nothing in.
    """
    for original in source:
        number, silent = 0, True
        with original.open() as stream:
            while line := stream.readline(_LONGEST):
                number += 1
                if line.strip():
                    for each in _of_line(line, number, original):
                        silent = False
                        yield each
        if silent:
            detail = f"{number} lines that bring nothing in; they are kept"
            yield note("not-a-story", original.name, detail)


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
        yield draft_of(found, Evidence(original.sha256, place, "", _RULE))
    elif isinstance(found, Claim):
        yield found
    elif isinstance(found, _KINDS):
        evidence = Evidence(original.sha256, place, "", _RULE)
        yield Claim(found, Standing.RECORDED, evidence)  # type: ignore[misc]


def draft_of(work: Work, evidence: Evidence) -> DraftWork:
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
        # An empty title or text says nothing: a required field's way to be absent.
        absent = value == ("" if plain[name] is MISSING else plain[name])
        if not absent and (winner is None or winner.value != value):
            made[name] = (*claims, Claim(value, _above(winner), evidence))
    return made


def _above(winner: Claim[Any] | None) -> Standing:
    """Return how a value stands that is another than the one its claims give."""
    if winner is None or winner.standing < Standing.RECORDED:
        return Standing.RECORDED
    return Standing.DECIDED
