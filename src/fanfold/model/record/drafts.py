"""Drafts between our own processes, and in a plan's rows: every value once.

A record of a work says each value twice, as the work's own and as a claim's. What only
this program reads again holds the claims alone, so that a long work is there once.
No kind of `fanfold/1`: nothing outside ever sees it.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from fanfold.model.draft import (
    CHAPTER_CLAIMS,
    CHAPTER_FACTS,
    WORK_CLAIMS,
    WORK_FACTS,
    Draft,
    DraftChapter,
    DraftWork,
    drafted,
)
from fanfold.model.problem import Problem
from fanfold.model.record.claims import decode_entries, encode_entries
from fanfold.model.record.kinds import from_json, to_json
from fanfold.model.record.values import Json, decoder, encode, hints
from fanfold.model.work import Chapter, FieldClaim, Work

Found: TypeAlias = "Draft | Problem"

KIND = "draft"
_objects = decoder(tuple[dict[str, Any], ...])


def found_to_json(found: Found) -> Json:
    """Return what a reader found as a dict."""
    if not isinstance(found, DraftWork):
        return to_json(found)
    return {
        "kind": KIND,
        **_encoded(found, WORK_FACTS, WORK_CLAIMS),
        "chapters": [
            _encoded(each, CHAPTER_FACTS, CHAPTER_CLAIMS) for each in found.chapters
        ],
    }


def found_from_json(value: Any) -> Found:
    """Return what `found_to_json` made a dict of, also where it is a work's record.

    Raises RecordError, which names the key, for another shape.
    """
    if not isinstance(value, dict) or value.get("kind") != KIND:
        read = from_json(value)
        return drafted(read) if isinstance(read, Work) else read  # type: ignore[return-value]
    chapters = _objects(value.get("chapters") or [], "chapters")
    return DraftWork(
        **_decoded(value, Work, WORK_FACTS, ""),
        chapters=tuple(
            _chapter(each, f"chapters[{at}].") for at, each in enumerate(chapters)
        ),
    )


def _chapter(value: Json, key: str) -> DraftChapter:
    held = _decoded(value, Chapter, CHAPTER_FACTS, key)
    return DraftChapter(**{"html": (), "text": "", "words": 0, **held})


def _encoded(
    draft: DraftWork | DraftChapter, facts: tuple[str, ...], fields: tuple[str, ...]
) -> Json:
    """Return facts that say something, and claims in the order of their fields."""
    made: Json = {}
    for name in facts:
        value = getattr(draft, name)
        if value:
            made[name] = encode(value)
    claims = tuple(
        FieldClaim(name, claim) for name in fields for claim in getattr(draft, name)
    )
    made["claims"] = encode_entries(claims)
    return made


def _decoded(
    value: Json, kind: type[Work | Chapter], facts: tuple[str, ...], key: str
) -> dict[str, Any]:
    types_of = hints(kind)
    made = {
        name: decoder(types_of[name])(value[name], key + name)
        for name in facts
        if value.get(name) is not None
    }
    for entry in decode_entries(value.get("claims") or [], kind, f"{key}claims"):
        made[entry.field] = (*made.get(entry.field, ()), entry.claim)
    return made
