"""Files that commands write: whole or not at all, under names that are safe."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from fanfold.text.slugs import slug

if TYPE_CHECKING:
    from fanfold.model.work import Work
    from fanfold.writers.contract import Writer

#: What people call a form, and the ending its writer has.
FORMS = {"epub": ".epub", "html": ".html", "text": ".txt", "records": ".jsonl"}


def written(target: Path, work: Work, writer: Writer) -> None:
    """Write the work to `target`; a crash leaves the old file or the new one."""
    partial = target.with_name(target.name + ".part")
    with partial.open("wb") as stream:
        writer.write(work, stream)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(target)


def put(target: Path, lines: Iterable[str]) -> None:
    """Write lines to `target`, for its owner alone; the old file or the new one."""
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(partial, flags, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.writelines(lines)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(target)


def free_name(work: Work, suffix: str, taken: set[str]) -> str:
    """Return a name that is not in `taken`, and put it there."""
    stem = slug(work.title)
    name, number = stem + suffix, 2
    while name in taken:
        name, number = f"{stem}-{number}{suffix}", number + 1
    taken.add(name)
    return name
