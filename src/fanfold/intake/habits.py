"""The encoding that most files of a folder, or of all that was brought in, have.

Found from the files' own bytes before any is read, so that a run that was killed and
begun again knows the same, whatever it had read before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from fanfold.model.original import Original
from fanfold.readers.contract import Source
from fanfold.readers.peek import beginning
from fanfold.text.habit import FEWEST, usual_of

#: So many files of a folder are asked: the same ones whatever order they come in.
ASKED = 40


class Habits:
    """What is usual where each original lies; asked folder by folder, as needed."""

    def __init__(self, originals: Sequence[Original]) -> None:
        self._folders: dict[tuple[str, str], list[Original]] = defaultdict(list)
        for each in originals:
            self._folders[_folder(each)].append(each)
        self._all = originals
        self._known: dict[tuple[str, str], str | None] = {}

    def of(self, source: Source) -> dict[str, str]:
        """Return ``{"encoding": …}`` for a source, empty where nothing is usual."""
        if len(self._all) <= FEWEST:
            return {}
        folder = _folder(source.originals[0])
        usual = self._asked(folder, self._folders[folder])
        usual = usual or self._asked(("", ""), self._all)
        return {"encoding": usual} if usual else {}

    def _asked(
        self, place: tuple[str, str], originals: Sequence[Original]
    ) -> str | None:
        if place not in self._known:
            self._known[place] = usual_of(_beginnings(originals))
        return self._known[place]


def _beginnings(originals: Iterable[Original]) -> Iterator[bytes]:
    for each in sorted(originals, key=lambda each: each.sha256)[:ASKED]:
        # A file that cannot be read is told of when its turn comes.
        with suppress(OSError):
            yield beginning(each)


def _folder(original: Original) -> tuple[str, str]:
    return original.container or "", original.name.rpartition("/")[0] + "/"
