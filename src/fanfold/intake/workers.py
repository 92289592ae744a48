"""Sources read in child processes, and what came of each.

`read_here` forks this process: for `look`, where nothing else runs. `Pool` keeps
server processes (reading_worker.py) for imports, several sources at once; what they
find comes out in the order of the sources all the same.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Lock
from types import TracebackType

from fanfold.errors import WorkerError, WorkerTimeoutError
from fanfold.intake.here import job_of
from fanfold.intake.limits import Limits
from fanfold.intake.reading import Read, Reading, lines_of
from fanfold.intake.reading_worker import Job
from fanfold.intake.sources import Claimed

_QUEUED = 32  # lines of one source that wait to be taken
_PATIENCE = 0.2  # seconds between looks whether anybody still waits


@dataclass(frozen=True, slots=True)
class _Ended:
    """The last word on a source. how: see `Reading.how`; "" if it said it itself."""

    how: str


class _Server:
    """One reading_worker process; made anew when it had to be killed."""

    def __init__(self, limits: Limits, modules: tuple[str, ...]) -> None:
        self._limits, self._modules = limits, modules
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, job: Job) -> Iterator[bytes | _Ended]:
        """Yield the lines of one job, and last how it ended."""
        process = self._started()
        assert process.stdin is not None  # noqa: S101 - asked for below
        assert process.stdout is not None  # noqa: S101
        limits = replace(self._limits, seconds=job.seconds)
        reading = Reading(job.name, limits)
        try:
            process.stdin.write(job.to_line())
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
        waiting: deque[tuple[Claimed, Queue[bytes | _Ended], Future[None]]] = deque()
        for claimed in sources:
            lines: Queue[bytes | _Ended] = Queue(_QUEUED)
            waiting.append(
                (claimed, lines, self._threads.submit(self._read, claimed, lines))
            )
            if len(waiting) > 2 * self._limits.workers:
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    def _first(
        self, waiting: deque[tuple[Claimed, Queue[bytes | _Ended], Future[None]]]
    ) -> tuple[Claimed, Read]:
        claimed, lines, future = waiting.popleft()
        return claimed, self._understood(claimed, lines, future)

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

    def _read(self, claimed: Claimed, lines: Queue[bytes | _Ended]) -> None:
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
