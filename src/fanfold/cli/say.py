"""What commands say: results to stdout, remarks and progress to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from fanfold.intake.progress import Progress


def result(text: str) -> None:
    """Print what was asked for."""
    click.echo(text)


def lines(texts: Iterable[str]) -> None:
    """Print lines that hold words of sources, which may be hostile to a terminal."""
    from fanfold.text.printable import printable

    for text in texts:
        click.echo(printable(text))


def remark(text: str) -> None:
    """Print what a person may want to know beside it."""
    click.echo(text, err=True)


def somebody_is_there() -> bool:
    """Tell whether a person at a terminal can read a question and press a key."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def user() -> str:
    """Return the name of whoever runs this command."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "archivist"


def progress() -> Progress:
    """Return a bar for a terminal, silence for a file or a pipe."""
    from fanfold.intake.progress import SILENT

    return Bar() if sys.stderr.isatty() else SILENT


class Bar:
    """A progress bar of rich, a line a stage; rich is loaded once it is needed."""

    def __init__(self) -> None:
        self._shown: RichProgress | None = None
        self._task: TaskID | None = None

    def begin(self, stage: str, total: int | None) -> None:
        """Start a stage of `total` steps; None where nobody knows how many."""
        if self._shown is None:
            self._shown = _rich_progress()
            self._shown.start()
        self._task = self._shown.add_task(stage, total=total, note="")

    def advance(self, steps: int = 1, note: str = "") -> None:
        """Go on by so many steps."""
        if self._shown is not None and self._task is not None:
            self._shown.update(self._task, advance=steps, note=note[:40])

    def end(self) -> None:
        """End the stage; the bar stays where it is."""
        if self._shown is not None and self._task is not None:
            done = self._shown.tasks[-1].completed
            self._shown.update(self._task, total=done, note="")
            self._shown.stop()
            self._shown = self._task = None


def _rich_progress() -> RichProgress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
        console=Console(stderr=True),
    )
