"""Asking a person: what is asked, in which order, what counts for all alike, undo.

No terminal and no page here: the command line (cli/asking.py) shows a `Session`, and
whatever else shows one keeps to the same questions. Every answer is kept the moment
it is given, so a session may be left at any time and gone on with later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from fanfold.intake.doubts import DATE_ORDER, order_of
from fanfold.intake.letters import ENCODING
from fanfold.intake.ports import Answers, Item, Question, Rule, Rules
from fanfold.intake.siblings import SEVERAL, file_of
from fanfold.model.creator import byline
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import Evidence, Step, best
from fanfold.text.house import plain

#: Codes by the harm of a wrong guess; what is not named comes last.
_HARM = (
    ENCODING,
    SEVERAL,
    "author-missing",
    "author-unsure",
    "may-be-taken-down",
    "title-missing",
    "may-be-the-same",
    "title-unsure",
    DATE_ORDER,
)
#: What is asked before all else, for it decides what there is to ask about.
FIRST = frozenset((ENCODING, SEVERAL))

#: What the other stories of a folder may tell more of.
AROUND = frozenset(("author-missing", DATE_ORDER))

#: How many names of a folder are offered, and what share of it each must have.
_USUAL, _SHARE = 3, 0.2


@dataclass(frozen=True, slots=True)
class Asked:
    """One open question about one item, with what a person needs to answer it.

    item: its key. title: of the work as read, plain, or "". name: of its file.
    seen: where to look in the original; steps: how its bytes became text.
    """

    item: str
    reader: str
    question: Question
    title: str = ""
    name: str = ""
    seen: Evidence | None = None
    steps: tuple[Step, ...] = ()

    @property
    def folder(self) -> str:
        """The folder its file lies in."""
        return self.name.rpartition("/")[0]

    @property
    def kind(self) -> tuple[str, str, str]:
        """What alike questions share."""
        asked = self.question
        return asked.code, asked.group, self.item if asked.alone else ""


def asked_about(
    item: Item, questions: Iterable[Question], names: Mapping[str, str]
) -> Iterator[Asked]:
    """Yield the open questions of one item.

    names: of originals, by SHA-256.
    """
    work = settled(item.draft) if isinstance(item.draft, DraftWork) else None
    title = plain(work.title) if work is not None else ""
    for question in questions:
        seen, steps = _place(item, question.field)
        if seen is not None and question.place:
            seen = replace(seen, place=question.place, quote="")
        name = (file_of(work.source_ids) if work else "") or (
            names.get(seen.original, "") if seen else ""
        )
        yield Asked(
            item.key, item.reader, question, title, name, seen=seen, steps=steps
        )


def _place(item: Item, field: str) -> tuple[Evidence | None, tuple[Step, ...]]:
    """Return where a field was seen, else where its work begins."""
    draft = item.draft
    if not isinstance(draft, DraftWork):
        return draft.evidence, draft.steps
    claims = [*getattr(draft, field, ())] if field else []
    claims += draft.title
    claims += [claim for chapter in draft.chapters[:1] for claim in chapter.html]
    for claim in claims:
        if claim.evidence.original:
            return claim.evidence, claim.steps
    return None, ()


class Around:
    """What the other stories of a folder say: who wrote them, how dates are written."""

    def __init__(self) -> None:
        self._authors: dict[str, Counter[str]] = {}
        self._orders: dict[str, Counter[str]] = {}

    def learn(self, item: Item) -> None:
        """Take note of who wrote an item, and which of its dates are clear."""
        draft = item.draft
        if not isinstance(draft, DraftWork):
            return
        folder = file_of(draft.source_ids).rpartition("/")[0]
        stated = best(draft.creators)
        if stated is not None:
            self._authors.setdefault(folder, Counter()).update(byline(stated.value))
        for claim in (*draft.date, *draft.published, *draft.updated):
            order = order_of(claim.evidence.quote)
            if order:
                self._orders.setdefault(folder, Counter())[order] += 1

    def told(self, asked: Asked) -> Asked:
        """Return the question with what its folder says added to the choices."""
        code = asked.question.code
        if code == "author-missing" and self._authors.get(asked.folder):
            return self._with_authors(asked, self._authors[asked.folder])
        if code == DATE_ORDER and self._orders.get(asked.folder):
            return self._with_order(asked, self._orders[asked.folder])
        return asked

    def _with_order(self, asked: Asked, known: Counter[str]) -> Asked:
        question = asked.question
        notes = tuple(
            f"like {known[label]} of the clear dates here" if known[label] else ""
            for label in question.labels
        )
        # One date alone says little: authors of one folder may come from anywhere.
        sure = len(known) == 1 and known.total() > 1
        only = next(iter(known)) if sure else ""
        suggestion = question.labelled(only) if only else None
        return replace(
            asked, question=replace(question, notes=notes, suggestion=suggestion)
        )

    def _with_authors(self, asked: Asked, known: Counter[str]) -> Asked:
        question = asked.question
        least = max(2, known.total() * _SHARE)
        usual = [(name, n) for name, n in known.most_common(_USUAL) if n >= least]
        offered = tuple([{"name": name, "role": "author"}] for name, _ in usual)
        notes = tuple(f"{count} others in this folder" for _, count in usual)
        choices = (*question.choices, *offered)
        alone = offered[0] if len(known) == 1 and usual else None
        return replace(
            asked,
            question=replace(
                question,
                choices=choices,
                suggestion=alone or question.suggestion,
                notes=(*("" for _ in question.choices), *notes),
            ),
        )


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, and all that it answered.

    value: of the first of `asked`; None where they were left waiting. rule: the id of
    the rule it was saved as, or "".
    """

    asked: tuple[Asked, ...]
    value: object = None
    rule: str = ""


