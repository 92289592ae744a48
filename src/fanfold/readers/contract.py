"""What a reader of a source format is: two functions and a name.

A reader has no state, no settings and no network, and prints nothing. It runs in a
worker process with limits on memory and time (intake/workers.py) and may write only
into the scratch folder it is given.

Every reader's module, or its package's ``__init__``, is loaded for every file, so it
holds what `recognise` and `gather` need and nothing else: it imports this module,
readers/peek.py, the model and `late`. What reads lies in ``<name>/reading.py`` or
``_<name>.py``; `read` imports it when it is called, and the reader names it in
`reading`. tests/cli/test_look_and_convert.py holds that.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol

from fanfold.errors import UnknownFormatError
from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem


class Recognition(IntEnum):
    """How sure a reader is that a source is of its format."""

    NO = 0
    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Source:
    """Originals that belong together: a dump and its folder, the pages of one site.

    name: for people; the first original's name where there is no better one.
    habit: what is known of the whole archive, the encoding most of it has
        (``{"encoding": "windows-1252"}``); may be empty.
    """

    originals: tuple[Original, ...]
    name: str = ""
    habit: dict[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Original]:
        return iter(self.originals)

    @property
    def size(self) -> int:
        """Bytes of all its originals."""
        return sum(original.size for original in self.originals)


class Read(Protocol):
    """Yields drafts and problems in the source's order, lazily; one at the least, for
    a file that nothing is said of would vanish from a person's sight.

    Raises SourceError where nothing of the source can be read, as of one that
    `recognise` does not know.
    """

    def __call__(
        self, source: Source, *, scratch: Path
    ) -> Iterator[Draft | Problem]: ...


class Gather(Protocol):
    """Yields sets of originals that belong together: a dump and the folder of its
    chapters wherever that lies, the parts of one mailbox, the pages of one site.

    originals: all files that were brought in, in the order found; a folder's or a
    container's own name stands first in their names where several were. Goes by names
    first and opens (readers/peek.py) only what may be its own: there may be 200,000.
    """

    def __call__(
        self, originals: Sequence[Original]
    ) -> Iterator[tuple[Original, ...]]: ...


class Prepare(Protocol):
    """Lets a converter that is named and installed make of a source what can be read.

    Called before the walls of the reading process go up, where no network is; writes
    into the scratch folder alone (docs/decisions/named-converters.md).
    """

    def __call__(self, source: Source, *, scratch: Path) -> None: ...


class Reader(NamedTuple):
    """A source format.

    name: the module's name. title: for people.
    recognise: cheap; looks at the beginning of the originals, never at all of them. It
        is asked for every file alone, and for each set that `gather` made; for one that
        other readers' stronger claims have taken files from, it is asked again.
    gather: None where each file is a source of its own.
    prepare: None but for formats that only another program can open.
    reading: the module that `read` needs, "" for none: loaded before the walls go up,
        behind which nothing that Python compiles of it could be kept.
    """

    name: str
    title: str
    recognise: Callable[[Source], Recognition]
    read: Read
    gather: Gather | None = None
    prepare: Prepare | None = None
    reading: str = ""


#: Modules of the package that are about readers and are none.
_NO_READERS = {"contract", "peek"}


@cache
def readers() -> tuple[Reader, ...]:
    """Return every reader of the package, by name."""
    import fanfold.readers as package

    names = sorted(
        module.name
        for module in pkgutil.iter_modules(package.__path__)
        if module.name not in _NO_READERS and not module.name.startswith("_")
    )
    return tuple(import_module(f"fanfold.readers.{name}").reader for name in names)


def surest(source: Source) -> tuple[Reader | None, Recognition]:
    """Return the one reader that is surest of a source, and how sure it is.

    None where no reader knows it, or several are as sure. For readers whose sources
    hold files that others read (a story's file beside a table, a text on a site).
    """
    answers = [(each.recognise(source), each) for each in readers()]
    best = max(answer for answer, _ in answers)
    winners = [each for answer, each in answers if answer is best]
    alone = best is not Recognition.NO and len(winners) == 1
    return (winners[0] if alone else None), best


def reader_named(name: str) -> Reader:
    """Return one reader. Raises UnknownFormatError when there is none so called."""
    for reader in readers():
        if reader.name == name:
            return reader
    known = ", ".join(reader.name for reader in readers())
    raise UnknownFormatError(f"There is no reader called {name!r}. There are: {known}")
