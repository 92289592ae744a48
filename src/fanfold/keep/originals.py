"""The write-once store of bytes as they came in, named by what they are.

An original lies at ``ab/<sha256>`` under the store's folder. It is written to a file
in ``incoming/``, flushed to disk, renamed, and then the folder is flushed: whoever
finds the name finds all of the bytes, also after the power went.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from fanfold.errors import KeepError, MissingOriginalError, StoreFullError
from fanfold.keep.media import media_type_of
from fanfold.model.original import Original

CHUNK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_INCOMING = "incoming"


class Originals:
    """The store in `folder`, which is made with the first original.

    durable: False leaves out the flushing, for stores that nobody keeps.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self._durable = durable
        self._unflushed: set[Path] | None = None

    def keep(
        self,
        stream: BinaryIO,
        *,
        name: str,
        container: str | None = None,
        found_in: str | None = None,
        found_at: str | None = None,
        media_type: str | None = None,
    ) -> Original:
        """Copy what is left of the stream; the same bytes are kept once.

        found_at: now, if not given. media_type: by content, if not given.
        Raises StoreFullError where the disk is full and KeepError where it fails;
        what reading the stream raises passes through. Nothing half is left.
        """
        # Loaded here, for `look` keeps nothing and is to start at once.
        import secrets

        self._make(self.folder / _INCOMING)
        temporary = self.folder / _INCOMING / secrets.token_hex(16)
        try:
            sha256, size, beginning = self._copy(stream, temporary, name)
            with _writing(name, size):
                self._settle(temporary, sha256, size)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        return Original(
            sha256,
            size,
            name,
            container=container,
            media_type=media_type or media_type_of(beginning),
            found_at=found_at or now(),
            found_in=found_in,
            path=self.path(sha256),
        )

    @contextmanager
    def many(self) -> Iterator[None]:
        """Keep many originals in the block; each is sure to be there at its end.

        What has its name has all its bytes meanwhile, too, but a name may be lost with
        the power: folders are flushed once for all.
        """
        self._unflushed = folders = set[Path]()
        try:
            yield
        finally:
            self._unflushed = None
            with _writing("What came in", 0):
                # A folder before the one it lies in: a name leads to what is there.
                for each in sorted(folders, key=_depth, reverse=True):
                    self._flush(each)

    def path(self, sha256: str) -> Path:
        """Return where these bytes lie, or would lie.

        Raises ValueError for what is no SHA-256 in lower-case hexadecimal.
        """
        if _DIGEST.fullmatch(sha256) is None:
            raise ValueError(f"not a SHA-256: {sha256[:80]!r}")
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Tell whether the store holds these bytes (fixity.py tells if unchanged)."""
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """Return the bytes as a stream; raises MissingOriginalError without them."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise MissingOriginalError(sha256) from None

    def forget(self, sha256: str) -> bool:
        """Remove what somebody wrote here and wants gone; return whether it was there.

        For that alone: what was brought in from elsewhere is never removed.
        """
        path = self.path(sha256)
        if not path.is_file():
            return False
        path.unlink()
        return True

    def digests(self) -> Iterator[str]:
        """Yield what the store holds by file names, in their order."""
        for path in self.files():
            if _DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2]:
                yield path.name

    def files(self) -> Iterator[Path]:
        """Yield every file under the store but unfinished ones, in order of name."""
        if not self.folder.is_dir():
            return
        for folder in sorted(self.folder.iterdir()):
            if folder.name == _INCOMING:
                continue
            if folder.is_dir():
                yield from sorted(path for path in folder.rglob("*") if path.is_file())
            else:
                yield folder

    def sweep(self) -> int:
        """Remove what killed runs left unfinished; return how many files.

        A file that a living run is writing is locked by it and stays.
        """
        removed = 0
        incoming = self.folder / _INCOMING
        for path in incoming.iterdir() if incoming.is_dir() else ():
            with suppress(OSError), path.open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                removed += 1
        return removed

    def _copy(
        self, stream: BinaryIO, temporary: Path, name: str
    ) -> tuple[str, int, bytes]:
        digest, size, beginning = hashlib.sha256(), 0, b""
        with _writing(name, 0):
            target = temporary.open("xb", buffering=0)
        with target:
            fcntl.flock(target, fcntl.LOCK_EX)
            while chunk := stream.read(CHUNK):
                beginning = beginning or chunk[:4096]
                digest.update(chunk)
                size += len(chunk)
                with _writing(name, size):
                    _write_all(target.fileno(), chunk)
            with _writing(name, size):
                os.fchmod(target.fileno(), 0o444)
                if self._durable:
                    os.fsync(target.fileno())
        return digest.hexdigest(), size, beginning

    def _settle(self, temporary: Path, sha256: str, size: int) -> None:
        target = self.path(sha256)
        self._make(target.parent)
        # A file of another length under this name is damaged: these are its bytes.
        if not target.is_file() or target.stat().st_size != size:
            temporary.replace(target)
        self._flush(target.parent)

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)
            self._flush(folder.parent)

    def _flush(self, folder: Path) -> None:
        if not self._durable:
            return
        if self._unflushed is not None:
            self._unflushed.add(folder)
            return
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _depth(path: Path) -> int:
    return len(path.parts)


def now() -> str:
    """Return the moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_all(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


@contextmanager
def _writing(name: str, needed: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFullError(name, needed=needed) from None
        # A failed flush must not be tried again: the kernel may have dropped the
        # bytes and would call the next one a success.
        raise KeepError(
            f"{name} could not be kept: {error.strerror or error}. What was kept "
            "before is whole. Look at the disk, then run the same command again"
        ) from None
