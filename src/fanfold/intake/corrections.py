"""The archive's saved rules, asked before any person is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fanfold.intake.decision import verdict_of
from fanfold.intake.ports import Answer, Item, Proposal, Rules, Verdict


@dataclass(frozen=True, slots=True)
class Ruled:
    """What saved rules answered. values: by field; rule: id of the first of them."""

    values: tuple[tuple[str, object], ...] = ()
    rule: str | None = None

    def joined(self, answer: Answer) -> Answer:
        """Return the answer with what the rules said before it."""
        if self.rule is None:
            return answer
        return replace(
            answer,
            values=(*self.values, *answer.values),
            rule=answer.rule or self.rule,
        )


def ruled(item: Item, proposal: Proposal, rules: Rules) -> tuple[Proposal, Ruled]:
    """Return the proposal without the questions that rules answer, and the answers.

    Its verdict is ASK as long as a question is left.
    """
    values: dict[str, object] = {}
    used: list[str] = []
    for question in proposal.questions:
        found = rules.answer(item, question)
        if found is not None:
            used.append(found[0])
            values[question.code] = found[1]
    if not used:
        return proposal, Ruled()
    left = tuple(each for each in proposal.questions if each.code not in values)
    said = tuple(
        (each.field, values[each.code])
        for each in proposal.questions
        if each.code in values and each.field
    )
    verdict = Verdict.ASK if left else verdict_of(proposal, values)
    return replace(proposal, verdict=verdict, questions=left), Ruled(said, used[0])
