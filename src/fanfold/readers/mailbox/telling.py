"""Problems of a mailbox, told one by one up to a number and then counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fanfold.model.problem import Problem, Severity
from fanfold.text import addresses

#: Problems of one code that are told one by one.
_EACH = 12


class Told:
    """Counts what was told, so that a list of ten years drowns nobody."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._severity: dict[str, Severity] = {}

    def one(self, problem: Problem) -> Iterator[Problem]:
        """Yield a problem, unless enough of its code were told."""
        self._counts[problem.code] += 1
        self._severity[problem.code] = problem.severity
        if self._counts[problem.code] <= _EACH:
            yield Problem(
                problem.code,
                addresses.removed(problem.place),
                addresses.removed(problem.detail),
                problem.severity,
            )

    def rest(self, place: str) -> Iterator[Problem]:
        """Yield how many of each code were not told one by one."""
        for code, count in self._counts.items():
            if count > _EACH:
                detail = f"{count - _EACH} more mails like those above ({code})."
                yield Problem(code, place, detail, self._severity[code])
