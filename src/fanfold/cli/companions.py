"""Processes of our own beside the web workers, kept alive while they run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

#: Seconds before a process that ended is started again; doubled up to the last.
_FIRST, _LAST = 0.5, 30.0
_PATIENCE = 5.0


class Companion:
    """Runs one of our commands with ``--follow`` for one archive. A context manager."""

    def __init__(self, command: str, archive: Path) -> None:
        self._command = [
            *(sys.executable, "-I", "-m", "fanfold"),
            *(command, "--follow", "--archive", str(archive)),
        ]
        self._stop = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._keep_alive, name=command, daemon=True)

    def __enter__(self) -> Companion:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._process is not None:
            self._process.terminate()
        self._thread.join(_PATIENCE)
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _keep_alive(self) -> None:
        pause = _FIRST
        while not self._stop.is_set():
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is the server's to hand on
            )
            self._process.wait()
            self._stop.wait(pause)
            pause = min(2 * pause, _LAST)
