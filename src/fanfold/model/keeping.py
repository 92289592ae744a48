"""What an archive remembers beside its works: decisions, tombstones, itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fanfold.model.evidence import Evidence


class Confidence(StrEnum):
    """How sure a suggestion is, as a measured word (docs/words.md)."""

    SURE = "sure"
    LIKELY = "likely"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a text tells about itself, for a person to accept or refuse.

    on: id of the work. value, alternatives: in the JSON form of the field.
    """

    on: str
    field: str
    value: object
    confidence: Confidence
    rule: str
    because: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    alternatives: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person, or a rule that a person saved, decided (kind ``decision``).

    on: id of a work, import item or tag; field: which field of it, if one.
    at: ISO 8601 UTC. undone_at: set once it no longer holds.
    """

    id: str
    on: str
    verdict: str
    by: str
    at: str
    field: str | None = None
    value: object = None
    why: str | None = None
    undone_at: str | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What must not come back (kind ``tombstone``). Holds no name and no text.

    identity: keyed hash of the person's address or name. fingerprint: of the text.
    marks: for each source id keyed hashes of title and names, one of which must agree;
    none where the id alone keeps out. sketch: keyed hashes of rows of words.
    """

    id: str
    at: str
    identity: str | None = None
    source_ids: tuple[str, ...] = ()
    fingerprint: str | None = None
    reason: str | None = None
    marks: tuple[tuple[str, ...], ...] = ()
    sketch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Permitted:
    """How an archive stood with an author (kind ``permission``).

    on: public id of a work or creator. state: of `model.permission`. since, until:
    ISO 8601 UTC. known_from: in words.
    """

    on: str
    state: str
    since: str
    by: str
    until: str | None = None
    known_from: str | None = None


@dataclass(frozen=True, slots=True)
class KeptContact:
    """An address that stood with a work or creator, as a keyed hash (``contact``)."""

    on: str
    keyed_hash: str


@dataclass(frozen=True, slots=True)
class Unwritten:
    """An address that no letter goes to, as a keyed hash (kind ``do-not-write``)."""

    keyed_hash: str
    at: str


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What an archive kept of a work beside it (kind ``upkeep``).

    on: its public id. added_at: ISO 8601 UTC. comments_from: all, members or nobody;
    comments_wait: each waits until it is let in.
    """

    on: str
    added_at: str
    comments_from: str
    comments_wait: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveFacts:
    """The archive that a record stream came from (kind ``archive``)."""

    name: str = ""
    address: str | None = None
    settings: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TagMapping:
    """A kind of tag, or the mapping of one, as an archive keeps it (kind ``tag``).

    relation: canonical, synonym, parent or not-mapped; of: the tag it points to, which
    is of the type `of_type` where that is another.
    """

    id: str
    type: str
    name: str
    relation: str
    of: str | None = None
    of_type: str | None = None
    by: str | None = None
    at: str | None = None
