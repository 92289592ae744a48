"""What a process does to the world while an import runs: writes, calls, children.

An audit hook cannot be taken off again, so there is one, which tells whoever watches.
The reading processes have walls of their own (tests/intake/test_workers.py).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_watchers: list[list[str]] = []
_roots: list[tuple[str, ...]] = []
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING = {
    "os.rename": 1,
    "os.mkdir": 0,
    "os.remove": 0,
    "os.rmdir": 0,
    "os.symlink": 1,
    "os.link": 1,
    "os.chmod": 0,
    "os.truncate": 0,
}
_CALLING = {"socket.connect", "socket.sendto", "socket.bind", "socket.getaddrinfo"}
_STARTING = {"os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}
_READER = "fanfold.intake.reading_worker"


def _hear(event: str, given: tuple[Any, ...]) -> None:
    if not _watchers:
        return
    said = _said(event, given)
    if said:
        _watchers[-1].append(said)


def _said(event: str, given: tuple[Any, ...]) -> str:
    if event == "open":
        path, _, flags = given
        writes = isinstance(flags, int) and flags & _WRITING
        return f"wrote {path!r}" if writes and not _is_ours(path) else ""
    if event in _CHANGING:
        path = given[_CHANGING[event]]
        return f"{event} {path!r}" if not _is_ours(path) else ""
    if event in _CALLING:
        return f"{event} {given[1:]!r}"
    if event == "subprocess.Popen":
        return "" if _READER in given[1] else f"started {given[1]!r}"
    return f"{event} {given!r}" if event in _STARTING else ""


def _is_ours(path: object) -> bool:
    if isinstance(path, int):  # an open file
        return True
    absolute = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
    return absolute.startswith(_roots[-1]) or "__pycache__" in absolute


sys.addaudithook(_hear)


@contextmanager
def unwatched() -> Iterator[None]:
    """Hear nothing of what the test itself does."""
    watchers = _watchers[:]
    _watchers.clear()
    try:
        yield
    finally:
        _watchers.extend(watchers)


@contextmanager
def watching(*roots: Path) -> Iterator[list[str]]:
    """Give a list that fills with all that is done outside `roots`.

    The folder for temporary files counts as inside only for the program's own names.
    """
    own = str(Path(tempfile.gettempdir()).resolve() / "fanfold-")
    _roots.append((*(str(root.resolve()) for root in roots), own, os.devnull))
    heard: list[str] = []
    _watchers.append(heard)
    try:
        yield heard
    finally:
        _watchers.pop()
        _roots.pop()
