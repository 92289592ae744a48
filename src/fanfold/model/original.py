"""Bytes as they were received."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Original:
    """One file as it came in (kind ``original`` of the record).

    sha256: of the bytes, lower-case hexadecimal. size: bytes.
    name: the path as found, relative to what was brought in, ``/`` between folders;
        bytes of a name that are no UTF-8 are written ``\\xNN``.
    container: SHA-256 of the archive file it lay in, or None.
    media_type: by content, not by name; ``application/octet-stream`` if unknown.
    found_at: when it was brought in, ISO 8601 UTC; found_in: from where, in words.
    path: where its bytes can be read now; no part of the record.
    """

    sha256: str
    size: int
    name: str
    container: str | None = None
    media_type: str = "application/octet-stream"
    found_at: str | None = None
    found_in: str | None = None
    path: Path | None = field(default=None, compare=False, repr=False)

    def open(self) -> BinaryIO:
        """Return the bytes as a stream from their start; the caller closes it.

        Raises FileNotFoundError where the bytes are not at hand.
        """
        if self.path is None:
            raise FileNotFoundError(f"the bytes of {self.name} are not at hand")
        return self.path.open("rb")
