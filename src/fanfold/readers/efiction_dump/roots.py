"""One folder of chapter files, and which file is the chapter that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fanfold.model.original import Original
from fanfold.readers.efiction_dump.files import lying


@dataclass(slots=True)
class Root:
    """One folder of chapter files, by number and by account."""

    name: str
    files: dict[int, list[tuple[str, Original]]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, name: str, originals: Sequence[Original]) -> Root:
        """Return the folder with these files; what is no chapter is passed over."""
        made = cls(name)
        for original in originals:
            at = lying(original.name)
            if at is not None:
                made.files.setdefault(at.number, []).append((at.folder, original))
        return made

    def has(self, folder: str, number: int) -> bool:
        """Tell whether a file lies where eFiction would look for it."""
        return any(_same(each, folder) for each, _ in self.files.get(number, ()))

    def find(self, folders: Sequence[str], number: int) -> Found | None:
        """Return a chapter's file: in one of these folders, else in any other.

        Of several strays the longest; the others are named.
        """
        lie = self.files.get(number)
        if not lie:
            return None
        for folder in folders:
            for each, original in lie:
                if _same(each, folder):
                    rest = tuple(o for _, o in lie if o is not original)
                    self.used.update(o.name for _, o in lie)
                    return Found(original, False, rest)
        _, longest = max(lie, key=lambda each: (each[1].size, each[1].name))
        self.used.update(o.name for _, o in lie)
        return Found(longest, True, tuple(o for _, o in lie if o is not longest))

    def unused(self) -> Iterator[tuple[int, Original]]:
        """Yield number and file of what no chapter asked for, in order."""
        for number in sorted(self.files):
            for _, original in self.files[number]:
                if original.name not in self.used:
                    yield number, original


class Found(NamedTuple):
    """A chapter's file. moved: it lies in another account's folder."""

    original: Original
    moved: bool
    others: tuple[Original, ...]


def _same(one: str, other: str) -> bool:
    return one == other or one.lower() == other.lower()
