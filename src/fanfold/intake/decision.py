"""Who answers the open questions of an import: a policy, a yes, a test's list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from fanfold.intake.ports import Answer, Item, Proposal, Question, Verdict
from fanfold.intake.proposal import BURIED, SAME, unasked


class Decider(Protocol):
    """Answers for an item. Asked again on a later run where the answer was ASK."""

    def decide(self, item: Item, proposal: Proposal) -> Answer:
        """Return what shall happen. proposal: with the questions still open."""


class Policy:
    """Takes in what nothing is asked about, and leaves every question waiting."""

    def __init__(self, by: str) -> None:
        self._by = by

    def decide(self, item: Item, proposal: Proposal) -> Answer:
        """Return the proposal's verdict, or ASK where a question is open."""
        return answered(proposal, {}, by=self._by, why="the archive's policy")


class Yes:
    """Answers each question with its suggestion; one without any waits."""

    def __init__(self, by: str) -> None:
        self._by = by

    def decide(self, item: Item, proposal: Proposal) -> Answer:
        """Return the answer that the suggestions make."""
        values = {
            question.code: question.suggestion
            for question in proposal.questions
            if question.suggestion is not None
        }
        return answered(proposal, values, by=self._by, why="answered as suggested")


class Recorded:
    """Answers from a list made before.

    answers: value by item key and question code, ``("…", "title-missing")``, or by
    the code alone for every item.
    """

    def __init__(
        self, answers: Mapping[tuple[str, str] | str, object], by: str = "recorded"
    ) -> None:
        self._answers, self._by = answers, by

    def decide(self, item: Item, proposal: Proposal) -> Answer:
        """Return the answer on the list; what is not on it waits."""
        values = {}
        for question in proposal.questions:
            for key in ((item.key, question.code), question.code):
                if key in self._answers:
                    values[question.code] = self._answers[key]
                    break
        return answered(proposal, values, by=self._by, why="recorded before")


def answered(
    proposal: Proposal, values: Mapping[str, object], *, by: str, why: str
) -> Answer:
    """Return the answer that values, by question code, make for a proposal.

    ASK while a question that holds the item has no value. Raises ValueError where
    "may-be-the-same" is answered with anything but a verdict.
    """
    if left_open(proposal.questions, values):
        return Answer(Verdict.ASK, by, "a question is open")
    verdict = verdict_of(proposal, values)
    work_id = proposal.candidates[0].work_id if verdict is Verdict.MERGE else None
    fields = tuple(
        (question.field, values[question.code])
        for question in proposal.questions
        if question.field and question.code in values
    )
    return Answer(verdict, by, why, fields, work_id)


def left_open(questions: Iterable[Question], answered_: Collection[str]) -> bool:
    """Tell whether a question holds its item. answered_: codes that have a value."""
    return any(each.holds and each.code not in answered_ for each in questions)


def verdict_of(proposal: Proposal, values: Mapping[str, object]) -> Verdict:
    """Return the verdict once every question of a proposal has its value."""
    if values.get(BURIED) == Verdict.SKIP and _asks(proposal.questions, BURIED):
        return Verdict.SKIP
    if SAME in values and _asks(proposal.questions, SAME):
        return Verdict(str(values[SAME]))
    if proposal.verdict is not Verdict.ASK:
        return proposal.verdict
    # Only what is missing was asked: the verdict stands in how alike the works are.
    return unasked(proposal)


def _asks(questions: tuple[Question, ...], code: str) -> bool:
    return any(question.code == code for question in questions)
