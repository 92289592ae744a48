"""Sent files on disk: the folder of each heap, its unfinished files, and the room left.

``incoming/<arrival>/files/<name>/…`` holds what came whole, ``…/parts/<file>`` what is
still coming, ``incoming/staged/<token>/`` what a form is sending just now.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fanfold.configuration import Configuration
from fanfold.errors import UploadError

CHUNK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT)
_MIB = 1 << 20
_STALE = 24 * 3600  # seconds until a form's files count as left behind


@dataclass(frozen=True, slots=True)
class Incoming:
    """The folder, and its limits in bytes: of one heap, and what is to stay free."""

    folder: Path
    heap: int
    spare: int

    @classmethod
    def of(cls, configuration: Configuration) -> Incoming:
        """Return that of an archive."""
        wish = configuration.uploads
        return cls(configuration.incoming, wish.heap_mb * _MIB, wish.spare_mb * _MIB)

    def files(self, arrival: str, name: str) -> Path:
        """Return the folder in which the whole files of an arrival lie."""
        return self.folder / arrival / "files" / name

    def part(self, arrival: str, file: str) -> Path:
        """Return where a file lies that is still coming."""
        return self.folder / arrival / "parts" / file

    def paths(self, arrival: str) -> list[Path]:
        """Return what is to be imported: the one thing that came, else their folder."""
        # Not asked by its name: an author's may have been taken out of that.
        (folder,) = (self.folder / arrival / "files").iterdir()
        came = list(folder.iterdir())
        return came if len(came) == 1 else [folder]

    def check(self, coming: int, *, held: int = 0) -> None:
        """Raise UploadError where so many bytes cannot be taken.

        held: bytes that belong to the same heap already.
        """
        if held + coming > self.heap:
            raise UploadError(
                f"These files hold more than {self.heap // _MIB} MB together, which is "
                "the most that one import takes from the browser (uploads.heap_mb). "
                "Nothing of them was kept. Send fewer at once, or lay them on the "
                "server and have an admin name their path.",
                code="upload-limit",
            )
        free = shutil.disk_usage(_there(self.folder)).free
        if coming > free - self.spare:
            raise disk_short(coming)

    def staging(self) -> Path:
        """Return a new folder for what one form sends."""
        folder = self.folder / "staged" / secrets.token_hex(16)
        folder.mkdir(parents=True)
        return folder

    def size(self, arrival: str, file: str) -> int:
        """Return how much of an unfinished file is here."""
        with suppress(FileNotFoundError):
            return self.part(arrival, file).stat().st_size
        return 0

    def settle(self, part: Path, target: Path) -> None:
        """Put a whole file to its place; a crash leaves it where it was, or there."""
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
        descriptor = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def clear(self, arrival: str) -> None:
        """Remove all files of an arrival; originals that were kept stay."""
        shutil.rmtree(self.folder / arrival, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what forms left behind whose process was killed."""
        staged = self.folder / "staged"
        for folder in staged.iterdir() if staged.is_dir() else ():
            with suppress(OSError):
                if time.time() - folder.stat().st_mtime > _STALE:
                    shutil.rmtree(folder)

    def add_piece(
        self, part: Path, read: Callable[[int], bytes], *, offset: int, most: int
    ) -> int:
        """Write what `read` gives behind the first `offset` bytes of a coming file.

        Returns how much is there now. What came before the connection broke is kept.
        most: bytes that the piece may have. Raises UploadError where the file is not so
        long, where more comes, or where the disk is full.
        """
        part.parent.mkdir(parents=True, exist_ok=True)
        with _alone(part) as stream:
            if stream.seek(0, os.SEEK_END) != offset:
                raise UploadError(
                    "The file goes on at another place. Ask how much of it is here.",
                    code="upload-broken",
                )
            left = most
            with writing(most):
                while chunk := read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        stream.truncate(offset)
                        raise UploadError(
                            "More came than was announced. Nothing of it was kept.",
                            code="upload-broken",
                        )
                    stream.write(chunk)
            return stream.tell()


def disk_short(needed: int) -> UploadError:
    """Return the error that says that the disk has no room for so many bytes."""
    return UploadError(
        f"The disk of the archive has no room for {max(1, needed // _MIB)} MB more. "
        "Nothing of these files was kept; all that was there is whole. Free some space "
        "and send them again.",
        code="disk-short",
    )


@contextmanager
def writing(needed: int) -> Iterator[None]:
    """Turn a full disk into an UploadError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_short(needed) from None
        raise


@contextmanager
def _alone(part: Path) -> Iterator[BinaryIO]:
    """Open a file for reading and writing; another piece of it waits."""
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream


def _there(folder: Path) -> Path:
    while not folder.is_dir():
        folder = folder.parent
    return folder
