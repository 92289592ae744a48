"""Marks that tell two sites' works of one number apart, without keeping their words.

Sites number alike: ``efiction:stories/3`` names a work only together with what it is
called or who wrote it. A mark is a keyed hash of one of these (addresses.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from fanfold.archive.addresses import every_hash, keyed_hashes
from fanfold.archive.storing import sort_title


def marks_of(title: str, names: Iterable[str]) -> list[str]:
    """Return the marks of a work's title and of each of its creators' names."""
    return keyed_hashes(_told(title, names))


def every_mark_of(title: str, names: Iterable[str]) -> set[str]:
    """Return the same under every key, to compare with what was buried before."""
    return {each for told in _told(title, names) for each in every_hash(told)}


def _told(title: str, names: Iterable[str]) -> list[str]:
    titles = [f"title {told}"] if (told := sort_title(title)) else []
    called = (" ".join(name.split()) for name in names)
    return [*titles, *(f"name {name}" for name in called if name)]
