"""What long work says while it goes on."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Where progress is shown: a bar on a terminal, nothing in a pipe."""

    def begin(self, stage: str, total: int | None) -> None:
        """Start a stage of `total` steps; None where nobody knows how many."""

    def advance(self, steps: int = 1, note: str = "") -> None:
        """Go on by so many steps. note: what is being looked at."""

    def end(self) -> None:
        """End the stage."""


class _Silent:
    def begin(self, stage: str, total: int | None) -> None:
        pass

    def advance(self, steps: int = 1, note: str = "") -> None:
        pass

    def end(self) -> None:
        pass


SILENT: Progress = _Silent()
