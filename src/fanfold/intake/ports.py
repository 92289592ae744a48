"""All that the journey knows of an archive: what it asks, remembers and does.

The archive implements these (archive/catalogue.py, archive/plan.py,
archive/acts.py); tests implement them in memory. Nothing here is Django.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from fanfold.errors import FanfoldError
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

    name: ``title``, ``authors``, ``text`` …; ours: the archive's, theirs: the draft's.
    weight: from 0 (no matter) to 1.
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
    them, or None. labels: what each choice means ("the file's name"), where alike
    questions can share a meaning but not a value; then one for every choice.
    group: items with the same code and group ask the same; alone: not this one.
    notes: what speaks for each choice, where something does, or none. place: where in
    the original to look, if not where the field was seen.
    holds: the item waits for an answer; else it goes in as it was read.
    """

    code: str
    asked: str
    field: str = ""
    choices: tuple[object, ...] = ()
    suggestion: object = None
    group: str = ""
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    place: str = ""
    holds: bool = True
    alone: bool = False

    def label_of(self, value: object) -> str:
        """Return what a choice means, or "" where it has no label."""
        for choice, label in zip(self.choices, self.labels, strict=False):
            if choice == value:
                return label
        return ""

    def labelled(self, label: str) -> object:
        """Return the choice with this label, or None."""
        for choice, each in zip(self.choices, self.labels, strict=False):
            if each == label:
                return choice
        return None


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
    addresses: how many addresses of people came with it; a plan keeps none in clear.
    """

    key: str
    source: str
    position: int
    reader: str
    draft: Draft
    outcome: Outcome = Outcome.PENDING
    work_id: str | None = None
    proposal: Proposal | None = None
    addresses: int = 0


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

    def strangers(self, works: Sequence[Work]) -> Sequence[bool]:
        """Tell of each work whether it surely has no candidates.

        Neither in the archive nor among the works before it in the row.
        """

    def tombstone(self, work: Work) -> Tombstone | None:
        """Return what forbids this work to come in, if anything does."""

    def buried_alike(self, work: Work) -> Tombstone | None:
        """Return what stands over a text that much of this one's is in, if any."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A source that was read to its end, and what was wrong with it.

    reader: None where no reader, or more than one, claimed it.
    """

    source: str
    reader: str | None
    problems: Sequence[Problem] = ()


class Plan(Protocol):
    """One import's memory. Kept by the archive, so that a killed run can go on.

    Every method is a transaction of its own and may be repeated without effect.
    """

    def keep_originals(self, originals: Sequence[Original]) -> None:
        """Remember what was brought in by this import; known ones stay as they are."""

    def ended(self) -> Collection[str]:
        """Return the keys of sources that have ended (`add_items`)."""

    def add_items(self, items: Sequence[Item], ended: Sequence[Ended] = ()) -> None:
        """Remember drafts as they were read; known keys stay as they are.

        ended: sources whose last items are among these, or were remembered before.
        """

    def forget(self, source: str) -> bool:
        """Forget what was read of a source, so that it is read again another way.

        Returns False, and forgets nothing, where one of its items was acted on.
        """

    def propose_all(self, proposals: Sequence[tuple[Item, Proposal]]) -> None:
        """Remember proposals; in a dry run the items stay PENDING."""

    def settle_all(self, settled: Sequence[tuple[Item, Outcome, str]]) -> None:
        """Remember outcomes that change nothing in the archive, each with a reason."""

    def items(self, source: str) -> Iterable[Item]:
        """Return the items of a source in order, with what became of them."""

    def problems(self) -> Sequence[tuple[str, Problem]]:
        """Return (source key, problem) for everything that was wrong, in order."""

    def originals(self) -> Sequence[Original]:
        """Return what this import brought in, in the order of `keep_originals`."""

    def counts(self) -> dict[Outcome, int]:
        """Return how many items have each outcome; the values sum to all items."""

    def finish(self) -> None:
        """Remember that the run reached its end."""


class Acts(Protocol):
    """What an import may do to the archive. Each act is one transaction, in which
    the items' outcomes are written too: a crash leaves all of it or nothing."""

    def accept_all(
        self, items: Sequence[tuple[Item, Answer]]
    ) -> Sequence[str | FanfoldError]:
        """Add the drafts as new, in order; return a public id for each.

        In the place of an id stands RefusedDecisionError where a draft lacks what an
        archive must know, WithdrawnError where it may not come back; the others are in.
        """

    def merge(self, item: Item, answer: Answer) -> str:
        """Add the draft as a further version of ``answer.work_id``; return that id."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An answer that counts for every later question of its kind.

    code, group: of the questions it answers; group "" is every group. reader: only for
    what this reader read, or "". label: answers with the choice that means this;
    without one with `value`. by, at: who saved it, when (ISO 8601, UTC).
    undone_at: when it was taken back, or "". id: given by the archive.
    """

    code: str
    group: str = ""
    reader: str = ""
    label: str = ""
    value: object = None
    by: str = ""
    at: str = ""
    undone_at: str = ""
    id: str = ""


class Rules(Protocol):
    """The archive's saved rules ("everything of this list is by pseud X")."""

    def answer(self, item: Item, question: Question) -> tuple[str, object] | None:
        """Return (rule id, value) where a saved rule answers the question."""

    def save(self, rule: Rule, *, by: str) -> str:
        """Keep a rule and return its id."""

    def take_back(self, rule_id: str, *, by: str) -> None:
        """End a rule; what it has answered stays. Raises NotFoundError."""

    def all(self) -> Sequence[Rule]:
        """Return every rule, the oldest first, also those taken back."""


class Answers(Protocol):
    """What people answered, kept as it is said, so that a stopped session goes on."""

    def given(self, item: str) -> dict[str, Given]:
        """Return what was answered about an item and not taken back, by code."""

    def given_all(self, items: Sequence[str]) -> dict[str, dict[str, Given]]:
        """Return the same for several items, each of which is a key."""

    def give(self, item: str, code: str, value: object, *, by: str) -> None:
        """Keep one answer; a later one about the same counts instead."""

    def take_back(self, item: str, code: str) -> None:
        """End an answer, and let the one before it, if any, count again."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that was kept.

    value: in the JSON form of the question's field; None: it was left open on purpose.
    """

    value: object
    by: str


class Archive(Protocol):
    """The five together, and the way to an import's plan."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def acts(self) -> Acts: ...

    @property
    def rules(self) -> Rules: ...

    @property
    def answers(self) -> Answers: ...

    def plan(self, key: str, *, name: str, by: str, within: str = "") -> Plan:
        """Return the plan with this key, made now if there is none.

        key: digest of what is imported, so that the same files meet the same plan.
        within: what was brought in, as groups of questions are named by it.
        """
