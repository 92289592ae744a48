"""One source read in a fork of this process: for `look`, where nothing else runs."""

from __future__ import annotations

import os
import signal
from dataclasses import fields
from pathlib import Path

from fanfold.errors import WorkerError, WorkerTimeoutError
from fanfold.intake.limits import Limits
from fanfold.intake.reading import Read, Reading, lines_of
from fanfold.intake.reading_worker import Job, how_ended, read_confined
from fanfold.intake.sources import Claimed, Known
from fanfold.model.evidence import Evidence
from fanfold.model.original import Original
from fanfold.model.record.values import hints
from fanfold.model.work import Chapter, Work

_FIELDS = tuple(field.name for field in fields(Original))


def job_of(claimed: Claimed, limits: Limits, scratch: Path) -> Job:
    """Return the job of reading a source that a reader has won."""
    return Job(
        module=_known(claimed).module,
        name=claimed.source.name,
        originals=tuple(map(_as_fields, claimed.source.originals)),
        habit=claimed.source.habit,
        scratch=str(scratch.resolve()),
        memory=limits.memory,
        seconds=limits.seconds,
        written=limits.written,
    )


def read_here(claimed: Claimed, *, limits: Limits, scratch: Path) -> Read:
    """Yield what the source holds; in it nothing that a source does is raised.

    A child that is killed, hangs or breaks a rule ends in a `Problem` of severity
    loss; what it found before comes first.
    """
    limits = limits.suiting(claimed.source.size)
    job, reader = job_of(claimed, limits, scratch), _known(claimed).reader
    # The child asks them to write works and this process to read them: asked once.
    for kind in (Work, Chapter, Evidence):
        hints(kind)
    take, give = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(take)
        read_confined(job, reader, claimed.source, give)
    os.close(give)
    reading, to_its_end = Reading(claimed.source.name, limits), False
    try:
        lines = lines_of(take, limits)
        while (line := next(lines, None)) is not None:
            item = reading.item(line)
            # Let go before the next stands beside them: both may be long.
            del line
            if item is not None:
                yield item
            del item
        to_its_end = True
    except WorkerTimeoutError:
        reading.how = "timeout"
    except WorkerError as error:
        reading.how = str(error)
    finally:
        os.close(take)
        if not to_its_end:
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    reading.how = reading.how or how_ended(status)
    yield from reading.verdict()


def _known(claimed: Claimed) -> Known:
    if claimed.known is None:
        raise ValueError(f"no reader has won {claimed.source.name}")
    return claimed.known


def _as_fields(original: Original) -> dict[str, object]:
    made = {name: getattr(original, name) for name in _FIELDS}
    return {**made, "path": str(original.path and original.path.resolve())}
