"""The eight facts that hold for every case, whatever its outcome."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from fanfold.cli.commands.import_ import EXIT
from fanfold.keep.fixity import check
from tests.badinputs.surfaces import public
from tests.badinputs.trial import Trial

#: What the program itself needs beside the case, in MiB: rows, pages, a server.
_ITSELF_MB = 64


def broken(trial: Trial) -> Iterator[str]:
    """Yield each fact that does not hold, with what was seen instead."""
    yield from _plain_words(trial)
    yield from _within_limits(trial)
    yield from _nothing_lost(trial)
    if trial.done:
        yield f"A4 it reached outside: {trial.done[:3]}"
    yield from _nothing_shown(trial)
    yield from _whole(trial)
    if trial.stopped is None and trial.controls != 1:
        yield f"A7 the control story is there {trial.controls} times"
    if trial.state_again and trial.state_again != trial.state:
        yield f"A8 a second run changed {trial.state} to {trial.state_again}"


def _plain_words(trial: Trial) -> Iterator[str]:
    said = [] if trial.report is None else [each for _, each in trial.report.problems]
    for each in said:
        if not each.detail or "\n" in each.detail or "Traceback" in each.detail:
            yield f"A1 {each.code} says {each.detail!r}"
        if not each.place:
            yield f"A1 {each.code} names nothing"
    if trial.report is not None and trial.report.outcome.value not in EXIT:
        yield f"A1 no exit code for {trial.report.outcome}"
    if any(each.code in {"worker-failed", "reader-failed"} for each in said):
        yield f"A1 a reader failed: {[each.detail for each in said]}"


def _within_limits(trial: Trial) -> Iterator[str]:
    case = trial.case
    if trial.seconds > case.max_seconds:
        yield f"A2 it took {trial.seconds:.1f} s of {case.max_seconds}"
    if trial.peak_mb > case.max_rss_mb - _ITSELF_MB:
        yield f"A2 it took {trial.peak_mb} MiB of {case.max_rss_mb}"
    if trial.codes & {"worker-crashed", "worker-timeout"}:
        yield f"A2 its reading was ended: {sorted(trial.codes)}"


def _nothing_lost(trial: Trial) -> Iterator[str]:
    if trial.case.kind == "fsrecipe":
        changed = {"live.html", "gone.html", "x.html"}  # by the recipe itself
    else:
        changed = set()
    for name, digest in trial.before.items():
        if name.rpartition("/")[2] in changed:
            continue
        if trial.after.get(name) != digest:
            yield f"A3 {name} is not as it was"
    if trial.after.keys() - trial.before.keys():
        yield f"A4 new files: {trial.after.keys() - trial.before.keys()}"
    held = set(trial.store.digests())
    if trial.case.kind != "fsrecipe":
        for name, digest in trial.before.items():
            if len(digest) == 64 and digest not in held:
                yield f"A3 {name} is not in the store"


def _nothing_shown(trial: Trial) -> Iterator[str]:
    words = [word.encode() for word in trial.case.never_public]
    for name, content in public(trial) if words else ():
        yield from (f"A5 {name} shows {word!r}" for word in words if word in content)


def _whole(trial: Trial) -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchone() != ("ok",):
                yield "A6 the database is damaged"
    for finding in check(trial.store, trial.kept):
        yield f"A6 {finding.condition} {finding.file}"
