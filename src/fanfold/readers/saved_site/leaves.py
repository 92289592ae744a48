"""One page of a site: a file of its own, or a record of a web archive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from fanfold.model.draft import CHAPTER_CLAIMS, WORK_CLAIMS, DraftChapter, DraftWork
from fanfold.model.original import Original


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page. address: where it was, as a web archive recorded it.

    original: the file; for a record its bytes alone, under the SHA-256 of the kept
        file that it lies in. place: what names it there; "" for a file of its own.
    """

    original: Original
    address: str = ""
    place: str = ""
    habit: dict[str, str] = field(default_factory=dict)


def placed(draft: DraftWork, leaf: Leaf) -> DraftWork:
    """Return the draft of a record with the record in every place of its evidence."""
    if not leaf.place:
        return draft
    chapters = tuple(
        replace(chapter, **_placed(chapter, CHAPTER_CLAIMS, leaf.place))
        for chapter in draft.chapters
    )
    fields = _placed(draft, WORK_CLAIMS, leaf.place)
    return replace(draft, chapters=chapters, **fields)


def _placed(
    draft: DraftWork | DraftChapter, names: tuple[str, ...], place: str
) -> dict[str, Any]:
    return {
        name: tuple(
            replace(
                claim,
                evidence=replace(
                    claim.evidence, place=f"{place}, {claim.evidence.place}"
                ),
            )
            for claim in getattr(draft, name)
        )
        for name in names
    }
