"""The parts of an office document: a zip file of XML, opened within limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fanfold.errors import ContainerError, UnreadableSourceError
from fanfold.keep.bounds import Bounds, Meter
from fanfold.keep.containers import Member, loss
from fanfold.keep.zips import document
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.text.decode import decode
from fanfold.text.xml import without_dtd

#: XML of office programs packs densely; a part of more than this no story needs.
BOUNDS = Bounds(floor=8 << 20, entry=64 << 20, total=256 << 20)


@dataclass(slots=True)
class Parts:
    """The parts of one document. problems: gathered as parts are read."""

    members: dict[str, Member]
    problems: list[Problem] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts that are there, in the order of the file."""
        return tuple(self.members)

    def xml(self, name: str) -> bytes:
        """Return a part's XML without a document type, as UTF-8; empty if damaged."""
        return self.text(name).encode("utf-8", "replace")

    def text(self, name: str) -> str:
        """Return a part's XML as text, without a document type; "" if damaged."""
        if name not in self.members:
            return ""
        try:
            with self.members[name].open() as stream:
                text, _ = decode(stream, name=name)
        except (ContainerError, UnreadableSourceError) as error:
            self.problems.append(loss(error.code, name, str(error)))
            return ""
        text, harmful = without_dtd(text)
        if harmful:
            detail = "its own entities were left out"
            self.problems.append(Problem("xml-dtd", name, detail, Severity.WARNING))
        return text


@contextmanager
def opened(original: Original) -> Iterator[Parts]:
    """Give the parts of a document while the block lasts.

    Raises ContainerError where its file cannot be trusted as a whole.
    """
    if original.path is None:
        raise UnreadableSourceError(f"the bytes of {original.name} are not at hand")
    with document(
        original.path, Meter(BOUNDS, original.size), name=original.name
    ) as entries:
        members = {each.name: each for each in entries if isinstance(each, Member)}
        problems = [each for each in entries if isinstance(each, Problem)]
        yield Parts(members, problems)
