"""The last stages of an import: propose, ask, decide, act.

Items are settled a row at a time, each as if those before it were in already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from fanfold.intake import letters
from fanfold.intake.asking import (
    AROUND,
    FIRST,
    Around,
    Asked,
    Asker,
    Session,
    asked_about,
)
from fanfold.intake.census import Census
from fanfold.intake.decision import Decider
from fanfold.intake.ports import (
    Archive,
    Given,
    Item,
    Plan,
    Proposal,
    Question,
    Verdict,
)
from fanfold.intake.progress import Progress
from fanfold.intake.report import Open
from fanfold.intake.sources import Claimed
from fanfold.intake.taking import OPEN, About, Row, Taken, Taking
from fanfold.model.draft import DraftWork

_GUESSED = "encoding-guessed"


def settle_all(
    settling: Settling,
    asker: Asker | None,
    archive: Archive,
    names: Mapping[str, str],
    *,
    by: str,
    progress: Progress,
) -> None:
    """Ask what is open, add what is clear, ask what that brought up, and so on."""
    told: set[tuple[str, str]] = set()
    again = False
    settling.read_anew(progress)
    while True:
        asked = [
            each
            for each in (settling.open_questions(names, progress) if asker else ())
            if (each.item, each.question.code) not in told
        ]
        first = [each for each in asked if each.question.code in FIRST]
        if again and not asked:
            return
        if asker is not None and asked:
            session = Session(
                first or asked,
                answers=archive.answers,
                rules=archive.rules,
                by=by,
                more=bool(first),
            )
            told.update((each.item, each.question.code) for each in session.asked)
            asker.ask(session)
            if session.left:  # the person stopped here
                asker = None
            if first:
                settling.read_anew(progress)
                if asker is not None:
                    continue
        settling.settle(progress)
        if asker is None or not settling.questions:
            return
        again = True


class Settling:
    """The last stages, item by item, and what they counted.

    seen: items met; read: (works, others) by source; verdicts: what is to become of
    items, by key, after what was answered; questions: still open. census: what a person
    checks.
    """

    def __init__(
        self,
        archive: Archive,
        plan: Plan,
        decider: Decider,
        sources: Sequence[Claimed],
        *,
        read: Callable[[Sequence[Claimed], Progress], None],
        within: str,
        commit: bool,
    ) -> None:
        self._plan, self._sources, self._read = plan, list(sources), read
        self._taking = Taking(archive, plan, decider, within=within, commit=commit)
        self._to_tell: list[tuple[Item, Proposal, tuple[Asked, ...]]] = []
        self._weighed: dict[str, Question | None] = {}
        self._guessed = {key for key, each in plan.problems() if each.code == _GUESSED}
        self._originals = {
            each.sha256: each for source in sources for each in source.source.originals
        }
        self._total = sum(len(each.source.originals) for each in sources)
        self.commit = commit
        self.seen = 0
        self.read: dict[str, tuple[int, int]] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.questions: list[Open] = []
        self.refusals: list[tuple[str, str]] = []
        self.census = Census(self._originals)

    def open_questions(
        self, names: Mapping[str, str], progress: Progress
    ) -> list[Asked]:
        """Return what is neither answered nor ruled; nothing is changed.

        names: of originals, by SHA-256.
        """
        asked: list[Asked] = []
        around = Around()
        progress.begin("comparing", self._total)
        for source in self._sources:
            for item, about in self._items(source):
                around.learn(item)
                if item.outcome in OPEN:
                    left, _ = self._taking.proposed(item, about)[1]
                    asked.extend(asked_about(item, left.questions, names))
            progress.advance(len(source.source.originals), note=source.source.name)
        progress.end()
        return [around.told(each) for each in asked]

    def read_anew(self, progress: Progress) -> None:
        """Read again what somebody, or a rule, says is in another encoding."""
        changed: list[Claimed] = []
        for place, source in enumerate(self._sources):
            if source.key not in self._guessed:
                continue
            item = next(iter(self._plan.items(source.key)), None)
            said = (
                self._taking.said(item, self._letters(source, item)) if item else None
            )
            if item is None or said is None or said == letters.used_by(item):
                continue
            if item.outcome in OPEN and self._plan.forget(source.key):
                self._sources[place] = letters.read_in(source, str(said))
                changed.append(self._sources[place])
        if changed:
            self._guessed -= {each.key for each in changed}
            self._read(changed, progress)

    def _letters(self, source: Claimed, item: Item) -> Question | None:
        if source.key not in self._guessed:
            return None
        if source.key not in self._weighed:
            asked = letters.question(source, item, self._taking.folder(item))
            self._weighed[source.key] = asked
        return self._weighed[source.key]

    def settle(self, progress: Progress) -> None:
        """Take every item as far as it can go. May be called again."""
        self.seen = 0
        self.questions.clear()
        self.refusals.clear()
        self.census = Census(self._originals)
        around, row = Around(), Row()
        progress.begin("adding" if self.commit else "comparing", self._total)
        for source in self._sources:
            works = others = 0
            for item, about in self._items(source):
                self.seen += 1
                around.learn(item)
                works += isinstance(item.draft, DraftWork)
                others += not isinstance(item.draft, DraftWork)
                self.census.item(item)
                if item.outcome in OPEN:
                    row.add(item, about)
                del item
                if row.is_full:
                    self._settle(row.taken())
            self.read[source.key] = works, others
            progress.advance(len(source.source.originals), note=source.source.name)
        self._settle(row.taken())
        self._tell(around)
        progress.end()

    def _items(self, source: Claimed) -> Iterator[tuple[Item, About]]:
        """Yield items, each with what is to be asked about its source or file."""
        rows = self._plan.items(source.key)
        return self._taking.items(rows, lambda first: self._letters(source, first))

    def _settle(self, row: Sequence[tuple[Item, About]]) -> None:
        """Propose, decide and act for a row of items, as if one came after the other.

        What may be like one before it waits until that one is in the archive.
        """
        taken: list[Taken] = []
        given = self._taking.given(row)
        for (item, about), stranger in zip(
            row, self._taking.strangers(row), strict=True
        ):
            if not stranger:
                self._act(taken)
                taken = []
            taken.append(self._decided(item, about, given[item.key], stranger=stranger))
        self._act(taken)

    def _decided(
        self, item: Item, asked: About, given: Mapping[str, Given], *, stranger: bool
    ) -> Taken:
        proposal, (left, before) = self._taking.proposed(
            item, asked, given, stranger=stranger
        )
        self.census.proposed(item, proposal)
        self._remember_asked(item, proposal)
        self.verdicts[item.key] = left.verdict
        answer = self._taking.decided(item, left, before)
        said = dict(answer.values)
        self.questions.extend(
            Open(item.key, each)
            for each in left.questions
            if answer.verdict is Verdict.ASK
            or (not each.holds and (each.field or each.code) not in said)
        )
        return Taken(item, proposal, answer)

    def _act(self, taken: Sequence[Taken]) -> None:
        """Remember what is proposed and, where that is wished, do it, in order."""
        if taken:
            self._plan.propose_all([(each.item, each.proposal) for each in taken])
            if self.commit:
                self.refusals.extend(self._taking.act(taken))

    def _remember_asked(self, item: Item, proposal: Proposal) -> None:
        """Take note of what its folder may know more of, once all of it was seen."""
        if any(each.code in AROUND for each in proposal.questions):
            asked = tuple(asked_about(item, proposal.questions, {}))
            bare = replace(item, draft=DraftWork())
            self._to_tell.append((bare, proposal, asked))

    def _tell(self, around: Around) -> None:
        """Keep with the questions what their folders say: pages show them later."""
        told = [
            (item, replace(proposal, questions=questions))
            for item, proposal, asked in self._to_tell
            for questions in [tuple(around.told(each).question for each in asked)]
            if questions != proposal.questions
        ]
        if told:
            self._plan.propose_all(told)
        self._to_tell.clear()
