"""Whether kept bytes are still the bytes that were kept. Reads all; trusts no date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from fanfold.errors import DamagedOriginalError, MissingOriginalError
from fanfold.keep.originals import CHUNK, Originals
from fanfold.model.original import Original


class Condition(StrEnum):
    """What is wrong with a file of the store.

    CHANGED: its bytes are others than its name says. MISSING: recorded, not there.
    UNTRACKED: there, and nobody recorded it.
    """

    CHANGED = "changed"
    MISSING = "missing"
    UNTRACKED = "untracked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One file that is not as it should be.

    file: its path under the store. name: of the original, where one is recorded.
    expected, found: SHA-256; found is None where there is nothing to read.
    """

    condition: Condition
    file: str
    name: str = ""
    expected: str | None = None
    found: str | None = None


def digest(stream: BinaryIO) -> str:
    """Return the SHA-256 of what is left of the stream, in lower-case hexadecimal."""
    found = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def check(originals: Originals, recorded: Iterable[Original]) -> Iterator[Finding]:
    """Yield what is changed or missing of what is recorded, then what is untracked.

    Every recorded byte is read. Untracked bytes are named, not read.
    """
    known = set()
    for original in recorded:
        path = originals.path(original.sha256)
        if path in known:
            continue
        known.add(path)
        finding = _examined(originals, original)
        if finding is not None:
            yield finding
    for path in originals.files():
        if path not in known:
            file = path.relative_to(originals.folder).as_posix()
            yield Finding(Condition.UNTRACKED, file)


def require(originals: Originals, original: Original) -> None:
    """Raise MissingOriginalError or DamagedOriginalError unless all is well."""
    finding = _examined(originals, original)
    if finding is None:
        return
    if finding.found is None:
        raise MissingOriginalError(original.sha256)
    raise DamagedOriginalError(
        original.name, expected=original.sha256, found=finding.found
    )


def _examined(originals: Originals, original: Original) -> Finding | None:
    file = originals.path(original.sha256).relative_to(originals.folder).as_posix()
    try:
        with originals.open(original.sha256) as stream:
            found = digest(stream)
    except MissingOriginalError:
        return Finding(Condition.MISSING, file, original.name, original.sha256)
    if found == original.sha256:
        return None
    return Finding(Condition.CHANGED, file, original.name, original.sha256, found)
