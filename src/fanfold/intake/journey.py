"""One import from its files to the archive. The file to read first.

    survey → keep → recognise → read → propose → ask → decide → act

Every stage may be killed and run again: originals are named by their bytes, the
plan by what was brought in, items by their place in a source; what is done is not
done twice. Without `commit` nothing after "propose" happens. Where a person is there
to be asked, all that is open is asked before anything is acted on, so that every
answer can be taken back; what the acts themselves bring up (two stories of the same
import that are alike) is asked in a further round.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from fanfold.errors import UsageError
from fanfold.intake.asking import Asker
from fanfold.intake.decision import Decider
from fanfold.intake.limits import Limits
from fanfold.intake.overview import Overview
from fanfold.intake.ports import (
    Archive,
    Ended,
    Item,
    Plan,
)
from fanfold.intake.progress import SILENT, Progress
from fanfold.intake.report import Files, Report, written
from fanfold.intake.settling import Settling, settle_all
from fanfold.intake.sources import Claimed, claimed, key_of, known_readers
from fanfold.intake.survey import Found, Part, survey
from fanfold.intake.workers import Pool
from fanfold.keep.names import as_label
from fanfold.keep.originals import Originals, now
from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity

_BATCH = 32  # items remembered at once, unless they have more chapters than
_CHAPTERS = 200
_SECONDS = 1.0  # what was read is remembered, however little it is
_ORIGINALS = 500  # originals remembered at once: each time waits for the disk


def run(
    paths: Sequence[Path],
    *,
    archive: Archive,
    originals: Originals,
    decider: Decider,
    by: str,
    commit: bool,
    limits: Limits,
    asker: Asker | None = None,
    progress: Progress = SILENT,
    reports: Path | None = None,
    modules: Sequence[str] = (),
    apart: Sequence[str] = (),
    home: Path | None = None,
) -> Report:
    """Bring `paths` into the archive and return what became of everything.

    asker: asks a person what is open; None where nobody is there. decider: answers for
    what is open all the same. reports: folder the report is written to. modules:
    readers to use instead of all. apart: patterns of files to be joined to no other.
    home: the archive's folder, where it has one beside that of the originals.
    Raises UsageError where the archive lies in its own input, KeepError where the
    disk fails; both leave what was done before whole.
    """
    refuse_own_archive(paths, home or originals.folder)
    limits = limits.within(originals.folder)
    found, problems = _survey_and_keep(paths, originals, limits, progress)
    brought = [each.original for each in found]
    name = ", ".join(as_label(path.resolve().name) for path in paths)
    within = _within(paths, found)
    plan = archive.plan(_key(brought, apart), name=name, by=by, within=within)
    _remember(plan, brought, problems)
    sources = list(claimed(found, known_readers(modules), apart=apart))
    _read(plan, sources, limits, progress, modules)
    settling = Settling(
        archive,
        plan,
        decider,
        sources,
        read=lambda again, bar: _read(plan, again, limits, bar, modules),
        within=within,
        commit=commit,
    )
    names = {each.sha256: each.name for each in reversed(brought)}
    settle_all(
        settling, asker if commit else None, archive, names, by=by, progress=progress
    )
    plan.finish()
    report = _report(plan, name, found, sources, settling)
    if reports is not None:
        written(report, reports)
    return report


def _key(brought: Sequence[Original], apart: Sequence[str]) -> str:
    """Return what names the plan: the same files joined otherwise are another one."""
    key = key_of(brought)
    if not apart:
        return key
    return hashlib.sha256("\n".join([key, *sorted(apart)]).encode()).hexdigest()


def refuse_own_archive(paths: Sequence[Path], home: Path) -> None:
    """Raise UsageError where one of the paths holds `home`, or lies in it."""
    home = home.resolve()
    for path in paths:
        there = path.resolve()
        if there == home or there in home.parents or home in there.parents:
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
    with originals.many():
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
    for start in range(0, len(brought), _ORIGINALS):
        plan.keep_originals(brought[start : start + _ORIGINALS])
    if problems:
        # The same files may be found with other troubles beside them next time.
        told = "".join(f"{each.code} {each.place}\n" for each in problems)
        key = f"survey-{_digest(told)}"
        if key not in plan.ended():
            plan.add_items((), [Ended(key, None, problems)])


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
    """Read what was not read to its end yet, in processes that may be ended."""
    ended = plan.ended()
    unread = [each for each in sources if each.key not in ended]
    if not unread:
        return
    progress.begin("reading", sum(len(each.source.originals) for each in unread))
    names = modules or tuple({each.known.module for each in unread if each.known})
    unwritten = _Unwritten(plan)
    with Pool(limits, names) as pool:
        for source, items in pool.read_all(unread):
            problems = list(source.problems)
            for item in _items(source, items, problems):
                unwritten.add(item)
                # Gone before the next is read: one may be a work of a hundred MB.
                del item
            reader = source.known.reader.name if source.known else None
            unwritten.end(Ended(source.key, reader, problems))
            progress.advance(len(source.source.originals), source.source.name)
    unwritten.write()
    progress.end()


class _Unwritten:
    """What was read and is not remembered yet: each time waits for the disk."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._forget()

    def _forget(self) -> None:
        self._items: list[Item] = []
        self._ended: list[Ended] = []
        self._chapters, self._since = 0, monotonic()

    def add(self, item: Item) -> None:
        """Hold one item; with some others it is written."""
        self._items.append(item)
        if isinstance(item.draft, DraftWork):
            self._chapters += len(item.draft.chapters)
        del item
        if len(self._items) >= _BATCH or self._chapters > _CHAPTERS:
            self.write()

    def end(self, ended: Ended) -> None:
        """Hold the end of a source, all of whose items were added."""
        self._ended.append(ended)
        if len(self._ended) >= _BATCH or monotonic() - self._since > _SECONDS:
            self.write()

    def write(self) -> None:
        """Remember all that is held."""
        if self._items or self._ended:
            self._plan.add_items(self._items, self._ended)
        self._forget()


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
        item = Item(key, source.key, position, reader, each)  # type: ignore[arg-type]
        del each
        yield item
        del item


