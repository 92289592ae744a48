"""What an import did and did not do, in numbers whose sums must agree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from fanfold.intake.census import Census, unplaced
from fanfold.intake.overview import Overview, wrapped
from fanfold.intake.ports import Outcome, Question, Verdict
from fanfold.model.problem import Problem, Severity
from fanfold.text.addresses import removed
from fanfold.vocab.advice import advice_on


class Ending(StrEnum):
    """How an import went: all is in, a person should look, or nothing came of it."""

    CLEAN = "clean"
    QUESTIONS = "questions"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Open:
    """A question that nobody has answered yet. item: key of the item it is about."""

    item: str
    question: Question


@dataclass(frozen=True, slots=True)
class Files:
    """Numbers of files. found = containers + read + unread + aside.

    aside: kept without being offered to a reader (files of the system, files that
    changed while they were read). kept, different: originals in the store, by bytes.
    """

    found: int
    different: int
    kept: int
    containers: int
    read: int
    unread: int
    aside: int


@dataclass(frozen=True, slots=True)
class Report:
    """One import. key: of its plan; the same files have the same.

    sources: number read; failed: names of those where something was lost.
    seen: items met in the plan; outcomes: items by what became of them, their sum.
    verdicts: what was proposed in this run for items that were open.
    problems: (source key, problem) of everything that was wrong, in order.
    questions: those left open, also such as hold nothing up. overview: what the files
    are; its files are those found.
    """

    key: str
    name: str
    committed: bool
    files: Files
    sources: int
    failed: tuple[str, ...]
    seen: int
    outcomes: Mapping[Outcome, int]
    verdicts: Mapping[Verdict, int]
    problems: tuple[tuple[str, Problem], ...]
    questions: tuple[Open, ...]
    refusals: tuple[tuple[str, str], ...] = field(default=())
    overview: Overview = field(default_factory=Overview)
    census: Census = field(default_factory=lambda: Census({}))

    @property
    def outcome(self) -> Ending:
        """FAILED: nothing could be read, or the sums are wrong. QUESTIONS: something
        waits for a person, was lost or was refused by the archive."""
        if not self.seen or self.disagreements():
            return Ending.FAILED
        holding = any(each.question.holds for each in self.questions)
        open_ = holding or self.outcomes.get(Outcome.WAITING)
        lost = any(each.severity is Severity.LOSS for _, each in self.problems)
        if open_ or lost or self.failed or self.outcomes.get(Outcome.FAILED):
            return Ending.QUESTIONS
        return Ending.CLEAN

    def disagreements(self) -> tuple[str, ...]:
        """Return the sums that do not agree, in words; there should be none."""
        files, wrong = self.files, []
        if files.different != files.kept:
            wrong.append(f"{files.different} files are different, {files.kept} kept")
        parts = files.containers + files.read + files.unread + files.aside
        if files.found != parts:
            wrong.append(f"{files.found} files were found, {parts} accounted for")
        if self.overview.files not in (0, files.found):
            counted = self.overview.files
            wrong.append(f"{files.found} files were found, {counted} are of a kind")
        if sum(self.outcomes.values()) != self.seen:
            total = sum(self.outcomes.values())
            wrong.append(f"{self.seen} items were read, {total} have an outcome")
        return tuple(wrong)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON: the same names, counts by their words."""
        return {
            "key": self.key,
            "name": removed(self.name),
            "committed": self.committed,
            "outcome": self.outcome.value,
            "files": {name: getattr(self.files, name) for name in Files.__slots__},
            "sources": {
                "read": self.sources,
                "failed": [removed(n) for n in self.failed],
            },
            "items": {"seen": self.seen, **_counts(Outcome, self.outcomes)},
            **self.overview.as_json(),
            **self.census.as_json(),
            **unplaced([each for _, each in self.problems]),
            "proposals": _counts(Verdict, self.verdicts),
            "problems": [
                {
                    "source": source,
                    "code": each.code,
                    "place": removed(each.place),
                    "detail": removed(each.detail),
                    "severity": each.severity.value,
                }
                for source, each in self.problems
            ],
            "questions": [
                {
                    "item": each.item,
                    "code": each.question.code,
                    "asked": removed(each.question.asked),
                    "field": each.question.field,
                    "choices": list(each.question.choices),
                    "suggestion": each.question.suggestion,
                    "group": removed(each.question.group),
                    "holds": each.question.holds,
                }
                for each in self.questions
            ],
            "refusals": [
                {"item": item, "reason": removed(why)} for item, why in self.refusals
            ],
            "disagreements": list(self.disagreements()),
        }

    def lines(self) -> Iterator[str]:
        """Yield the report for a person, in lines of at most 80 signs."""
        yield f"{removed(self.name)}: {self._headline()}"
        yield ""
        yield from map(removed, self.overview.lines())
        yield from self._question_lines()
        yield ""
        yield f"Files    {self._kept()}"
        yield f"Read     {self._read()}"
        yield f"{'Stories' if self.overview.works else 'Now':<9}{self._became()}"
        for _, why in self.refusals:
            yield f"  ! not added: {removed(why)}"
        for each in self.disagreements():
            yield f"  ! the sums do not agree: {each}"

    def _headline(self) -> str:
        if not self.seen:
            return "nothing could be read. The files are kept."
        if self.outcome is Ending.FAILED:
            return "the sums do not agree; see below. The files are kept."
        return "done." if self.committed else "a rehearsal. Nothing was added."

    def _kept(self) -> str:
        files = self.files
        same = files.found - files.different
        twice = f" ({same} are there twice)" if same else ""
        return f"{files.found} found, {files.kept} kept byte by byte{twice}"

    def _read(self) -> str:
        works = self.overview.works
        others = self.seen - works
        told = f"{works} {'story' if works == 1 else 'stories'}"
        more = f", {others} authors, series, comments and the like" if others else ""
        return told + more

    def _became(self) -> str:
        counts = {_OUTCOMES[o]: self.outcomes.get(o, 0) for o in _OUTCOMES}
        if self.outcomes.get(Outcome.PENDING):
            counts |= {_VERDICTS[v]: self.verdicts.get(v, 0) for v in _VERDICTS}
        told = [f"{count} {words}" for words, count in counts.items() if count]
        return ", ".join(told) or "nothing"

    def _question_lines(self) -> Iterator[str]:
        holding = [each for each in self.questions if each.question.holds]
        others = [each for each in self.questions if not each.question.holds]
        for heading, asked in (
            ("Open questions", holding),
            ("Not sure, and taken as it was read", others),
        ):
            if asked:
                about = len({each.item for each in asked})
                noun = "story" if about == 1 else "stories"
                yield ""
                yield f"{heading}: {len(asked)}, about {about} {noun}."
                yield from _grouped([each.question for each in asked])


