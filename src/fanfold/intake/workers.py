"""Sources read in child processes, and what came of each.

`read_here` forks this process: for `look`, where nothing else runs. `Pool` keeps
server processes (reading_worker.py) for imports, several sources at once; what they
find comes out in the order of the sources all the same. Small files are read several
in one process (together.py); each comes out as if it had been alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Lock
from types import TracebackType
from typing import NamedTuple

from fanfold.errors import WorkerError, WorkerTimeoutError
from fanfold.intake.here import job_of
from fanfold.intake.limits import Limits
from fanfold.intake.reading import Read, Reading, lines_of
from fanfold.intake.reading_worker import Job, to_line
from fanfold.intake.sources import Claimed
from fanfold.intake.together import PATIENCE, TOLD, groups

_QUEUED = 32  # lines of one source that wait to be taken
#: How the line begins that ends one of several sources.
_END = (b'{"worker": "done"', b'{"worker": "fault"')
_PATIENCE = 0.2  # seconds between looks whether anybody still waits


@dataclass(frozen=True, slots=True)
class _Ended:
    """The last word on a source. how: see `Reading.how`; "" if it said it itself."""

    how: str


class _Waiting(NamedTuple):
    """A source that is being read, and the lines that came of it."""

    claimed: Claimed
    lines: Queue[bytes | _Ended]


class _Server:
    """One reading_worker process; made anew when it had to be killed."""

    def __init__(self, limits: Limits, modules: tuple[str, ...]) -> None:
        self._limits, self._modules = limits, modules
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, *jobs: Job) -> Iterator[bytes | _Ended]:
        """Yield the lines of jobs for one process, and last how it ended."""
        process = self._started()
        assert process.stdin is not None  # noqa: S101 - asked for below
        assert process.stdout is not None  # noqa: S101
        limits = replace(self._limits, seconds=sum(job.seconds for job in jobs))
        reading = Reading(jobs[0].name, limits)
        try:
            process.stdin.write(to_line(jobs))
            process.stdin.flush()
            for line in lines_of(process.stdout.fileno(), limits):
                yield line
                # The same line is understood by whoever takes it; here only its end.
                if line.startswith(b'{"worker"'):
                    reading.item(line)
                if reading.ended:
                    yield _Ended("")
                    return
            how = "its server is gone"
        except WorkerTimeoutError:
            how = "timeout"
        except (WorkerError, OSError) as error:
            how = type(error).__name__
        self.kill()
        yield _Ended(how)

    def kill(self) -> None:
        """End the process and its child, if they run."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [
                    sys.executable,
                    "-m",
                    "fanfold.intake.reading_worker",
                    *self._modules,
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                },
                start_new_session=True,
            )
        return self._process


class Pool:
    """Reading processes, `limits.workers` at once. A context manager."""

    def __init__(self, limits: Limits, modules: Iterable[str] = ()) -> None:
        self._limits, self._modules = limits, tuple(modules)
        self._threads = ThreadPoolExecutor(limits.workers, "reading")
        self._idle: Queue[_Server] = Queue()
        self._servers: list[_Server] = []
        self._stop, self._lock = Event(), Lock()
        self._scratch = Path(tempfile.mkdtemp(prefix="fanfold-"))

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        self._stop.set()
        for server in self._servers:
            server.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for server in self._servers:
            server.kill()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def read_all(self, sources: Iterable[Claimed]) -> Iterator[tuple[Claimed, Read]]:
        """Yield each source with what it holds, in order; take the one before the next.

        A child that is killed, hangs or breaks a rule is a `Problem` of severity
        loss at the end of its source. A source without a reader holds nothing.
        """
        running: deque[tuple[list[_Waiting], Future[None]]] = deque()
        for group in groups(sources, self._limits.workers):
            some = [_Waiting(each, Queue(_QUEUED)) for each in group]
            running.append((some, self._threads.submit(self._read, some)))
            if len(running) > 2 * self._limits.workers:
                yield from self._first(running)
        while running:
            yield from self._first(running)

    def _first(
        self, running: deque[tuple[list[_Waiting], Future[None]]]
    ) -> Iterator[tuple[Claimed, Read]]:
        some, future = running.popleft()
        for claimed, lines in some:
            yield claimed, self._understood(claimed, lines, future)

    def _understood(
        self, claimed: Claimed, lines: Queue[bytes | _Ended], future: Future[None]
    ) -> Read:
        if claimed.known is None:
            return
        limits = self._limits.suiting(claimed.source.size)
        reading = Reading(claimed.source.name, limits)
        while True:
            try:
                line = lines.get(timeout=_PATIENCE)
            except Empty:
                if future.done():
                    future.result()  # raises what ended the thread, if anything did
                continue
            if isinstance(line, _Ended):
                break
            item = reading.item(line)
            # Let go before the next stands beside them: both may be long.
            del line
            if item is not None:
                yield item
            del item
        reading.how = line.how or reading.how
        yield from reading.verdict()

    def _read(self, some: Sequence[_Waiting]) -> None:
        read = self._read_together(some) if len(some) > 1 else 0
        for each in some[read:]:
            self._read_alone(*each)

    def _read_together(self, some: Sequence[_Waiting]) -> int:
        """Read sources in one process; return how many of them came to their ends.

        Nothing is told of the first that did not, nor of those behind it.
        """
        if self._stop.is_set():
            return 0
        server = self._server()
        scratch = Path(tempfile.mkdtemp(dir=self._scratch))
        limits = replace(self._limits, seconds=min(self._limits.seconds, PATIENCE))
        read, told = 0, 0
        held: list[bytes] = []
        try:
            jobs = [
                job_of(each.claimed, limits, _made(scratch / str(number)))
                for number, each in enumerate(some)
            ]
            for line in server.read(*jobs):
                if isinstance(line, _Ended) or read == len(some):
                    continue
                held.append(line)
                told += len(line)
                if told > TOLD:
                    server.kill()
                    break
                if line.startswith(_END):
                    self._hand_over(held, some[read].lines)
                    read, told, held = read + 1, 0, []
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            self._idle.put(server)
        return read

    def _hand_over(self, held: list[bytes], lines: Queue[bytes | _Ended]) -> None:
        if all(self._put(lines, line) for line in held):
            self._put(lines, _Ended("ok"))

    def _read_alone(self, claimed: Claimed, lines: Queue[bytes | _Ended]) -> None:
        if claimed.known is None or self._stop.is_set():
            return
        server = self._server()
        scratch = Path(tempfile.mkdtemp(dir=self._scratch))
        limits = self._limits.suiting(claimed.source.size)
        try:
            for line in server.read(job_of(claimed, limits, scratch)):
                if not self._put(lines, line):
                    return
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            self._idle.put(server)

    def _server(self) -> _Server:
        with suppress(Empty):
            return self._idle.get_nowait()
        with self._lock:
            server = _Server(self._limits, self._modules)
            self._servers.append(server)
        return server

    def _put(self, lines: Queue[bytes | _Ended], line: bytes | _Ended) -> bool:
        while not self._stop.is_set():
            with suppress(Full):
                lines.put(line, timeout=_PATIENCE)
                return True
        return False


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
