"""``fanfold arrivals``: work off what was brought in with the browser."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fanfold.cli import door, say
from fanfold.errors import UsageError

if TYPE_CHECKING:
    from fanfold.configuration import Configuration

_PAUSE = 1.0


@click.command("arrivals")
@door.archive_option
@click.option(
    "--follow",
    is_flag=True,
    help="Then wait for more until Ctrl-C; `fanfold serve` runs this by itself.",
)
def command(folder: Path | None, follow: bool) -> None:
    """Work off the imports that were brought in at the desk, one at a time.

    An import that was stopped in the middle goes on where it was. Whether stories are
    added or only rehearsed was said at the desk. Files and other imports stay as they
    are.

    \b
    Example: fanfold arrivals --archive my-archive
    """
    configuration = door.open_archive(folder)
    door.migrate()
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
    parent = os.getppid()
    # Whoever started it may be killed: then nobody is left to stop it.
    leaving = lambda: bool(stopping) or os.getppid() != parent  # noqa: E731
    while not _worked_off(configuration, leaving, follow=follow):
        if not follow:
            raise UsageError(
                "Another process works imports off already (`fanfold serve` has one). "
                "Nothing was changed. They are done there, one after the other"
            )
        time.sleep(_PAUSE)
        if leaving():
            return


def _worked_off(
    configuration: Configuration, leaving: Callable[[], bool], *, follow: bool
) -> bool:
    """Do what waits; follow: and all that comes. False where another process does."""
    from fanfold.archive.incoming import Incoming
    from fanfold.archive.working_off import only_one, take_up, work_off

    with only_one(configuration.incoming) as mine:
        if not mine:
            return False
        take_up(Incoming.of(configuration))
        done = 0
        while not leaving():
            for row in work_off(configuration, leaving):
                done += 1
                say.lines([f"{row.public}  {row.name}: {row.state} {row.told}".strip()])
            if not follow:
                break
            time.sleep(_PAUSE)
        if not done and not follow:
            say.remark("Nothing waits. Nothing was changed.")
    return True
