"""A bag (BagIt, RFC 8493) in one zip file: written as a stream, and proved whole.

The same content gives the same bytes: no date and no name of a machine is in it. A bag
has its name only once all of it is on the disk.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias

from fanfold.errors import BagError
from fanfold.keep.originals import Originals

_CHUNK = 1 << 20
_DATE = (1980, 1, 1, 0, 0, 0)
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST, _TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
#: Faults that are named; the others are counted.
_NAMED = 5
#: Longest list of files that is read: two million of them.
_LONGEST = 1 << 28

#: Path within the bag → SHA-256.
Listed: TypeAlias = dict[str, str]


class BagWriter:
    """A bag that is being written; `opened` makes one.

    seal: digest of the list of all its files' digests, once it is closed: whoever knows
    it knows every byte of the bag.
    """

    def __init__(self, file: zipfile.ZipFile, root: str) -> None:
        self._file, self._root = file, root
        self._payload: Listed = {}
        self._size = 0
        self.seal = ""
        self._tag("bagit.txt", _DECLARATION)

    @contextmanager
    def file(self, name: str, *, packed: bool = False) -> Iterator[BinaryIO]:
        """Open a file below ``data/`` to write to. packed: it would not get smaller."""
        path = f"data/{name}"
        with self._member(path, packed=packed) as member:
            stream = _Counting(member)
            yield stream  # type: ignore[misc]
        self._payload[path] = stream.digest.hexdigest()
        self._size += stream.size

    def add(self, name: str, stream: BinaryIO, *, packed: bool = False) -> None:
        """Copy what is left of a stream to a file below ``data/``."""
        with self.file(name, packed=packed) as target:
            shutil.copyfileobj(stream, target, _CHUNK)

    def close(self, about: dict[str, str]) -> None:
        """Write what tells of the bag. about: lines of ``bag-info.txt``."""
        counted = f"{self._size}.{len(self._payload)}"
        lines = {**about, "Payload-Oxum": counted}
        info = "".join(f"{key}: {_one_line(told)}\n" for key, told in lines.items())
        manifest = _listing(self._payload)
        tags = {
            "bagit.txt": hashlib.sha256(_DECLARATION).hexdigest(),
            "bag-info.txt": self._tag("bag-info.txt", info.encode()),
            _MANIFEST: self._tag(_MANIFEST, manifest),
        }
        self.seal = self._tag(_TAGS, _listing(tags))

    def _tag(self, name: str, content: bytes) -> str:
        with self._member(name) as member:
            member.write(content)
        return hashlib.sha256(content).hexdigest()

    def _member(self, path: str, *, packed: bool = False) -> BinaryIO:
        info = zipfile.ZipInfo(f"{self._root}/{path}", _DATE)
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        info.create_system, info.external_attr = 3, 0o100644 << 16
        return self._file.open(info, "w", force_zip64=True)  # type: ignore[return-value]


class _Counting(io.RawIOBase):
    """Writes through, and knows the digest and the size of what was written."""

    def __init__(self, target: BinaryIO) -> None:
        self._target, self.digest, self.size = target, hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.digest.update(content)
        self.size += len(content)
        return self._target.write(content)


@contextmanager
def opened(target: Path, *, name: str) -> Iterator[BagWriter]:
    """Yield the writer of a bag that will be at `target` once the block has ended.

    name: of the folder within. Readable for its owner alone. Where the block or the
    disk fails nothing is left, and what was at `target` before is still there.
    """
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            with zipfile.ZipFile(stream, "w") as file:
                yield BagWriter(file, name)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


class Bag:
    """A bag in a zip file, to be read. `opened_bag` makes one and closes it."""

    def __init__(self, file: zipfile.ZipFile, root: str) -> None:
        self._file, self._root = file, root
        self.about = dict(_told(self._text("bag-info.txt")))
        self.payload = _read_listing(self._text(_MANIFEST))
        self.seal = hashlib.sha256(self._text(_TAGS)).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of all files of the bag, unpacked, as the zip says."""
        return sum(each.file_size for each in self._file.infolist())

    def open(self, name: str) -> BinaryIO:
        """Return a file below ``data/`` as a stream. Raises BagError without it."""
        return self._open(f"data/{name}")

    def originals_into(self, store: Originals) -> None:
        """Keep the originals of the bag that a store does not have."""
        store.sweep()
        with store.many():
            for path in self.payload:
                inner = path.removeprefix("data/")
                digest = inner.rpartition("/")[2]
                if inner.startswith("originals/") and not store.has(digest):
                    with self.open(inner) as stream:
                        store.keep(stream, name=digest)

    def faults(self) -> Iterator[str]:
        """Yield what is not as it was written, file by file; reads every byte."""
        tags = _read_listing(self._text(_TAGS))
        for path, digest in {**tags, **self.payload}.items():
            found = self._digest(path)
            if found is None:
                yield f"{path} is missing or damaged"
            elif found != digest:
                yield f"{path} was changed"
        known = {*tags, *self.payload, _TAGS}
        for each in self._file.namelist():
            path = each.removeprefix(f"{self._root}/")
            if path not in known and not path.endswith("/"):
                yield f"{path} is not on the list"

    def require_whole(self) -> None:
        """Raise BagError, which names the first files, where anything was changed."""
        faults = list(self.faults())
        if not faults:
            return
        more = len(faults) - _NAMED
        told = "; ".join(faults[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
        raise BagError(
            f"The bundle is not as it was written: {told}. Nothing was changed here. "
            "Take another copy of it"
        )

    def _digest(self, path: str) -> str | None:
        digest = hashlib.sha256()
        try:
            with self._open(path) as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        except (BagError, zipfile.BadZipFile, OSError, EOFError, ValueError):
            return None
        return digest.hexdigest()

    def _text(self, path: str) -> bytes:
        try:
            with self._open(path) as stream:
                return stream.read(_LONGEST)
        except (zipfile.BadZipFile, OSError, EOFError):
            raise _cut(path) from None

    def _open(self, path: str) -> BinaryIO:
        try:
            return self._file.open(f"{self._root}/{path}")  # type: ignore[return-value]
        except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
            raise _cut(path) from None


@contextmanager
def opened_bag(path: Path) -> Iterator[Bag]:
    """Yield the bag in a zip file. Raises BagError where it is none, or is cut off."""
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _cut(path.name) from None
    with file:
        root = _root(file)
        if root is None:
            raise BagError(f"{path.name} is no bundle. Nothing was changed")
        yield Bag(file, root)


def told_of(path: Path) -> dict[str, str] | None:
    """Return what ``bag-info.txt`` of a zip says; None where it is no bag."""
    with suppress(BagError, OSError):
        if path.is_file() and zipfile.is_zipfile(path):
            with opened_bag(path) as bag:
                return bag.about
    return None


def _root(file: zipfile.ZipFile) -> str | None:
    found = [
        each.removesuffix("/bagit.txt")
        for each in file.namelist()
        if each.endswith("/bagit.txt") and each.count("/") == 1
    ]
    return found[0] if len(found) == 1 else None


def _cut(name: str) -> BagError:
    return BagError(
        f"The bundle is not whole: {name} cannot be read. Nothing was changed here. "
        "Take another copy of it"
    )


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _listing(files: Listed) -> bytes:
    return "".join(f"{files[path]}  {path}\n" for path in sorted(files)).encode()


def _read_listing(content: bytes) -> Listed:
    found: Listed = {}
    for line in content.decode("utf-8", "replace").splitlines():
        digest, _, path = line.partition("  ")
        found[path] = digest
    return found


def _told(content: bytes) -> Iterator[tuple[str, str]]:
    for line in content.decode("utf-8", "replace").splitlines():
        key, _, told = line.partition(": ")
        yield key, told
