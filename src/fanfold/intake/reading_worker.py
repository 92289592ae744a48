"""Reads sources in processes of their own: ``python -m fanfold.intake.reading_worker``.

The server takes a line of jobs on its standard input: one, or several of small files.
For each line it makes a child, which puts up the walls (confinement.py), reads the
sources and writes what it found to standard output as lines of JSON
(model/record/drafts.py); when the child has ended the server adds a line that says how.
The server itself never looks at a source's bytes.

A source of several ends with a line of its own; the first that does not come to its
end as it should ends the child without one. It and those behind it are then read each
by itself (workers.py), so what goes wrong is told as it would be of a single one.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, NoReturn

from fanfold.errors import SourceError
from fanfold.intake.confinement import ForbiddenActError, confine, leave_network
from fanfold.intake.lengths import bounded
from fanfold.intake.sources import Known
from fanfold.intake.warming import warm, warm_for_many
from fanfold.model.original import Original
from fanfold.model.record import found_to_json, in_a_line
from fanfold.readers.contract import Reader, Source

#: Lines that hold nothing found: how the reading and the process went.
DONE, FAULT, ENDED = "done", "fault", "ended"
#: How rarely cycles are looked for. Lines and claims are many and hold none: to look
#: among a million of them again and again made time grow faster than a file.
GARBAGE = (100_000, 50, 50)
#: Files after which a server gets ready for all that files may hold.
_MANY = 8
_OUT_OF_MEMORY = 71
_FORBIDDEN = 77


class Job(NamedTuple):
    """One source to read. originals: as fields of `Original`, with their paths.

    module: where the reader is. memory, written: bytes; seconds: of CPU.
    """

    module: str
    name: str
    originals: tuple[dict[str, object], ...]
    habit: dict[str, str]
    scratch: str
    memory: int
    seconds: int
    written: int

    def source(self) -> Source:
        """Return the source to read."""
        made = tuple(
            Original(**{**each, "path": Path(str(each["path"]))})  # type: ignore[arg-type]
            for each in self.originals
        )
        return Source(made, name=self.name, habit=self.habit)


def to_line(jobs: Sequence[Job]) -> bytes:
    """Return jobs for one child as a line of JSON."""
    return json.dumps([job._asdict() for job in jobs]).encode("ascii") + b"\n"


def from_line(line: bytes) -> list[Job]:
    """Return the jobs that `to_line` wrote."""
    return [Job(**each) for each in json.loads(line)]


def read_confined(job: Job, reader: Reader, source: Source, out: int) -> NoReturn:
    """Read a source behind walls, write lines to `out`, and end this process."""
    status = 0
    gc.set_threshold(*GARBAGE)
    try:
        signal.alarm(2 * job.seconds)
        if reader.reading:
            import_module(reader.reading)
        if reader.prepare is not None:
            leave_network()
            reader.prepare(source, scratch=Path(job.scratch))
        walls = confine(
            Path(job.scratch),
            memory=job.memory,
            seconds=job.seconds,
            written=job.written,
        )
        _read(job, reader, source, out, walls.refused)
    except MemoryError:
        status = _OUT_OF_MEMORY
    except ForbiddenActError as error:
        status = _FORBIDDEN
        _say(out, FAULT, code="worker-forbidden", detail=str(error))
    except BrokenPipeError:
        status = 1
    except BaseException as error:  # noqa: BLE001 - the edge of this process
        status = 1
        # The words of such an error may quote the source, so only its kind is told.
        _say(out, FAULT, code="worker-failed", detail=type(error).__name__)
    finally:
        # Not sys.exit: what the parent had open and unsaid is the parent's to say.
        os._exit(status)


def _read_one(job: Job, out: int) -> NoReturn:
    read_confined(job, import_module(job.module).reader, job.source(), out)


def _read_several(jobs: Sequence[Job], out: int) -> NoReturn:
    """Read sources behind the same walls, one by one, until one goes wrong.

    The readers of all must need nothing to be prepared.
    """
    status = 1
    gc.set_threshold(*GARBAGE)
    try:
        readers = [_ready(job) for job in jobs]
        first = jobs[0]
        walls = confine(
            Path(first.scratch),
            memory=first.memory,
            seconds=first.seconds,
            written=first.written,
            sources=len(jobs),
        )
        for job, reader in zip(jobs, readers, strict=True):
            walls.move(Path(job.scratch), seconds=job.seconds)
            signal.alarm(2 * job.seconds)
            _read(job, reader, job.source(), out, walls.refused)
        status = 0
    finally:
        # Whatever it was is told of the source read by itself, after this.
        os._exit(status)


def _ready(job: Job) -> Reader:
    reader: Reader = import_module(job.module).reader
    if reader.reading:
        import_module(reader.reading)
    return reader


def _read(
    job: Job, reader: Reader, source: Source, out: int, refused: Sequence[str]
) -> None:
    fault: SourceError | None = None
    try:
        for item in bounded(reader.read(source, scratch=Path(job.scratch))):
            line = in_a_line(found_to_json(item))
            _write(out, line.encode("utf-8", "surrogatepass"), job.seconds)
    except SourceError as error:
        fault = error
    if refused:
        # The reader swallowed the refusal and went on; told all the same.
        raise ForbiddenActError(refused[0])
    if fault is None:
        _say(out, DONE)
    else:
        _say(out, FAULT, code=fault.code, detail=str(fault))


def _say(out: int, what: str, **words: object) -> None:
    # A child that was killed in the middle of a line leaves that line open.
    _write(out, b"\n" + json.dumps({"worker": what, **words}).encode() + b"\n", 0)


def _write(out: int, line: bytes, seconds: int) -> None:
    # Hanging is counted between lines only: whoever takes them may take its time.
    signal.alarm(0)
    rest = memoryview(line)
    while rest:
        rest = rest[os.write(out, rest) :]
    signal.alarm(2 * seconds)


def how_ended(status: int) -> str:
    """Return in a word how a process ended: ok, memory, forbidden, cpu, alarm …

    status: as os.waitpid gives it.
    """
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        known = {signal.SIGXCPU: "cpu", signal.SIGALRM: "alarm"}
        return known.get(signal.Signals(number), f"signal {number}")
    codes = {0: "ok", _OUT_OF_MEMORY: "memory", _FORBIDDEN: "forbidden"}
    return codes.get(os.WEXITSTATUS(status), "fault")


def _close_input() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)


def main(arguments: Sequence[str]) -> None:
    """Serve jobs until standard input ends. arguments: reader modules to load now."""
    known = [Known(import_module(module).reader, module) for module in arguments]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_network()
    # What a reader prints must not come between the lines.
    out = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for each in known:
        warm(each)
    so_far = 0
    for line in iter(sys.stdin.buffer.readline, b""):
        jobs = from_line(line)
        if so_far < _MANY <= so_far + len(jobs):
            warm_for_many(known)
        so_far += len(jobs)
        child = os.fork()
        if child == 0:
            _close_input()
            if len(jobs) > 1:
                _read_several(jobs, out)
            _read_one(jobs[0], out)
        status = os.waitpid(child, 0)[1]
        _say(out, ENDED, how=how_ended(status))


if __name__ == "__main__":
    main(sys.argv[1:])
