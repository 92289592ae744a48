"""All that the journey knows of an archive: what it asks, remembers and does.

The archive implements these (archive/catalogue.py, archive/plan.py,
archive/acts.py); tests implement them in memory. Nothing here is Django.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from fanfold.model.draft import Draft
from fanfold.model.keeping import Tombstone
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.work import Work


class Verdict(StrEnum):
    """What should happen to an item.

    ADD: it is new. MERGE: a further version of a work that is there.
    ASK: a person has to say. SKIP: it is there already, or may not come in.
    """

    ADD = "add"
    MERGE = "merge"
    ASK = "ask"
    SKIP = "skip"


class Outcome(StrEnum):
    """What has happened to an item; PENDING: nothing yet (also all of a dry run).

    WAITING: a question is open. REFUSED: a tombstone, or somebody said no.
    """

    PENDING = "pending"
    ADDED = "added"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    WAITING = "waiting"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a draft and a known work are not alike.

    name: ``title``, ``authors``, ``text`` …; weight: from 0 (no matter) to 1.
    """

    name: str
    ours: str
    theirs: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work of the archive that a draft may be, and how the two differ.

    identical: the texts are the same, letter by letter.
    """

    work_id: str
    title: str
    differences: tuple[Difference, ...]
    identical: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person, a rule or a test must answer before an item can go in.

    code: kebab-case, ``title-missing``, ``may-be-the-same``; alike items share it.
    asked: one plain sentence. field: the field it is about, or "".
    choices: the answers on offer, in the JSON form of the field; suggestion: one of
    them, or None. group: items with the same code and group ask the same.
    """

    code: str
    asked: str
    field: str = ""
    choices: tuple[object, ...] = ()
    suggestion: object = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the program would do with an item, and why, in words."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One draft of an import, with its place in it.

    key: stable for the same bytes read by the same reader: run after run the same.
    source: key of the source it was read from; position: from 1 within it.
    """

    key: str
    source: str
    position: int
    reader: str
    draft: Draft
    outcome: Outcome = Outcome.PENDING
    work_id: str | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision about an item: who, why, and values for the questions' fields.

    verdict: ADD, MERGE or SKIP; ASK leaves the item waiting.
    values: field name → value in the field's JSON form.
    work_id: which candidate, for MERGE. rule: id of a saved rule that answered.
    """

    verdict: Verdict
    by: str
    why: str = ""
    values: tuple[tuple[str, object], ...] = ()
    work_id: str | None = None
    rule: str | None = None


class Catalogue(Protocol):
    """What the archive already holds. Only asks, never changes."""

    def candidates(self, work: Work) -> Sequence[Candidate]:
        """Return works that may be this one, the most alike first."""

    def tombstone(self, work: Work) -> Tombstone | None:
        """Return what forbids this work to come in, if anything does."""


class Plan(Protocol):
    """One import's memory. Kept by the archive, so that a killed run can go on.

    Every method is a transaction of its own and may be repeated without effect.
    """

    def keep_original(self, original: Original) -> None:
        """Remember that these bytes were brought in by this import."""

    def is_read(self, source: str) -> bool:
        """Tell whether `finish_reading` was called for the source."""

    def add_items(self, items: Sequence[Item]) -> None:
        """Remember drafts as they were read; known keys stay as they are."""

    def finish_reading(
        self, source: str, *, reader: str | None, problems: Sequence[Problem]
    ) -> None:
        """Remember that the source was read to its end, and what was wrong with it.

        reader: None where no reader, or more than one, claimed it.
        """

    def propose(self, item: Item, proposal: Proposal) -> None:
        """Remember the proposal; in a dry run the item stays PENDING."""

    def settle(self, item: Item, outcome: Outcome, *, reason: str = "") -> None:
        """Remember an outcome that changes nothing in the archive."""

    def items(self, source: str) -> Iterable[Item]:
        """Return the items of a source in order, with what became of them."""

    def problems(self) -> Sequence[tuple[str, Problem]]:
        """Return (source key, problem) for everything that was wrong, in order."""

    def originals(self) -> Sequence[Original]:
        """Return what this import brought in, in the order of `keep_original`."""

    def counts(self) -> dict[Outcome, int]:
        """Return how many items have each outcome; the values sum to all items."""

    def finish(self) -> None:
        """Remember that the run reached its end."""


class Acts(Protocol):
    """What an import may do to the archive. Each act is one transaction, in which
    the item's outcome is written too: a crash leaves both or neither."""

    def accept(self, item: Item, answer: Answer) -> str:
        """Add the draft as new and return its public id.

        Raises RefusedDecisionError where it lacks what an archive must know.
        """

    def merge(self, item: Item, answer: Answer) -> str:
        """Add the draft as a further version of ``answer.work_id``; return that id."""


class Rules(Protocol):
    """The archive's saved rules ("everything of this list is by pseud X")."""

    def answer(self, item: Item, question: Question) -> tuple[str, object] | None:
        """Return (rule id, value) where a saved rule answers the question."""


class Archive(Protocol):
    """The four together, and the way to an import's plan."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def acts(self) -> Acts: ...

    @property
    def rules(self) -> Rules: ...

    def plan(self, key: str, *, name: str, by: str) -> Plan:
        """Return the plan with this key, made now if there is none.

        key: digest of what is imported, so that the same files meet the same plan.
        """
