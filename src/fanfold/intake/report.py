"""What an import did and did not do, in numbers whose sums must agree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from fanfold.intake.ports import Item, Outcome, Question, Verdict
from fanfold.model.problem import Problem, Severity
from fanfold.text.addresses import removed


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

    @property
    def outcome(self) -> Ending:
        """FAILED: nothing could be read, or the sums are wrong. QUESTIONS: something
        waits for a person, was lost or was refused by the archive."""
        if not self.seen or self.disagreements():
            return Ending.FAILED
        open_ = self.questions or self.outcomes.get(Outcome.WAITING)
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
                }
                for each in self.questions
            ],
            "refusals": [
                {"item": item, "reason": removed(why)} for item, why in self.refusals
            ],
            "disagreements": list(self.disagreements()),
        }

    def lines(self) -> Iterator[str]:
        """Yield the report for a person."""
        files = self.files
        yield f"{removed(self.name)}: {self.outcome.value}"
        yield (
            f"  files      {files.found} found, {files.kept} kept, "
            f"{files.read} read, {files.unread} not read"
        )
        yield f"  items      {_in_words(self.outcomes) or 'none'}"
        if self.verdicts:
            yield f"  proposed   {_in_words(self.verdicts)}"
        yield from self._problem_lines()
        for (code, group), count in self._asked().items():
            where = f" in {removed(group)}" if group not in ("", ".") else ""
            yield f"  ? {code}{where}: {count} waiting; docs/problems/{code}.md"
        for _, why in self.refusals:
            yield f"  ! not added: {removed(why)}"
        for each in self.disagreements():
            yield f"  ! the sums do not agree: {each}"

    def _problem_lines(self) -> Iterator[str]:
        for _, each in self.problems:
            if each.severity is not Severity.NOTE:
                place, detail = removed(each.place), removed(each.detail)
                yield f"  ! {each.code} ({each.severity}) {place}: {detail}"
        notes = Counter(
            each.code for _, each in self.problems if each.severity is Severity.NOTE
        )
        for code, count in notes.items():
            yield f"    {code}: {count}"

    def _asked(self) -> Counter[tuple[str, str]]:
        return Counter(
            (each.question.code, each.question.group) for each in self.questions
        )


def written(report: Report, folder: Path) -> Path:
    """Write the report as JSON into `folder`, over that of the same plan."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.key[:16]}.json"
    temporary = path.with_suffix(".part")
    temporary.write_text(
        json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    temporary.replace(path)
    return path


def open_questions(item: Item, questions: tuple[Question, ...]) -> Iterator[Open]:
    """Yield the questions of one item."""
    for question in questions:
        yield Open(item.key, question)


def _counts(kind: type[StrEnum], counts: Mapping[Any, int]) -> dict[str, int]:
    return {each.value: counts.get(each, 0) for each in kind}


def _in_words(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{count} {each.value}" for each, count in counts.items() if count)
