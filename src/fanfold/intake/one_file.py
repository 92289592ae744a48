"""One file that somebody brings by hand, read apart from the process that serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fanfold.errors import UnreadableSourceError
from fanfold.intake.limits import Limits
from fanfold.intake.sources import claim, known_readers
from fanfold.intake.workers import Pool
from fanfold.model.draft import DraftWork, settled
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.model.work import Work

#: A person waits for it.
_SECONDS, _MEMORY = 60, 1 << 29


def read_story(original: Original) -> tuple[Work, str]:
    """Return the one story that a kept file holds, and the name of its reader.

    Raises UnreadableSourceError where no reader knows it, or it holds none, or more.
    """
    claimed = claim((original,), known_readers())
    if claimed.known is None:
        raise UnreadableSourceError(
            f"{original.name} is no file that can be read here. Nothing was changed."
        )
    limits = Limits(workers=1, memory=_MEMORY, seconds=_SECONDS)
    with Pool(limits, [claimed.known.module]) as pool:
        found = [each for _source, read in pool.read_all([claimed]) for each in read]
    works = [each for each in found if isinstance(each, DraftWork)]
    if len(works) != 1:
        told = next(iter(_losses(found)), f"{len(works)} stories are in it")
        raise UnreadableSourceError(
            f"{original.name} could not be read as one story: {told}. "
            "Nothing was changed."
        )
    return settled(works[0]), claimed.known.reader.name


def _losses(found: Iterable[object]) -> Iterator[str]:
    for each in found:
        if isinstance(each, Problem) and each.severity is Severity.LOSS:
            yield each.detail
