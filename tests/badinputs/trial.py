"""A bad input brought into an archive beside a good story, twice; all that was seen.

The import runs in this process, as ``fanfold import --commit --yes`` runs it: real
rows, a real store, real reading processes. Only its limits are the case's own.
"""

from __future__ import annotations

import hashlib
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from fanfold.archive import shelf
from fanfold.archive.local import LocalArchive
from fanfold.archive.models import LedgerEntry, PlanItem
from fanfold.archive.models import Original as OriginalRow
from fanfold.archive.reader import KEEPER
from fanfold.errors import FanfoldError
from fanfold.intake.decision import Yes
from fanfold.intake.journey import run
from fanfold.intake.limits import Limits
from fanfold.intake.report import Report
from fanfold.keep.bounds import Bounds
from fanfold.keep.originals import Originals
from fanfold.model.original import Original
from fanfold.model.work import Work
from fanfold.web.settings import CONFIGURATION
from tests.badinputs import recipes
from tests.badinputs.cases import Case
from tests.badinputs.watching import unwatched, watching

CONTROL = "A Lantern for the Control"
#: Sorts before every name of a case, so it is kept first.
CONTROL_FILE = "!control.txt"
CONTROL_TEXT = f"""Title: {CONTROL}
Author: Marrow
Rating: G

The lantern stood in the window all night, and nobody came to put it out.

THE END
"""
_RECIPES = "fsrecipe"
#: Bytes an entry may have where a case is about a file larger than most disks.
_ENTRY = 1 << 30


@dataclass(slots=True)
class Trial:
    """What was seen. stopped: the error that ended the import, where one did.

    works: of the case alone, the control story not among them.
    before, after: every file of the input by name with its SHA-256.
    done: what the process did outside of the archive.
    """

    case: Case
    folder: Path
    store: Originals
    report: Report | None = None
    again: Report | None = None
    stopped: FanfoldError | None = None
    works: list[Work] = field(default_factory=list)
    controls: int = 0
    kept: list[Original] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    state: list[object] = field(default_factory=list)
    state_again: list[object] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    seconds: float = 0.0
    peak_mb: int = 0

    @property
    def codes(self) -> set[str]:
        """The codes of all problems that were reported."""
        if self.report is None:
            return set()
        return {problem.code for _, problem in self.report.problems}


def attempt(case: Case, place: Path, store: Originals | None = None) -> Trial:
    """Bring the case in, look at what is there, and bring it in again."""
    folder = place / "in" / "a" / "folder"
    store = store or Originals(place / "shelf" / "originals", durable=False)
    folder.mkdir(parents=True)
    (folder / CONTROL_FILE).write_text(CONTROL_TEXT, "utf-8")
    acts: recipes.Acts = {}
    if case.kind == _RECIPES:
        acts = recipes.build(folder, case.content(), first=CONTROL_FILE)
    else:
        (folder / case.file).write_bytes(case.content())
    trial = Trial(case, folder, store, before=_contents(place / "in"))
    _import(trial, _Acting(store.folder, acts))
    _look(trial)
    if trial.stopped is None and _contents(place / "in") != trial.before:
        # The recipe changed its folder meanwhile: what is to be settled now is new.
        _run(trial, store)
        _settle(trial)
    if trial.stopped is None:
        trial.again = _run(trial, store)
        trial.state_again = _state(store)
    trial.after = _contents(place / "in")
    return trial


def _import(trial: Trial, store: Originals) -> None:
    begun, children = time.process_time(), _children()
    _forget_peak()
    base = _memory("VmRSS")
    with watching(store.folder.parent, CONFIGURATION.folder) as trial.done:
        try:
            trial.report = _run(trial, store)
        except FanfoldError as error:
            trial.stopped = error
    trial.seconds = time.process_time() - begun + _children() - children
    trial.peak_mb = max(0, _memory("VmHWM") - base)


def _run(trial: Trial, store: Originals) -> Report:
    entry = _ENTRY if trial.case.kind == _RECIPES else None
    return run(
        [trial.folder],
        archive=LocalArchive(CONFIGURATION),
        originals=store,
        decider=Yes("Ada"),
        by="Ada",
        commit=True,
        limits=Limits(
            workers=1,
            memory=trial.case.max_rss_mb << 20,
            seconds=round(max(60, 6 * trial.case.max_seconds)),
            bounds=Bounds(entry=entry),
        ),
        home=store.folder.parent,
    )


class _Acting(Originals):
    """A store that carries out an act while it keeps a certain file."""

    def __init__(self, folder: Path, acts: recipes.Acts) -> None:
        super().__init__(folder, durable=False)
        self._acts = acts

    def keep(self, stream: BinaryIO, *, name: str, **given: str | None) -> Original:
        act = self._acts.pop(name, None)
        original = super().keep(stream, name=name, **given)
        if act is not None:
            with unwatched():
                act()
        return original


def _look(trial: Trial) -> None:
    works = list(shelf.works(reader=KEEPER))
    trial.works = [work for work in works if work.title != CONTROL]
    trial.controls = len(works) - len(trial.works)
    _settle(trial)


def _settle(trial: Trial) -> None:
    trial.kept = [
        Original(row.sha256, row.size, "") for row in OriginalRow.objects.all()
    ]
    trial.state = _state(trial.store)


def _state(store: Originals) -> list[object]:
    """Everything that a second run must leave as it is."""
    return [
        sorted(store.digests()),
        list(LedgerEntry.objects.values_list("digest", flat=True)),
        sorted(PlanItem.objects.values_list("key", "outcome", "work")),
        [work.title for work in shelf.works(reader=KEEPER)],
    ]


def _contents(folder: Path) -> dict[str, str]:
    """Return each plain file under a folder with its digest, all else with a word."""
    return {
        path.relative_to(folder).as_posix(): _digest(path) for path in _under(folder)
    }


def _under(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _under(path)


def _digest(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return "no plain file"
    if path.stat().st_size > _ENTRY:
        return f"{path.stat().st_size} bytes"
    if not os.access(path, os.R_OK):
        return f"unreadable, {path.stat().st_size} bytes"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", "utf-8")


def _memory(key: str) -> int:
    """Return a figure of this process's memory, in MiB."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) >> 10
    return 0
