"""Every kind of object in a record: its name, its class and the two ways."""

from __future__ import annotations

from typing import Any, TypeAlias

from fanfold.errors import RecordError
from fanfold.model.creator import Creator
from fanfold.model.evidence import Claim
from fanfold.model.gathering import Collection, Series
from fanfold.model.keeping import ArchiveFacts, Decision, Suggestion, Tombstone
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.record.claims import decode_claim, encode_claim
from fanfold.model.record.values import Json, decode_object, encode_object
from fanfold.model.record.works import decode_work, encode_work
from fanfold.model.tags import TagMapping
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.model.work import Work

#: One object of a stream. A claim is one on a creator, series, comment,
#: recommendation or news item, as readers of sources yield it.
Recorded: TypeAlias = (
    Work
    | Original
    | Creator
    | Series
    | Collection
    | Comment
    | Recommendation
    | News
    | Suggestion
    | TagMapping
    | Decision
    | Tombstone
    | Problem
    | ArchiveFacts
    | Claim[Any]
)

KINDS: dict[str, type[Any]] = {
    "archive": ArchiveFacts,
    "original": Original,
    "work": Work,
    "creator": Creator,
    "series": Series,
    "collection": Collection,
    "comment": Comment,
    "recommendation": Recommendation,
    "news": News,
    "suggestion": Suggestion,
    "tag": TagMapping,
    "decision": Decision,
    "tombstone": Tombstone,
    "problem": Problem,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def to_json(value: Recorded) -> Json:
    """Return one object of a record as a dict with its ``kind``."""
    if isinstance(value, Work):
        return encode_work(value)
    if isinstance(value, Claim):
        return {**to_json(value.value), "evidence": encode_claim(value)}
    made = {"kind": _NAMES[type(value)], **encode_object(value)}
    if isinstance(value, ArchiveFacts):
        made["format"] = "fanfold/1"
    if isinstance(value, Problem):
        made["severity"] = value.severity.value
    return made


def from_json(value: Any) -> Recorded:
    """Return the object that a dict of a record tells of.

    Raises RecordError, which names the key, for another shape or an unknown kind.
    """
    if not isinstance(value, dict):
        raise RecordError("a record's line should hold an object")
    kind = KINDS.get(str(value.get("kind")))
    if kind is None:
        named = str(value.get("kind"))[:40]
        raise RecordError(f"unknown kind {named!r}; known are {', '.join(KINDS)}")
    if kind is Work:
        return decode_work(value)
    read: Recorded = decode_object(kind, value, "")
    if value.get("evidence") is not None:
        return decode_claim(read, value["evidence"], "evidence")
    return read
