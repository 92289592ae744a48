"""How much a container may unpack to, and the count of what it did."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from fanfold.errors import ContainerError

_WHOLE_FLOOR = 1 << 20  # the same for all entries together


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits on containers.

    entries: of one container; small_entries: where they hold fewer than small_mean
    bytes on average. ratio: bytes out for one byte in. floor: bytes of one entry, below
    which a high ratio harms nobody. depth: containers in one another. entry, total:
    bytes unpacked, of one entry and of all; None: no bound.
    """

    entries: int = 1_000_000
    small_entries: int = 10_000
    small_mean: int = 16
    ratio: int = 100
    floor: int = 1 << 16
    depth: int = 3
    entry: int | None = None
    total: int | None = None


class Meter:
    """Counts what is unpacked from a container and all that lie in it.

    packed: size of the outermost container, in bytes.
    """

    def __init__(self, bounds: Bounds, packed: int) -> None:
        self.bounds, self.packed, self.unpacked = bounds, packed, 0

    def count(self, size: int) -> None:
        """Add bytes. Raises ContainerError once there are too many in all."""
        self.unpacked += size
        bounds = self.bounds
        if bounds.total is not None and self.unpacked > bounds.total:
            raise ContainerError(
                f"it unpacks to more than {bounds.total} bytes in all; what came "
                "before is kept",
                code="size-limit",
            )
        least = max(_WHOLE_FLOOR, bounds.floor)
        if self.unpacked > max(least, self.packed * bounds.ratio):
            raise too_dense(bounds.ratio)


class EntryMeter:
    """Counts what is unpacked from one entry of `packed` bytes, and from all."""

    def __init__(self, whole: Meter, packed: int) -> None:
        self.whole, self.packed, self.unpacked = whole, packed, 0

    def count(self, size: int) -> None:
        """Add bytes. Raises ContainerError where a limit is passed."""
        self.unpacked += size
        bounds = self.whole.bounds
        if bounds.entry is not None and self.unpacked > bounds.entry:
            raise too_large(bounds.entry)
        if self.unpacked > max(bounds.floor, self.packed * bounds.ratio):
            raise too_dense(bounds.ratio)
        self.whole.count(size)


def too_dense(ratio: int) -> ContainerError:
    """Return the error for an entry that grows beyond the ratio."""
    return ContainerError(
        f"it unpacks to more than {ratio} times its size, as no text does",
        code="container-ratio",
    )


def too_large(limit: int) -> ContainerError:
    """Return the error for one entry or file above the limit in bytes."""
    return ContainerError(f"it holds more than {limit} bytes", code="size-limit")


def dense(packed: int, unpacked: int, bounds: Bounds) -> bool:
    """Tell whether stated sizes are beyond the ratio already."""
    return unpacked > max(bounds.floor, packed * bounds.ratio)


class _Chunks(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def as_stream(chunks: Iterator[bytes]) -> BinaryIO:
    """Return an iterator of bytes as a stream; what the iterator raises passes."""
    return io.BufferedReader(_Chunks(chunks), 1 << 16)
