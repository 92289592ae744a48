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
from fanfold.intake.overview import Overview
from fanfold.intake.progress import SILENT, Progress
from fanfold.intake.sources import Claimed, claimed, known_readers
from fanfold.intake.survey import Found, Part, survey
from fanfold.intake.warming import warm
from fanfold.keep.media import media_type_of
from fanfold.keep.originals import CHUNK, Originals, now
from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem

#: For so few files it costs more to make a reader ready than it saves.
_FEW = 3


def examine(
    paths: Sequence[Path],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Progress = SILENT,
    modules: Sequence[str] = (),
    apart: Sequence[str] = (),
    overview: Overview | None = None,
) -> Iterator[Original | Draft | Problem]:
    """Yield what `paths` hold: originals, then their drafts and problems, in order.

    Containers are unpacked to a temporary folder that is gone at the end. A file or
    reader that fails is a `Problem`. modules: readers to use instead of all. apart:
    patterns of files to be joined to no other.
    overview: counts what is yielded.
    """
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        hold = _InPlace(scratch / "unpacked")
        limits = limits.within(scratch)
        known = known_readers(modules)
        found: list[Found] = []
        counts = overview or Overview()
        for each in survey(paths, hold=hold, bounds=limits.bounds):
            if isinstance(each, Problem):
                counts.problem(each)
                yield each
            else:
                counts.found(each)
                found.append(each)
                if each.part != Part.STORY:
                    yield each.original
        progress.begin("reading", len(found))
        warmed: set[str] = (
            set() if len(found) > _FEW else {each.module for each in known}
        )
        for source in claimed(found, known, apart=apart):
            counts.claimed(source)
            yield from source.source
            if source.known is not None and source.known.module not in warmed:
                warmed.add(source.known.module)
                warm(source.known)
            for thing in _read(source, limits, scratch):
                counts.take(thing, source.key)
                yield thing
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
