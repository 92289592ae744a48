"""What is answered already: by a person about this item, or by a saved rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fanfold.intake.decision import left_open, verdict_of
from fanfold.intake.ports import (
    Answer,
    Archive,
    Given,
    Item,
    Proposal,
    Question,
    Rule,
    Verdict,
)

#: Before a field's name: the code of a value that somebody set unasked.
FIXED = "set:"


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was answered before. values: by field; why: in words, or "".

    by: who gave the first of the answers, or ""; rule: id of the first rule used.
    """

    values: tuple[tuple[str, object], ...] = ()
    by: str = ""
    rule: str | None = None

    @property
    def why(self) -> str:
        """Where the answers are from, in words; "" where there are none."""
        if self.rule is not None:
            return f"the archive's rule {self.rule}"
        return "answered when asked" if self.by else ""

    def joined(self, answer: Answer) -> Answer:
        """Return the answer with what was said before it."""
        if not self.why:
            return answer
        return replace(
            answer,
            by=self.by or answer.by,
            why=self.why if answer.verdict is not Verdict.ASK else answer.why,
            values=(*self.values, *answer.values),
            rule=answer.rule or self.rule,
        )


def fits(rule: Rule, reader: str, question: Question) -> object:
    """Return what a rule answers to a question of a reader's item; None for nothing."""
    where = rule.group in ("", question.group) and rule.reader in ("", reader)
    if rule.undone_at or rule.code != question.code or not where:
        return None
    return question.labelled(rule.label) if rule.label else rule.value


def ruled(
    item: Item,
    proposal: Proposal,
    archive: Archive,
    given: Mapping[str, Given] | None = None,
) -> tuple[Proposal, Ruled]:
    """Return the proposal without the questions that are answered, and the answers.

    A person's word about this item counts before any rule; so does one that left it
    open. Fields that somebody set without being asked count with them. The verdict is
    ASK as long as a question is left that holds the item.

    given: what people answered about it, where that is known.
    """
    if given is None:
        given = archive.answers.given(item.key)
    fixed = {
        code.removeprefix(FIXED): each
        for code, each in given.items()
        if code.startswith(FIXED) and each.value is not None
    }
    if not proposal.questions and not fixed:
        return proposal, Ruled()
    values: dict[str, object] = {}
    people: list[str] = [each.by for each in fixed.values()]
    used: list[str] = []
    for question in proposal.questions:
        if question.code in given:
            if given[question.code].value is not None:
                values[question.code] = given[question.code].value
                people.append(given[question.code].by)
            continue
        found = archive.rules.answer(item, question)
        if found is not None:
            used.append(found[0])
            values[question.code] = found[1]
    if not values and not fixed:
        return proposal, Ruled()
    left = tuple(each for each in proposal.questions if each.code not in values)
    said = tuple(
        (each.field, values[each.code])
        for each in proposal.questions
        if each.code in values and each.field
    ) + tuple((field, each.value) for field, each in fixed.items())
    verdict = Verdict.ASK if left_open(left, ()) else verdict_of(proposal, values)
    before = Ruled(said, next(iter(people), ""), next(iter(used), None))
    return replace(proposal, verdict=verdict, questions=left), before
