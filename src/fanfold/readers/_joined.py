"""Several drafts that are parts of one work, as its draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fanfold.model.draft import WORK_CLAIMS, Claims, DraftChapter, DraftWork
from fanfold.model.evidence import Claim
from fanfold.model.tags import Label
from fanfold.text.parts import marker_of

#: What each part says of itself alone.
_OF_A_PART = ("summary", "notes", "end_notes")


def joined(parts: Sequence[DraftWork], *, titled: bool = False) -> DraftWork:
    """Return the one work that the parts, in reading order, are.

    A field is as the first part that states it has it; a later part's summary and
    notes are its chapter's; whether the work is finished, the last part says.
    titled: the titles that the parts state are their chapters', not the work's.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    fields: dict[str, Any] = {}
    for name in WORK_CLAIMS:
        among = parts[:1] if name in _OF_A_PART else parts
        stated = (getattr(each, name) for each in among)
        fields[name] = next((claims for claims in stated if claims), ())
    fields["title"] = () if titled else _titles(parts)
    fields["labels"] = _labels(fields["labels"])
    fields["status"] = parts[-1].status
    return replace(
        first,
        **fields,
        source_ids=_every(each.source_ids for each in parts),
        urls=_every(each.urls for each in parts),
        emails=_every(each.emails for each in parts),
        chapters=tuple(
            chapter
            for number, part in enumerate(parts)
            for chapter in _chapters(part, first=number == 0, titled=titled)
        ),
    )


def _titles(parts: Sequence[DraftWork]) -> Claims[str]:
    """Return what the first part calls the work; a chapter's heading calls it not."""
    for part in parts:
        named = tuple(each for each in part.title if marker_of(each.value) is None)
        if named:
            return named
    return ()


def _labels(claims: Claims[tuple[Label, ...]]) -> Claims[tuple[Label, ...]]:
    """Return labels without those that are a chapter's heading, ``Part 2: Thaw``."""
    kept = (
        replace(each, value=tuple(one for one in each.value if not _is_heading(one)))
        for each in claims
    )
    return tuple(each for each in kept if each.value)


def _is_heading(label: Label) -> bool:
    return marker_of(label.name) is not None


def _chapters(part: DraftWork, *, first: bool, titled: bool) -> list[DraftChapter]:
    """Return a part's chapters; the first of them is the file's, with what it says."""
    chapters = list(part.chapters)
    if not chapters:
        return []
    begun = chapters[0]
    own: dict[str, Any] = {}
    if not first:
        for name in _OF_A_PART:
            own[name] = getattr(begun, name) or getattr(part, name)
    if not begun.title and len(chapters) == 1:
        own["title"] = _heading(part) or (part.title if titled else ())
    if part.source_ids:
        own["source_id"] = begun.source_id or part.source_ids[0]
    own["urls"] = begun.urls or part.urls
    chapters[0] = replace(begun, **own)
    return chapters


def _heading(part: DraftWork) -> Claims[str]:
    """Return the words of a title or label that is a chapter's: ``Chapter 2: Out``."""
    for each in part.title:
        marker = marker_of(each.value)
        if marker is not None and marker.title:
            return (replace(each, value=marker.title),)
    for labels in part.labels:
        named = next((one.value for one in labels.value if _is_heading(one)), "")
        if named:
            return (Claim(named, labels.standing, labels.evidence, labels.steps),)
    return ()


def _every(lists: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for values in lists for each in values))
