"""Every kind of object in a record: its name, its class and the two ways."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from fanfold.errors import RecordError
from fanfold.model.evidence import Claim
from fanfold.model.problem import Problem
from fanfold.model.record.claims import decode_claim, encode_claim
from fanfold.model.record.values import Json, decode_object, encode_object
from fanfold.model.record.works import decode_work, encode_work
from fanfold.model.work import Work

if TYPE_CHECKING:
    from fanfold.model.creator import Creator
    from fanfold.model.keeping import (
        ArchiveFacts,
        Decision,
        KeptContact,
        Permitted,
        Suggestion,
        TagMapping,
        Tombstone,
        Unwritten,
        Upkeep,
    )
    from fanfold.model.original import Original
    from fanfold.model.series import Collection, Series
    from fanfold.model.talk import Comment, News, Recommendation

#: One object of a stream. A claim is one on a creator, series, comment,
#: recommendation or news item, as readers of sources yield it.
Recorded: TypeAlias = (
    "Work | Original | Creator | Series | Collection | Comment | Recommendation | "
    "News | Suggestion | TagMapping | Decision | Tombstone | Problem | ArchiveFacts | "
    "Permitted | KeptContact | Unwritten | Upkeep | Claim[Any]"
)

#: Module and class of each kind: loaded when one is met, for `look` meets few.
KINDS = {
    "archive": ("keeping", "ArchiveFacts"),
    "original": ("original", "Original"),
    "work": ("work", "Work"),
    "creator": ("creator", "Creator"),
    "series": ("series", "Series"),
    "collection": ("series", "Collection"),
    "comment": ("talk", "Comment"),
    "recommendation": ("talk", "Recommendation"),
    "news": ("talk", "News"),
    "suggestion": ("keeping", "Suggestion"),
    "tag": ("keeping", "TagMapping"),
    "decision": ("keeping", "Decision"),
    "tombstone": ("keeping", "Tombstone"),
    "permission": ("keeping", "Permitted"),
    "contact": ("keeping", "KeptContact"),
    "do-not-write": ("keeping", "Unwritten"),
    "upkeep": ("keeping", "Upkeep"),
    "problem": ("problem", "Problem"),
}
_NAMES = {class_: name for name, (_, class_) in KINDS.items()}


def kind_called(name: str) -> type[Any] | None:
    """Return the class of a kind, None for an unknown one."""
    if name not in KINDS:
        return None
    module, class_ = KINDS[name]
    found: type[Any] = getattr(import_module(f"fanfold.model.{module}"), class_)
    return found


def to_json(value: Recorded) -> Json:
    """Return one object of a record as a dict with its ``kind``."""
    if isinstance(value, Work):
        return encode_work(value)
    if isinstance(value, Claim):
        return {**to_json(value.value), "evidence": encode_claim(value)}
    name = _NAMES[type(value).__name__]
    made = {"kind": name, **encode_object(value)}
    if name == "archive":
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
    kind = kind_called(str(value.get("kind")))
    if kind is None:
        named = str(value.get("kind"))[:40]
        raise RecordError(f"unknown kind {named!r}; known are {', '.join(KINDS)}")
    if kind is Work:
        return decode_work(value)
    read: Recorded = decode_object(kind, value, "")
    if value.get("evidence") is not None:
        return decode_claim(read, value["evidence"], "evidence")
    return read