#: What became of things, in the order in which it is told.
_OUTCOMES = {
    Outcome.ADDED: "added",
    Outcome.MERGED: "kept as further versions",
    Outcome.UNCHANGED: "there already",
    Outcome.WAITING: "wait for an answer",
    Outcome.REFUSED: "left out",
    Outcome.FAILED: "could not be added",
}
_VERDICTS = {
    Verdict.ADD: "would be added",
    Verdict.MERGE: "would be further versions of stories",
    Verdict.ASK: "would wait for an answer",
    Verdict.SKIP: "there already, or not to come back",
}


def _grouped(questions: Sequence[Question]) -> Iterator[str]:
    counts = Counter((each.code, each.group) for each in questions)
    for (code, group), count in counts.most_common():
        advice = advice_on(code)
        where = f" in {removed(group)}" if group else ""
        yield from wrapped(f"{count:>5}  {code}{where}: {advice.what or code}")


def written(report: Report, folder: Path, *, name: str = "") -> Path:
    """Write the report as JSON into `folder`, over that of the same name.

    name: of the file, without its ending; else the plan's key.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name or report.key[:16]}.json"
    temporary = path.with_suffix(".part")
    temporary.write_text(
        json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    temporary.replace(path)
    return path


def _counts(kind: type[StrEnum], counts: Mapping[Any, int]) -> dict[str, int]:
    return {each.value: counts.get(each, 0) for each in kind}
