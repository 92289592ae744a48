"""Chapters from lines: where each begins and ends, and what is labelled at its top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fanfold.model.advice import Status
from fanfold.model.draft import Claims, DraftChapter
from fanfold.model.evidence import Claim, Standing
from fanfold.readers._ground import (
    Gathered,
    Ground,
    Known,
    claim_field,
    known_claims,
    tops,
)
from fanfold.text import addresses, words
from fanfold.text.closing import skip_repeated
from fanfold.text.fields import Header
from fanfold.text.headers import may_be_labelled, split_header
from fanfold.text.house import plain
from fanfold.text.parts import (
    RULE,
    Part,
    Parts,
    split_parts,
    trimmed_end,
)


def ending_of(ground: Ground) -> tuple[int, Claims[Status]]:
    """Return where the text of one chapter ends before its end mark, and what that mark
    says of the work.
    """
    parts = split_parts(ground.lines, 0, len(ground.lines))
    if len(parts.parts) != 1:
        return len(ground.lines), ()
    if parts.finished is None or parts.mark is None:
        return parts.parts[0].end, ()
    value = Status.COMPLETE if parts.finished else Status.WIP
    seen = ground.evidence(parts.mark, RULE)
    return parts.parts[0].end, (Claim(value, Standing.GUESSED, seen),)


def chapter_of(ground: Ground, title: Claims[str] = ()) -> DraftChapter:
    """Return the lines as one chapter, with a summary and notes labelled at its top."""
    part, own = Part(0, len(ground.lines)), Gathered()
    start, end = part.start, part.end
    if tops(split_header(ground.lines), ground):
        start, end = _claim_repeated(ground, part, own, first=False)
    return replace(_chapter(ground, part, start, end, own), title=title)


def chapters_of(
    ground: Ground, parts: Parts, gathered: Gathered, header: Header, *, cut: bool
) -> Iterable[DraftChapter]:
    below = _said_below(ground, parts)
    for number, part in enumerate(parts.parts):
        start, end, own = part.start, part.end, Gathered()
        for known in below.get(number, ()):
            for field, claim in known_claims(ground, known):
                own.add(field, claim)
        if number > 0 or part.heading is not None:
            first = number == 0
            start, end = _claim_repeated(ground, part, own, first=first, cut=cut)
            if number == 0:
                _claim_missing(gathered, own)
            start = skip_repeated(ground.lines, start, end, header.fields)
        yield _chapter(ground, part, start, end, own)


def _said_below(ground: Ground, parts: Parts) -> dict[int, list[Known]]:
    """Return what is known of single parts, by their place among the parts."""
    found: dict[int, list[Known]] = {}
    said: dict[int, list[Known]] = {}
    for each in ground.known:
        if each.below is not None:
            said.setdefault(id(each.below), []).append(each)
    for at, line in enumerate(ground.lines) if said else ():
        if id(line) not in said:
            continue
        begun = [n for n, part in enumerate(parts.parts) if part.start <= at]
        if begun:
            nearest = max(begun, key=lambda n: parts.parts[n].start)
            found.setdefault(nearest, []).extend(said[id(line)])
    return found


def _claim_missing(gathered: Gathered, own: Gathered) -> None:
    """A header below the first part's heading is the work's."""
    for name in ("summary", "notes"):
        if name in own.claims and not gathered.has(name):
            gathered.claims[name] = own.claims.pop(name)
    for name, claims in own.claims.items():
        if name not in {"title", "summary", "notes", "end_notes"} and not gathered.has(
            name
        ):
            gathered.claims[name] = claims


def _claim_repeated(
    ground: Ground, part: Part, own: Gathered, *, first: bool, cut: bool = False
) -> tuple[int, int]:
    """Take a header that stands at this part; return where its story lies.

    cut: True where what readers wrote below the story has been cut off the parts.
    """
    if not may_be_labelled(ground.lines, part.start, part.end, cut=cut):
        return part.start, part.end
    header = split_header(ground.lines, part.start, part.end, again=True)
    labelled = [e for e in header.fields if e.rule.startswith("headers.label")]
    if not any(each.name for each in labelled):
        return part.start, part.end
    start = header.start if header.labelled else part.start
    wanted = None if first else {"summary", "notes"}
    for each in labelled:
        if each.first >= header.end and each.name == "notes":
            claim_field(own, ground, each._replace(name="end_notes"))
        elif wanted is None or each.name in wanted:
            claim_field(own, ground, each)
    end, _, _ = trimmed_end(ground.lines, start, header.end)
    return start, end


def _chapter(
    ground: Ground, part: Part, start: int, end: int, own: Gathered
) -> DraftChapter:
    html = addresses.removed(ground.html_of(ground.lines[start:end]))
    text = plain(html)
    first = min(start, len(ground.lines) - 1)
    seen = ground.evidence(first, RULE, max(first, end - 1))
    title: tuple[Claim[str], ...] = ()
    if part.marker and part.marker.title and part.heading is not None:
        heading = ground.evidence(part.heading, RULE)
        title = (Claim(part.marker.title, Standing.LABELLED, heading),)
    return DraftChapter(
        html=(Claim(html, Standing.LABELLED, seen, ground.steps),),
        text=text,
        words=words.count(text),
        title=title,
        summary=tuple(own.claims.get("summary", ())),
        notes=tuple(own.claims.get("notes", ())),
        end_notes=tuple(own.claims.get("end_notes", ())),
    )
