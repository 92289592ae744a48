"""One item of an import: what is to be asked, what was said, and how far that takes it.

The journey (settling.py) takes every item of every source; a page that has an answer
takes those that it concerns. Both go this way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from fanfold.errors import FanfoldError, WithdrawnError
from fanfold.intake.corrections import Ruled, ruled
from fanfold.intake.decision import Decider
from fanfold.intake.ports import (
    Answer,
    Archive,
    Given,
    Item,
    Outcome,
    Plan,
    Proposal,
    Question,
    Verdict,
)
from fanfold.intake.proposal import folder_of, propose
from fanfold.intake.siblings import ONE, families, joined, question
from fanfold.model.draft import DraftWork, settled

#: Items settled in one transaction, unless they have more chapters than: while it
#: lasts, others who write to the archive wait.
_AT_ONCE = 32
_CHAPTERS = 200
#: What may still become something else.
OPEN = frozenset((Outcome.PENDING, Outcome.WAITING, Outcome.FAILED))
#: What is to be asked about an item beside what its own fields bring up.
About = tuple[Question, ...]


class Taking:
    """Takes items of one plan as far as they can go.

    within: see `proposal.propose`. commit: else nothing is done but comparing.
    """

    def __init__(
        self,
        archive: Archive,
        plan: Plan,
        decider: Decider,
        *,
        within: str,
        commit: bool,
    ) -> None:
        self._archive, self._plan, self._decider = archive, plan, decider
        self._within, self._commit = within, commit

    def items(
        self,
        rows: Iterable[Item],
        letters: Callable[[Item], Question | None] = lambda _item: None,
    ) -> Iterator[tuple[Item, About]]:
        """Yield the items of a source, each with what is to be asked about its file.

        letters: asks of the first how the source's bytes are to be read. Where a
        person said that a file holds one story, the first item has it whole, and of
        the others nothing is left to do.
        """
        for number, family in enumerate(families(rows)):
            first, *others = family
            asked = letters(first) if number == 0 else None
            about = (asked,) if asked else ()
            if not others:
                yield first, about
                continue
            several = question(family, self.folder(first))
            if self.said(first, several) != ONE or first.outcome is Outcome.ADDED:
                yield first, (*about, several)
                yield from ((each, ()) for each in others)
                continue
            yield joined(family), about
            for each in others:
                if self._commit and each.outcome in OPEN:
                    reason = "a part of the story before it, as somebody said"
                    self._plan.settle_all([(each, Outcome.UNCHANGED, reason)])
                yield replace(each, outcome=Outcome.UNCHANGED), ()

    def said(self, item: Item, asked: Question | None) -> object:
        """Return what a person or a rule said, None for nothing."""
        if asked is None:
            return None
        given = self._archive.answers.given(item.key).get(asked.code)
        if given is not None:
            return given.value
        found = self._archive.rules.answer(item, asked)
        return found[1] if found else None

    def folder(self, item: Item) -> str:
        """Return the folder that an item's file lies in; alike ones share it."""
        ids = item.draft.source_ids if isinstance(item.draft, DraftWork) else ()
        return folder_of(ids, self._within)

    def given(self, row: Sequence[tuple[Item, About]]) -> dict[str, dict[str, Given]]:
        """Return what people answered about each item of a row, by its key."""
        return self._archive.answers.given_all([item.key for item, _about in row])

    def strangers(self, row: Sequence[tuple[Item, About]]) -> list[bool]:
        """Tell of each item of a row whether nothing is like it.

        Neither in the archive nor before it in the row. Only works are compared.
        """
        drafts = [item.draft for item, _about in row]
        works = [settled(each) for each in drafts if isinstance(each, DraftWork)]
        told = iter(self._archive.catalogue.strangers(works) if works else ())
        return [next(told) if isinstance(each, DraftWork) else True for each in drafts]

    def proposed(
        self,
        item: Item,
        asked: About,
        given: Mapping[str, Given] | None = None,
        *,
        stranger: bool = False,
    ) -> tuple[Proposal, tuple[Proposal, Ruled]]:
        """Return the proposal, and what of it is left with what was answered.

        given: what people answered, where that is known; stranger: see `strangers`.
        """
        proposal = propose(
            item, self._archive.catalogue, within=self._within, stranger=stranger
        )
        if asked and proposal.verdict is not Verdict.SKIP:
            proposal = replace(proposal, questions=(*asked, *proposal.questions))
        return proposal, ruled(item, proposal, self._archive, given)

    def decided(self, item: Item, left: Proposal, before: Ruled) -> Answer:
        """Return what shall happen, with what was said before."""
        return before.joined(self._decider.decide(item, left))

    def act(self, taken: Sequence[Taken]) -> list[tuple[str, str]]:
        """Do what was decided, in order; return (key, why) of what was refused."""
        left: list[tuple[Item, Outcome, str]] = []
        for verdict, alike in groupby(taken, key=lambda each: each.answer.verdict):
            match verdict:
                case Verdict.ADD:
                    left.extend(self._added(list(alike)))
                case Verdict.MERGE:
                    for each in alike:
                        self._archive.acts.merge(each.item, each.answer)
                case Verdict.ASK | Verdict.SKIP:
                    left.extend(map(_left, alike))
        if left:
            self._plan.settle_all(left)
        return [(item.key, why) for item, out, why in left if out is Outcome.FAILED]

    def _added(self, taken: Sequence[Taken]) -> Iterator[tuple[Item, Outcome, str]]:
        """Add works and other things; yield what became of those that were refused."""
        acts = self._archive.acts
        made = acts.accept_all([(each.item, each.answer) for each in taken])
        for each, came in zip(taken, made, strict=True):
            if isinstance(came, WithdrawnError):
                yield each.item, Outcome.REFUSED, str(came)
            elif isinstance(came, FanfoldError):
                yield each.item, Outcome.FAILED, str(came)


@dataclass(frozen=True, slots=True)
class Taken:
    """An item with what is proposed and what was decided."""

    item: Item
    proposal: Proposal
    answer: Answer


class Row:
    """Items that are settled together: as many as a transaction may well hold."""

    def __init__(self) -> None:
        self._items: list[tuple[Item, About]] = []
        self._chapters = 0

    def add(self, item: Item, about: About) -> None:
        """Put one more in, with what is to be asked about it."""
        self._items.append((item, about))
        if isinstance(item.draft, DraftWork):
            self._chapters += len(item.draft.chapters)

    @property
    def is_full(self) -> bool:
        """Tell whether they are to be settled before another comes in."""
        return len(self._items) >= _AT_ONCE or self._chapters > _CHAPTERS

    def taken(self) -> list[tuple[Item, About]]:
        """Return the items, and hold them no more."""
        items, self._items, self._chapters = self._items, [], 0
        return items


def _left(taken: Taken) -> tuple[Item, Outcome, str]:
    """Return what becomes of an item that is not added: it waits, or stays out."""
    proposal, answer = taken.proposal, taken.answer
    reason = "; ".join(proposal.reasons)
    if answer.verdict is Verdict.ASK:
        return taken.item, Outcome.WAITING, reason
    same = any(each.identical for each in proposal.candidates)
    outcome = Outcome.UNCHANGED if same else Outcome.REFUSED
    return taken.item, outcome, answer.why or reason
