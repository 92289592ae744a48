"""What files hold, without any archive: for `look` and `convert`. Adds nothing."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from fanfold.intake.here import read_here
from fanfold.intake.limits import Limits
from fanfold.intake.progress import SILENT, Progress
from fanfold.intake.sources import Claimed, claimed, known_readers
from fanfold.intake.survey import Found, Part, survey
from fanfold.keep.media import media_type_of
from fanfold.keep.originals import CHUNK, Originals, now
from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem


def examine(
    paths: Sequence[Path],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Progress = SILENT,
    modules: Sequence[str] = (),
) -> Iterator[Original | Draft | Problem]:
    """Yield what `paths` hold: originals, then their drafts and problems, in order.

    Containers are unpacked to a temporary folder that is gone at the end. A file or
    reader that fails is a `Problem`. modules: readers to use instead of all.
    """
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        hold = _InPlace(scratch / "unpacked")
        limits = limits.within(scratch)
        known = known_readers(modules)
        found: list[Found] = []
        for each in survey(paths, hold=hold, bounds=limits.bounds):
            if isinstance(each, Problem):
                yield each
            else:
                found.append(each)
                if each.part != Part.STORY:
                    yield each.original
        progress.begin("reading", len(found))
        for source in claimed(found, known):
            yield from source.source
            yield from _read(source, limits, scratch)
            progress.advance(len(source.source.originals), source.source.name)
        progress.end()


def _read(source: Claimed, limits: Limits, scratch: Path) -> Iterator[Draft | Problem]:
    yield from source.problems
    if source.known is not None:
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            yield from read_here(source, limits=limits, scratch=Path(folder))


class _InPlace:
    """Leaves files where they are; only what has no place of its own is copied."""

    def __init__(self, folder: Path) -> None:
        self._copies = Originals(folder, durable=False)

    def __call__(
        self,
        stream: BinaryIO,
        name: str,
        container: str | None,
        found_in: str,
        path: Path | None,
    ) -> Original:
        if path is None:
            return self._copies.keep(
                stream, name=name, container=container, found_in=found_in
            )
        digest, size, beginning = hashlib.sha256(), 0, b""
        while chunk := stream.read(CHUNK):
            beginning = beginning or chunk[:4096]
            digest.update(chunk)
            size += len(chunk)
        return Original(
            digest.hexdigest(),
            size,
            name,
            container=container,
            media_type=media_type_of(beginning),
            found_at=now(),
            found_in=found_in,
            path=path,
        )
