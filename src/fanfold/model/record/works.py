"""Kind ``work``: works and chapters, with the keys that are derived from others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fanfold.model.record.claims import decode_entries, encode_entries
from fanfold.model.record.values import (
    Json,
    decode_object,
    decoder,
    encode_object,
)
from fanfold.model.work import Chapter, Work

_objects = decoder(tuple[dict[str, Any], ...])
#: Keys whose default is a value worth writing: the record says them always.
_ALWAYS = ("rating", "permission", "status", "visibility")


def encode_work(work: Work) -> Json:
    """Return a work as its object; `authors` and `word_count` are derived."""
    made: Json = {"kind": "work", **encode_object(work, leave=("chapters", "evidence"))}
    for name in _ALWAYS:
        made[name] = getattr(work, name).value
    if work.authors:
        made["authors"] = list(work.authors)
    made["word_count"] = work.word_count
    made["chapters"] = [encode_chapter(chapter) for chapter in work.chapters]
    made["evidence"] = encode_entries(work.evidence)
    return made


def encode_chapter(chapter: Chapter) -> Json:
    """Return a chapter as its object."""
    made = encode_object(chapter, leave=("evidence",))
    if chapter.authors:
        made["authors"] = list(chapter.authors)
    if chapter.evidence:
        made["evidence"] = encode_entries(chapter.evidence)
    return made


def decode_work(value: Json) -> Work:
    """Return the work of an object. Raises RecordError, which names the key."""
    chapters = _objects(value.get("chapters") or [], "chapters")
    read: Work = decode_object(
        Work,
        value,
        "",
        chapters=tuple(
            decode_chapter(each, f"chapters[{at}]") for at, each in enumerate(chapters)
        ),
        evidence=decode_entries(value.get("evidence") or [], Work, "evidence"),
    )
    return read


def decode_chapter(value: Json, key: str) -> Chapter:
    """Return the chapter of an object that stands under `key`."""
    evidence = decode_entries(value.get("evidence") or [], Chapter, f"{key}.evidence")
    read: Chapter = decode_object(Chapter, value, key, evidence=evidence)
    return read


def without_emails(work: Work) -> Work:
    """Return the work as anything that is stored or shown may hold it."""
    return replace(work, emails=()) if work.emails else work
