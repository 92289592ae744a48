"""One import from its files to the archive. The file to read first.

    survey → keep → recognise → read → propose → decide → act

Every stage may be killed and run again: originals are named by their bytes, the
plan by what was brought in, items by their place in a source; what is done is not
done twice. Without `commit` nothing after "propose" happens.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from fanfold.errors import RefusedDecisionError, UsageError, WithdrawnError
from fanfold.intake.corrections import ruled
from fanfold.intake.decision import Decider
from fanfold.intake.limits import Limits
from fanfold.intake.ports import (
    Answer,
    Archive,
    Item,
    Outcome,
    Plan,
    Proposal,
    Verdict,
)
from fanfold.intake.progress import SILENT, Progress
from fanfold.intake.proposal import propose
from fanfold.intake.report import Files, Open, Report, open_questions, written
from fanfold.intake.sources import Claimed, claimed, key_of, known_readers
from fanfold.intake.survey import Found, Part, survey
from fanfold.intake.workers import Pool
from fanfold.keep.names import as_label
from fanfold.keep.originals import Originals, now
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity

_BATCH = 20  # items remembered at once
_OPEN = {Outcome.PENDING, Outcome.WAITING, Outcome.FAILED}


def run(
    paths: Sequence[Path],
    *,
    archive: Archive,
    originals: Originals,
    decider: Decider,
    by: str,
    commit: bool,
    limits: Limits,
    progress: Progress = SILENT,
    reports: Path | None = None,
    modules: Sequence[str] = (),
) -> Report:
    """Bring `paths` into the archive and return what became of everything.

    reports: folder the report is written to. modules: readers to use instead of all.
    Raises UsageError where the archive lies in its own input, KeepError where the
    disk fails; both leave what was done before whole.
    """
    _refuse_own_archive(paths, originals)
    limits = limits.within(originals.folder)
    found, problems = _survey_and_keep(paths, originals, limits, progress)
    brought = [each.original for each in found]
    name = ", ".join(as_label(path.resolve().name) for path in paths)
    plan = archive.plan(key_of(brought), name=name, by=by)
    _remember(plan, brought, problems)
    sources = list(claimed(found, known_readers(modules)))
    _read(plan, sources, limits, progress, modules)
    settled = _Settling(archive, plan, decider, commit=commit)
    settled.all_of(sources, progress)
    plan.finish()
    report = _report(plan, name, found, sources, settled)
    if reports is not None:
        written(report, reports)
    return report


def _refuse_own_archive(paths: Sequence[Path], originals: Originals) -> None:
    store = originals.folder.resolve()
    for path in paths:
        there = path.resolve()
        if there == store or there in store.parents or store in there.parents:
            raise UsageError(
                f"{path.name or path} holds the archive itself or lies in it "
                "(input-is-archive). Nothing was changed. Name the folders beside it"
            )


# survey, keep


def _survey_and_keep(
    paths: Sequence[Path], originals: Originals, limits: Limits, progress: Progress
) -> tuple[list[Found], list[Problem]]:
    """Keep every file before anything looks into it."""
    found: list[Found] = []
    problems: list[Problem] = []
    originals.sweep()
    progress.begin("keeping", None)
    for each in survey(paths, hold=_keeping(originals), bounds=limits.bounds):
        if isinstance(each, Problem):
            problems.append(each)
        else:
            found.append(each)
            progress.advance(note=each.original.name)
    progress.end()
    return found, problems


@dataclass(frozen=True, slots=True)
class _keeping:  # noqa: N801 - reads as what it does: survey(hold=_keeping(originals))
    originals: Originals
    found_at: str = field(default_factory=now)

    def __call__(
        self,
        stream: BinaryIO,
        name: str,
        container: str | None,
        found_in: str,
        path: Path | None,
    ) -> Original:
        return self.originals.keep(
            stream,
            name=name,
            container=container,
            found_in=found_in,
            found_at=self.found_at,
        )


def _remember(plan: Plan, brought: list[Original], problems: list[Problem]) -> None:
    for original in brought:
        plan.keep_original(original)
    if problems:
        # The same files may be found with other troubles beside them next time.
        told = "".join(f"{each.code} {each.place}\n" for each in problems)
        key = f"survey-{_digest(told)}"
        if not plan.is_read(key):
            plan.finish_reading(key, reader=None, problems=problems)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


# recognise, read


def _read(
    plan: Plan,
    sources: Sequence[Claimed],
    limits: Limits,
    progress: Progress,
    modules: Sequence[str],
) -> None:
    """Read what was not read to its end yet, each source in a process of its own."""
    unread = [each for each in sources if not plan.is_read(each.key)]
    progress.begin("reading", len(unread))
    names = modules or tuple({each.known.module for each in unread if each.known})
    with Pool(limits, names) as pool:
        for source, items in pool.read_all(unread):
            problems = list(source.problems)
            for batch in _batches(_items(source, items, problems)):
                plan.add_items(batch)
            reader = source.known.reader.name if source.known else None
            plan.finish_reading(source.key, reader=reader, problems=problems)
            progress.advance(note=source.source.name)
    progress.end()


def _items(
    source: Claimed, read: Iterable[object], problems: list[Problem]
) -> Iterator[Item]:
    """Yield drafts with their places; problems go to `problems`."""
    reader = source.known.reader.name if source.known else ""
    position = 0
    for each in read:
        if isinstance(each, Problem):
            problems.append(each)
            continue
        position += 1
        key = f"{source.key[:32]}-{position}"
        yield Item(key, source.key, position, reader, each)  # type: ignore[arg-type]


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


# propose, decide, act


class _Settling:
    """The last three stages, item by item, and what they counted."""

    def __init__(
        self, archive: Archive, plan: Plan, decider: Decider, *, commit: bool
    ) -> None:
        self._archive, self._plan, self._decider = archive, plan, decider
        self.commit = commit
        self.seen = 0
        self.verdicts: Counter[Verdict] = Counter()
        self.questions: list[Open] = []
        self.refusals: list[tuple[str, str]] = []

    def all_of(self, sources: Sequence[Claimed], progress: Progress) -> None:
        """Take every item as far as it can go."""
        progress.begin("adding" if self.commit else "proposing", len(sources))
        for source in sources:
            for item in self._plan.items(source.key):
                self.seen += 1
                if item.outcome in _OPEN:
                    self._settle(item)
            progress.advance(note=source.source.name)
        progress.end()

    def _settle(self, item: Item) -> None:
        proposal = propose(item, self._archive.catalogue)
        self._plan.propose(item, proposal)
        self.verdicts[proposal.verdict] += 1
        left, by_rule = ruled(item, proposal, self._archive.rules)
        answer = by_rule.joined(self._decider.decide(item, left))
        if answer.verdict is Verdict.ASK:
            self.questions.extend(open_questions(item, left.questions))
        if self.commit:
            self._act(item, proposal, answer)

    def _act(self, item: Item, proposal: Proposal, answer: Answer) -> None:
        plan, acts = self._plan, self._archive.acts
        reason = "; ".join(proposal.reasons)
        try:
            match answer.verdict:
                case Verdict.ADD:
                    acts.accept(item, answer)
                case Verdict.MERGE:
                    acts.merge(item, answer)
                case Verdict.ASK:
                    plan.settle(item, Outcome.WAITING, reason=reason)
                case Verdict.SKIP:
                    same = any(each.identical for each in proposal.candidates)
                    outcome = Outcome.UNCHANGED if same else Outcome.REFUSED
                    plan.settle(item, outcome, reason=answer.why or reason)
        except WithdrawnError as error:
            plan.settle(item, Outcome.REFUSED, reason=str(error))
        except RefusedDecisionError as error:
            plan.settle(item, Outcome.FAILED, reason=str(error))
            self.refusals.append((item.key, str(error)))


# report


def _report(
    plan: Plan,
    name: str,
    found: list[Found],
    sources: list[Claimed],
    settled: _Settling,
) -> Report:
    problems = tuple(plan.problems())
    lost = {key for key, each in problems if each.severity is Severity.LOSS}
    parts = Counter(each.part for each in found)
    read = [each for each in sources if each.known is not None]
    digests = {each.original.sha256 for each in found}
    kept = {each.sha256 for each in plan.originals()}
    return Report(
        key=key_of(each.original for each in found),
        name=name,
        committed=settled.commit,
        files=Files(
            found=len(found),
            different=len(digests),
            kept=len(kept),
            containers=parts[Part.CONTAINER],
            read=sum(len(each.source.originals) for each in read),
            unread=sum(
                len(each.source.originals) for each in sources if each.known is None
            ),
            aside=parts[Part.ASIDE],
        ),
        sources=len(read),
        failed=tuple(each.source.name for each in sources if each.key in lost),
        seen=settled.seen,
        outcomes=plan.counts(),
        verdicts=settled.verdicts,
        problems=problems,
        questions=tuple(settled.questions),
        refusals=tuple(settled.refusals),
    )
