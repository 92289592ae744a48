"""Files that commands write: whole or not at all, under names that are safe."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fanfold.model.work import Work
    from fanfold.writers.contract import Writer

_LENGTH = 60


def written(target: Path, work: Work, writer: Writer) -> None:
    """Write the work to `target`; a crash leaves the old file or the new one."""
    partial = target.with_name(target.name + ".part")
    with partial.open("wb") as stream:
        writer.write(work, stream)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(target)


def slug(title: str) -> str:
    """Return a file name's stem: letters and digits of any script, hyphens between."""
    plain = unicodedata.normalize("NFKC", re.sub(r"<[^>]{0,200}>", "", title)).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:_LENGTH].strip("-") or "untitled"


def free_name(work: Work, suffix: str, taken: set[str]) -> str:
    """Return a name that is not in `taken`, and put it there."""
    stem = slug(work.title)
    name, number = stem + suffix, 2
    while name in taken:
        name, number = f"{stem}-{number}{suffix}", number + 1
    taken.add(name)
    return name
