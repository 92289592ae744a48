"""What a writer is: a name, an ending and one function.

The same work written twice gives the same bytes: no clock, no random number, no
order of a dictionary that was filled by chance.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import BinaryIO

from fanfold.errors import UnknownFormatError
from fanfold.model.work import Work


@dataclass(frozen=True, slots=True)
class Writer:
    """A form to give works back in.

    name: the module's name; also the word after ``fanfold export``.
    suffix: with its dot, ``.epub``. write: one work into an open binary file.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    write: Callable[[Work, BinaryIO], None]


@cache
def writers() -> tuple[Writer, ...]:
    """Return every writer of the package, by name."""
    import fanfold.writers as package

    names = sorted(
        module.name
        for module in pkgutil.iter_modules(package.__path__)
        if module.name != "contract" and not module.name.startswith("_")
    )
    return tuple(import_module(f"fanfold.writers.{name}").writer for name in names)


def writer_for(suffix: str) -> Writer:
    """Return the writer of a file ending. Raises UnknownFormatError for others."""
    for writer in writers():
        if writer.suffix == suffix.lower():
            return writer
    known = " ".join(writer.suffix for writer in writers())
    raise UnknownFormatError(
        f"Nothing is written with the ending {suffix!r}. Choose one of: {known}"
    )
