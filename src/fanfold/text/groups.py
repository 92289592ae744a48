"""Chapters that belong together, told from what they are called: "Part I", "Book 2".

No source that is read states groups of chapters; their titles do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fanfold.text.markers import NUMBER, value_of
from fanfold.vocab.patterns import late

_WORD = (
    r"(?:part|book|volume|vol|act|arc|season|section|teil|buch|band|akt|staffel|"
    r"partie|livre|tome|parte|libro|часть|книга|том)"
)
_HEAD = late(
    rf"(?i)(?P<word>{_WORD})\b[\s.:#-]*(?:the\s+)?(?P<number>{NUMBER})"
    r"(?:\s*[:.,;/]\s*|\s+[-–—~]+\s*|\s*[-–—]+\s+|\s+\(?|\Z).*"
)


class Group(NamedTuple):
    """Chapters from `start` to before `end`. name: "" for those before the first."""

    name: str
    start: int
    end: int


class _Head(NamedTuple):
    word: str
    number: int | None
    name: str


def groups(titles: Sequence[str]) -> list[Group]:
    """Return the groups of chapters with these titles, in order; none where the titles
    tell of none.

    A chapter without a part of its own belongs to the part before. Where every chapter
    is a part by itself ("Part 1", "Part 2" …), parts are just what chapters are called.
    """
    found: list[Group] = []
    last: tuple[str, int | None] | None = None
    for at, title in enumerate(titles):
        head = _head(title)
        key = (head.word, head.number) if head else last
        if head is not None and key != last:
            found.append(Group(head.name, at, at + 1))
        elif found:
            found[-1] = found[-1]._replace(end=at + 1)
        else:
            found.append(Group("", at, at + 1))
        last = key
    named = [each for each in found if each.name]
    if not named or len(named) * 2 > len(titles) - _before(found):
        return []
    return [_named(each, titles) for each in found]


def _before(found: Sequence[Group]) -> int:
    """Return how many chapters stand before the first part: a prologue."""
    return found[0].end if not found[0].name else 0


def _head(title: str) -> _Head | None:
    told = _HEAD.match(title.strip())
    if told is None:
        return None
    name = title.strip()[: told.end("number")]
    return _Head(told["word"].lower(), value_of(told["number"]), name)


def _named(group: Group, titles: Sequence[str]) -> Group:
    """Return the group under its whole name, where one title alone bears the part.

    "Part I: The Moor" opens a part, and chapters with no part in their titles follow.
    """
    bearing = [each for each in titles[group.start : group.end] if _head(each)]
    if group.name and len(bearing) == 1:
        return group._replace(name=bearing[0].strip())
    return group