class Session:
    """Questions one after another, with a way back to the first.

    by: who answers; stands with every answer and rule. more: further questions depend
    on these and come after them.
    """

    def __init__(
        self,
        asked: Iterable[Asked],
        *,
        answers: Answers,
        rules: Rules,
        by: str,
        more: bool = False,
    ) -> None:
        self._asked = ordered(asked)
        self.more = more
        self._answers, self._rules, self._by = answers, rules, by
        self._settled: set[int] = set()
        self._said: list[tuple[tuple[int, ...], Said]] = []

    def __len__(self) -> int:
        """Return how many questions there are, answered or not."""
        return len(self._asked)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """All questions, in the order in which they are asked."""
        return tuple(self._asked)

    @property
    def current(self) -> Asked | None:
        """The question to ask now, or None where none is left."""
        at = self._at()
        return None if at is None else self._asked[at]

    @property
    def left(self) -> int:
        """How many questions were neither answered nor left waiting."""
        return len(self._asked) - len(self._settled)

    @property
    def said(self) -> tuple[Said, ...]:
        """What was said in this session, in order."""
        return tuple(said for _, said in self._said)

    def alike(self) -> tuple[Asked, ...]:
        """Return the other open questions that ask the same as the current one."""
        return tuple(self._asked[at] for at in self._alike()[1:])

    def preview(self, value: object) -> list[tuple[Asked, object]]:
        """Return what the same answer for all alike means for each of them.

        A choice with a label means the choice of that label ("the file's name").
        """
        return [(self._asked[at], each) for at, each in self._shared(value)]

    def answer(
        self, value: object, *, alike: bool = False, as_rule: bool = True
    ) -> Said:
        """Keep an answer to the current question.

        alike: also to all that ask the same and, with `as_rule`, as a rule for later
        ones. Raises ValueError where no question is left.
        """
        here = self._here()
        shared = self._shared(value) if alike else [(self._must(), value)]
        for at, each in shared:
            asked = self._asked[at]
            code = asked.question.code
            self._answers.give(asked.item, code, each, by=self._by)
        keeps = alike and as_rule
        rule = self._rules.save(self._rule(here, value), by=self._by) if keeps else ""
        return self._done(tuple(at for at, _ in shared), value, rule)

    def skip(self, *, alike: bool = False) -> Said:
        """Leave the current question, or all that ask the same, open.

        That is kept too: no rule saved later answers what a person left open.
        """
        places = tuple(self._alike() if alike else [self._must()])
        for at in places:
            asked = self._asked[at]
            self._answers.give(asked.item, asked.question.code, None, by=self._by)
        return self._done(places)

    def undo(self) -> Said | None:
        """Take back the last answer with its rule, and return it; None without one."""
        if not self._said:
            return None
        places, said = self._said.pop()
        if said.rule:
            self._rules.take_back(said.rule, by=self._by)
        for at in places:
            asked = self._asked[at]
            self._answers.take_back(asked.item, asked.question.code)
        self._settled.difference_update(places)
        return said

    def _at(self) -> int | None:
        places = range(len(self._asked))
        return next((at for at in places if at not in self._settled), None)

    def _must(self) -> int:
        at = self._at()
        if at is None:
            raise ValueError("no question is left")
        return at

    def _here(self) -> Asked:
        return self._asked[self._must()]

    def _alike(self) -> list[int]:
        """Return the places of the current question and of all that ask the same."""
        at = self._must()
        kind = self._asked[at].kind
        return [
            place
            for place in range(at, len(self._asked))
            if place not in self._settled and self._asked[place].kind == kind
        ]

    def _shared(self, value: object) -> list[tuple[int, object]]:
        label = self._here().question.label_of(value)
        if not label:
            return [(at, value) for at in self._alike()]
        meant = [(at, self._asked[at].question.labelled(label)) for at in self._alike()]
        return [(at, each) for at, each in meant if each is not None]

    def _rule(self, here: Asked, value: object) -> Rule:
        label = here.question.label_of(value)
        readers = {self._asked[at].reader for at in self._alike()}
        return Rule(
            code=here.question.code,
            group=here.question.group,
            # Not wider than what the person saw: another kind of file asks again.
            reader=readers.pop() if len(readers) == 1 else "",
            label=label,
            value=None if label else value,
        )

    def _done(
        self, places: tuple[int, ...], value: object = None, rule: str = ""
    ) -> Said:
        said = Said(tuple(self._asked[at] for at in places), value, rule)
        self._settled.update(places)
        self._said.append((places, said))
        return said


class Asker(Protocol):
    """Shows a session to a person, until nothing is left or the person stops."""

    def ask(self, session: Session) -> None:
        """Ask; answers are kept by the session."""


def ordered(asked: Iterable[Asked]) -> list[Asked]:
    """Return questions by harm, alike ones together, the largest groups first."""
    by_kind: dict[tuple[str, str, str], list[Asked]] = {}
    for each in asked:
        by_kind.setdefault(each.kind, []).append(each)
    rank = {code: place for place, code in enumerate(_HARM)}
    groups: Sequence[list[Asked]] = sorted(
        by_kind.values(),
        key=lambda alike: (
            not alike[0].question.holds,
            rank.get(alike[0].question.code, len(rank)),
            alike[0].question.code,
            -len(alike),
        ),
    )
    return [each for alike in groups for each in alike]
