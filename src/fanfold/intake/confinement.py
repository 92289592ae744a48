"""The walls around a reading process: memory, time, files, no network, no children.

Walls for accidents and for readers led astray by hostile bytes; the audit hook sees
what Python does, not what a library in C does on its own. The kernel's limits hold
for both.
"""

from __future__ import annotations

import math
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FILES = 256
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_BANNED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.kill",
    "os.putenv",
    "pty.",
    "ftplib.",
    "http.client.",
    "smtplib.",
    "urllib.Request",
    "webbrowser.",
    "ctypes.dlopen",
)
#: Events that change files, with the places of paths among their arguments.
_CHANGING = {
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.mkdir": (0,),
    "os.rmdir": (0,),
    "os.link": (0, 1),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.utime": (0,),
    "os.setxattr": (0,),
    "shutil.rmtree": (0,),
    "sqlite3.connect": (0,),
}


class ForbiddenActError(BaseException):
    """A reader tried what readers may not. No Exception: none may swallow it."""


class Walls:
    """The walls around this process, once they are up.

    refused: every act that was refused, in words.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = os.path.realpath(scratch)
        self.refused: list[str] = []

    def move(self, scratch: Path, *, seconds: int) -> None:
        """Stand around the next source: its own scratch folder, time from now on.

        The time of all of them together is what `confine` gave.
        """
        self._scratch = os.path.realpath(scratch)
        os.chdir(scratch)
        spent = math.ceil(time.process_time())
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (min(spent + seconds, hard), hard))

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Refuse what readers may not do: the audit hook."""
        tried = _tried(event, arguments, self._scratch)
        if tried:
            self.refused.append(f"it tried {tried}")
            raise ForbiddenActError(self.refused[-1])


def confine(
    scratch: Path, *, memory: int, seconds: int, written: int, sources: int = 1
) -> Walls:
    """Put up the walls around this process, for good.

    memory: bytes beyond what the process has now. seconds: of CPU, for each of so many
    sources. written: bytes of one file. Must be called in a process made for reading,
    never elsewhere.
    """
    os.chdir(scratch)
    os.umask(0o077)
    # A module imported from here on would leave its compiled form beside itself.
    sys.dont_write_bytecode = True
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _FILES)
    _limit(resource.RLIMIT_FSIZE, written)
    # At the hard limit the kernel kills without a word: a second more, so that the
    # soft one is met first and the end has a name.
    _limit(resource.RLIMIT_CPU, seconds, spare=(sources - 1) * (seconds + 1) + 1)
    _limit(resource.RLIMIT_AS, _address_space() + memory)
    walls = Walls(scratch)
    sys.addaudithook(walls)
    return walls


def _limit(which: int, wanted: int, *, spare: int = 0) -> None:
    hard = resource.getrlimit(which)[1]
    most = wanted + spare
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(which, (min(wanted, most), most))


def _address_space() -> int:
    try:
        pages = Path("/proc/self/statm").read_text(encoding="utf-8").split()[0]
    except OSError:
        return 1 << 29
    return int(pages) * resource.getpagesize()


def leave_network() -> bool:
    """Take this process and its children out of every network; tell if it worked.

    Works where the kernel lets anybody do so, or for root. The audit hook refuses
    sockets in any case.
    """
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_NEW_NET, _NEW_USER | _NEW_NET))


def _tried(event: str, arguments: tuple[Any, ...], scratch: str) -> str:
    """Return in words what an event would do that is not allowed, else nothing."""
    if event == "open":
        path, mode, flags = arguments
        outside = _writes(mode, flags) and not _inside(path, scratch)
        return "to write outside its scratch folder" if outside else ""
    if event in _CHANGING:
        paths = [arguments[place] for place in _CHANGING[event]]
        outside = not all(_inside(path, scratch) for path in paths)
        return f"{event} outside its scratch folder" if outside else ""
    return event if event.startswith(_BANNED) else ""


def _writes(mode: object, flags: object) -> bool:
    if isinstance(flags, int) and flags & _WRITING:
        return True
    return isinstance(mode, str) and any(letter in mode for letter in "wax+")


def _inside(path: object, scratch: str) -> bool:
    if isinstance(path, int) or path in (":memory:", b":memory:", os.devnull):
        return True
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    real = os.path.realpath(os.fsdecode(path))
    return real == scratch or real.startswith(scratch + os.sep)
