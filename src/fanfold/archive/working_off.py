"""Arrivals are worked off, one at a time, by one process of the archive's machine.

Which one it is stands in a lock on a file, so that it is free the moment that process
is killed; what it was at goes on at the next start, where it was.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError
from django.utils import timezone

from fanfold.archive.incoming import Incoming
from fanfold.archive.local import limits_of
from fanfold.archive.models import Arrival, ArrivalState
from fanfold.archive.watching import (
    LeavingError,
    StopWishedError,
    Watch,
    WatchedArchive,
)
from fanfold.configuration import Configuration
from fanfold.errors import FanfoldError, StoreFullError, UsageError
from fanfold.intake.decision import Policy
from fanfold.intake.journey import run
from fanfold.intake.report import Report, written
from fanfold.keep.originals import Originals

_LOCK = "working.lock"
_TRIES, _BETWEEN = 5, 0.1
_FULL = (errno.ENOSPC, errno.EDQUOT)


def never() -> bool:
    """Say that the process need not end."""
    return False


@contextmanager
def only_one(folder: Path) -> Iterator[bool]:
    """Be the one process that works arrivals off, or learn that another is.

    folder: the archive's `incoming`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _locked(descriptor)
    finally:
        os.close(descriptor)


def somebody_works(folder: Path) -> bool:
    """Tell whether a process is there that works arrivals off."""
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _locked(descriptor: int) -> bool:
    # A page that asks whether somebody works holds the lock for a moment.
    for _ in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_BETWEEN)
        else:
            return True
    return False


def take_up(incoming: Incoming) -> None:
    """Let what a killed process was at wait again. Only who holds the lock may."""
    incoming.sweep()
    rows = Arrival.objects.all()
    rows.filter(state=ArrivalState.RUNNING).update(state=ArrivalState.WAITING)
    rows.filter(state=ArrivalState.STOPPING).update(state=ArrivalState.STOPPED)


def work_off(
    configuration: Configuration, leaving: Callable[[], bool] = never
) -> Iterator[Arrival]:
    """Work off whatever waits, the oldest first, and yield each as it is then.

    Only for who holds the lock. leaving: tells whether the process is to end.
    """
    while not leaving():
        waiting = Arrival.objects.filter(state=ArrivalState.WAITING)
        row = waiting.select_related("plan").order_by("pk").first()
        if row is None:
            return
        _work_at(row, configuration, leaving)
        row.refresh_from_db()
        yield row


def _work_at(
    row: Arrival, configuration: Configuration, leaving: Callable[[], bool]
) -> None:
    begun = {"state": ArrivalState.RUNNING, "started_at": timezone.now()}
    mine = Arrival.objects.filter(pk=row.pk, state=ArrivalState.WAITING)
    if not mine.update(**begun):
        return  # stopped this very moment
    try:
        report = _imported(row, configuration, leaving)
    except StopWishedError:
        _end(row, state=ArrivalState.STOPPED)
    except LeavingError:
        _end(row, state=ArrivalState.WAITING)
    except Exception as error:  # noqa: BLE001 - the edge: the next arrival goes on
        code, told = _in_words(error)
        _end(row, state=ArrivalState.FAILED, code=code, told=told)
    else:
        # One of its own: the same files, brought in once more, have the same key.
        kept = written(report, configuration.reports, name=f"arrival-{row.public}")
        _end(
            row,
            state=ArrivalState.DONE,
            report=kept.name,
            ending=report.outcome.value,
            finished_at=timezone.now(),
        )


def _imported(
    row: Arrival, configuration: Configuration, leaving: Callable[[], bool]
) -> Report:
    incoming = Incoming.of(configuration)
    if row.server_path:
        paths, home = [Path(row.server_path)], configuration.folder
        if not paths[0].exists():
            raise UsageError(
                f"{row.server_path} is not there any more, or may not be read by the "
                "archive. Nothing was changed. Look at it, then go on"
            )
    else:
        # What was sent lies in the archive's own folder, and nothing else of it does.
        paths, home = incoming.paths(row.public), configuration.originals
    watch = Watch(row, leaving)
    return run(
        paths,
        archive=WatchedArchive(configuration, row, watch),
        originals=Originals(configuration.originals),
        decider=Policy(row.by),
        by=row.by,
        commit=row.commit,
        limits=limits_of(configuration),
        progress=watch,
        reports=configuration.reports,
        home=home,
    )


def _end(row: Arrival, **columns: object) -> None:
    Arrival.objects.filter(pk=row.pk).update(**columns)


def _in_words(error: Exception) -> tuple[str, str]:
    """Return why an import failed: a problem code, and a sentence for a person."""
    full = isinstance(error, OSError) and error.errno in _FULL
    full = full or (isinstance(error, OperationalError) and "full" in str(error))
    if full or isinstance(error, StoreFullError):
        return "disk-short", (
            "The disk of the archive is full. What was kept before is whole, and no "
            "story is half in. Free some space, then go on."
        )
    if isinstance(error, FanfoldError):
        return getattr(error, "code", "import-refused"), str(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return "program-fault", (
        f"A fault of the program itself ({type(error).__name__} at {place}). Kept "
        "originals are untouched, and nothing half done was saved. Try to go on once; "
        "if it fails again, please report it with these words."
    )
