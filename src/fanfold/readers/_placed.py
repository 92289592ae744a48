"""Evidence of a draft told in other places: parts of a book for lines of the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from fanfold.model.draft import CHAPTER_CLAIMS, WORK_CLAIMS, DraftChapter, DraftWork
from fanfold.model.evidence import Claim
from fanfold.vocab.patterns import late

Drafted = TypeVar("Drafted", DraftWork, DraftChapter)
_LINES = late(r"lines? (\d+)(?:-(\d+))?")


def placed(draft: DraftWork, place_of: Callable[[int], tuple[str, int]]) -> DraftWork:
    """Return the draft with ``line 12`` told as the part and its own line there.

    place_of: part and line for a line of the whole, both from 1.
    """
    chapters = tuple(
        _placed(chapter, CHAPTER_CLAIMS, place_of) for chapter in draft.chapters
    )
    return replace(_placed(draft, WORK_CLAIMS, place_of), chapters=chapters)


def placed_claims(
    claims: dict[str, Any], place_of: Callable[[int], tuple[str, int]]
) -> dict[str, Any]:
    """Return claims by field, told in the same way."""
    return {
        name: tuple(_moved(claim, place_of) for claim in each)
        for name, each in claims.items()
    }


def _placed(
    draft: Drafted, names: tuple[str, ...], place_of: Callable[[int], tuple[str, int]]
) -> Drafted:
    claims = {name: getattr(draft, name) for name in names if getattr(draft, name)}
    return replace(draft, **placed_claims(claims, place_of))


def _moved(claim: Claim[Any], place_of: Callable[[int], tuple[str, int]]) -> Claim[Any]:
    found = _LINES.fullmatch(claim.evidence.place)
    if found is None:
        return claim
    part, first = place_of(int(found[1]))
    if not part:
        return claim
    place = f"{part} line {first}"
    if found[2]:
        other, last = place_of(int(found[2]))
        place = (
            f"{part} lines {first}-{max(first, last)}"
            if other == part
            else f"{place} to {other} line {last}"
        )
    return replace(claim, evidence=replace(claim.evidence, place=place))
