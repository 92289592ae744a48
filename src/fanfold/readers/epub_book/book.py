"""A book's file: its parts by name, as text, and what is wrong with them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

from fanfold.errors import ContainerError, UnreadableSourceError
from fanfold.keep.bounds import Bounds, Meter
from fanfold.keep.containers import Member, loss, note
from fanfold.keep.zips import document
from fanfold.model.evidence import Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.text import decode as decoding
from fanfold.text.mend import mend

#: A page of tags packs more densely than a story does; more than this none needs.
BOUNDS = Bounds(floor=8 << 20, entry=64 << 20, total=1 << 30)


@dataclass(frozen=True, slots=True)
class Text:
    """A part as text. steps: what was done to its bytes."""

    name: str
    text: str
    steps: tuple[Step, ...] = ()


@dataclass(slots=True)
class Book:
    """The parts of a book. problems: gathered as parts are read, to be said once."""

    original: Original
    parts: dict[str, Member]
    problems: list[Problem] = field(default_factory=list)
    _texts: dict[str, Text | None] = field(default_factory=dict)

    def text(self, name: str) -> Text | None:
        """Return a part as mended text; None, with a problem, where it is not there."""
        if name not in self._texts:
            self._texts[name] = self._read(name)
        return self._texts[name]

    def bytes_of(self, name: str) -> bytes | None:
        """Return a part's bytes, None where it is missing or damaged."""
        member = self.parts.get(name)
        if member is None:
            self.note("epub-part-missing", name, "the book names it and has it not")
            return None
        try:
            with member.open() as stream:
                return stream.read()
        except ContainerError as error:
            self.problems.append(loss(error.code, name, str(error)))
            return None

    def note(
        self, code: str, place: str, detail: str, how: Severity = Severity.WARNING
    ) -> None:
        """Remember a problem of a part, once."""
        problem = Problem(code, place, detail, how)
        if problem not in self.problems:
            self.problems.append(problem)

    def _read(self, name: str) -> Text | None:
        content = self.bytes_of(name)
        if content is None:
            return None
        try:
            text, encoding = decoding.decode(content, name=name)
        except UnreadableSourceError as error:
            self.problems.append(loss(error.code, name, str(error)))
            return None
        self.problems.extend(decoding.problems(encoding, name))
        mended, steps = mend(text)
        return Text(name, mended, (*encoding.steps, *steps))


@contextmanager
def opened(original: Original) -> Iterator[Book]:
    """Give a book, its parts to be read in any order while the block lasts.

    Raises ContainerError where its file cannot be trusted as a whole.
    """
    if original.path is None:
        raise UnreadableSourceError(f"the bytes of {original.name} are not at hand")
    with document(
        original.path, Meter(BOUNDS, original.size), name=original.name
    ) as entries:
        book = Book(original, {})
        for entry in entries:
            if isinstance(entry, Problem):
                book.problems.append(entry)
                continue
            book.parts[entry.name] = entry
            if entry.name.lower().endswith((".epub", ".zip")):
                detail = "a file of files inside the book; it was not opened"
                book.problems.append(note("nested-archive", entry.name, detail))
        yield book


def resolved(href: str, base: str) -> str | None:
    """Return the name of the part that `href` in the part `base` points to.

    None where it points out of the book: to the web, or above its root.
    """
    path = unquote(href.partition("#")[0]).strip()
    if "://" in path or path.startswith(("/", "\\")) or ":" in path.split("/")[0]:
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    return None if joined.startswith("..") else joined
