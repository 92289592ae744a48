"""How much one import may use: handed in at the edge, never read from settings."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from fanfold.keep.bounds import Bounds

#: Bytes of a source that `Limits.seconds` is the time for.
FULL = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on reading and unpacking.

    workers: sources read at once. memory: bytes one worker may use beyond what the
    program itself needs. seconds: one source of up to FULL bytes may take, by the clock
    and of one core; a larger one more, in proportion.
    written: bytes of one file a reader may write to its scratch folder.
    bounds: on files and containers; where it names no bytes, the free disk does.
    """

    workers: int = 2
    memory: int = 1 << 30
    seconds: int = 600
    written: int = 1 << 32
    bounds: Bounds = field(default_factory=Bounds)

    def suiting(self, size: int) -> Limits:
        """Return these limits for a source of so many bytes."""
        return replace(self, seconds=max(self.seconds, self.seconds * size // FULL))

    def within(self, folder: Path) -> Limits:
        """Return these limits with what is not bounded bounded by the disk's room.

        folder: where copies go, or the nearest folder above it that is there.
        """
        while not folder.is_dir():
            folder = folder.parent
        free = shutil.disk_usage(folder).free
        bounds = self.bounds
        entry = free if bounds.entry is None else bounds.entry
        total = free if bounds.total is None else bounds.total
        return replace(self, bounds=replace(bounds, entry=entry, total=total))
