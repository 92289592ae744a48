"""Marks that tell two sites' works of one number apart, without keeping their words.

Sites number alike: ``efiction:stories/3`` names a work only together with what it is
called or who wrote it. A mark is a keyed hash of one of these (addresses.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from fanfold.archive.addresses import keyed_hashes
from fanfold.archive.storing import sort_title


def marks_of(title: str, names: Iterable[str]) -> list[str]:
    """Return the marks of a work's title and of each of its creators' names."""
    titles = [f"title {told}"] if (told := sort_title(title)) else []
    called = (" ".join(name.split()) for name in names)
    return keyed_hashes([*titles, *(f"name {name}" for name in called if name)])