def _within(paths: Sequence[Path], found: Sequence[Found]) -> str:
    """Return the folder or container that was brought in, or where its files lay."""
    path = paths[0].resolve()
    own = path.is_dir() or any(each.part == Part.CONTAINER for each in found[:1])
    return as_label(path.name if own and len(paths) == 1 else path.parent.name)


# report


def _report(
    plan: Plan,
    name: str,
    found: list[Found],
    sources: list[Claimed],
    settling: Settling,
) -> Report:
    problems = tuple(plan.problems())
    lost = {key for key, each in problems if each.severity is Severity.LOSS}
    parts = Counter(each.part for each in found)
    read = [each for each in sources if each.known is not None]
    digests = {each.original.sha256 for each in found}
    # What a bundle holds beside its records is kept under the same plan.
    kept = digests.intersection(each.sha256 for each in plan.originals())
    return Report(
        key=key_of(each.original for each in found),
        name=name,
        committed=settling.commit,
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
        seen=settling.seen,
        outcomes=plan.counts(),
        verdicts=Counter(settling.verdicts.values()),
        problems=problems,
        questions=tuple(settling.questions),
        refusals=tuple(settling.refusals),
        overview=_overview(found, sources, settling, problems),
        census=settling.census,
    )


def _overview(
    found: list[Found],
    sources: list[Claimed],
    settling: Settling,
    problems: Sequence[tuple[str, Problem]],
) -> Overview:
    made = Overview()
    for each in found:
        made.found(each)
    for source in sources:
        made.claimed(source)
        works, others = settling.read.get(source.key, (0, 0))
        made.read(source.key, works=works, others=others)
    for key, problem in problems:
        made.problem(problem, key)
    return made
