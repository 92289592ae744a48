"""What a reader of a source format is: two functions and a name.

A reader has no state, no settings and no network, and prints nothing. It runs in a
worker process with limits on memory and time (intake/workers.py) and may write only
into the scratch folder it is given.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

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


class Read(Protocol):
    """Yields drafts and problems in the source's order, lazily.

    Raises SourceError where nothing of the source can be read.
    """

    def __call__(
        self, source: Source, *, scratch: Path
    ) -> Iterator[Draft | Problem]: ...


@dataclass(frozen=True, slots=True)
class Reader:
    """A source format.

    name: the module's name. title: for people.
    recognise: cheap; looks at the beginning of the originals, never at all of them.
    """

    name: str
    title: str
    recognise: Callable[[Source], Recognition]
    read: Read


@cache
def readers() -> tuple[Reader, ...]:
    """Return every reader of the package, by name."""
    import fanfold.readers as package

    names = sorted(
        module.name
        for module in pkgutil.iter_modules(package.__path__)
        if module.name != "contract" and not module.name.startswith("_")
    )
    return tuple(import_module(f"fanfold.readers.{name}").reader for name in names)


def reader_named(name: str) -> Reader:
    """Return one reader. Raises UnknownFormatError when there is none so called."""
    for reader in readers():
        if reader.name == name:
            return reader
    known = ", ".join(reader.name for reader in readers())
    raise UnknownFormatError(f"There is no reader called {name!r}. There are: {known}")
