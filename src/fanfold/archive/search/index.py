"""The index on disk: where it lies, whose it is, and how it is opened.

Beside the index lies a slip (`SLIP`) that names its form and its archive. An index
without the right slip is not ours to ask: it is made anew from the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import tantivy
from django.conf import settings

from fanfold.archive.search.frequent import Frequent
from fanfold.archive.search.schema import FORM, register, schema
from fanfold.errors import SearchNotReadyError

SLIP = "fanfold-index.json"
#: What tantivy writes at the end of every commit.
_STATE = "meta.json"


def folder() -> Path:
    """Return the folder of this archive's index."""
    return Path(settings.SEARCH_INDEX)  # type: ignore[misc]


def slip() -> dict[str, object]:
    """Return what the slip of an index of this archive and program says."""
    key = settings.SECRET_KEY.encode()
    archive = hmac.new(key, b"fanfold.index/1", hashlib.sha256).hexdigest()[:32]
    return {"form": FORM, "archive": archive}


def is_ours(where: Path) -> bool:
    """Tell whether an index of this form and of this archive lies there."""
    try:
        told = json.loads((where / SLIP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(told == slip()) and tantivy.Index.exists(str(where))


def create(where: Path) -> tantivy.Index:
    """Make an empty index in a new folder, which is no index yet for anybody.

    `finish` makes it one.
    """
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(where))
    register(index)
    return index


def finish(where: Path) -> None:
    """Put the slip to a new index and move it to its place; the old one goes."""
    (where / SLIP).write_text(json.dumps(slip()), encoding="utf-8")
    place, old = folder(), folder().with_name(folder().name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        place.rename(old)
    where.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def open_index() -> tantivy.Index:
    """Return this archive's index. Raises SearchNotReadyError where there is none."""
    where = folder()
    if not is_ours(where):
        raise SearchNotReadyError(
            "The search index is not there yet. Stories can be read and listed all the "
            "same. While fanfold serve runs it is being made; else run: fanfold reindex"
        )
    try:
        index = tantivy.Index.open(str(where))
    except ValueError as error:
        raise SearchNotReadyError(
            f"The search index cannot be opened ({error}). No story is touched. "
            "Make it anew with: fanfold reindex"
        ) from None
    register(index)
    return index


class Look(NamedTuple):
    """The index at one time. state: names that: folder, index, its last change."""

    searcher: tantivy.Searcher
    state: tuple[Hashable, ...]
    frequent: Frequent


@dataclass(frozen=True, slots=True)
class _Opened:
    """The index as this process has it open, and the files as they were then."""

    index: tantivy.Index
    look: Look


_opened: _Opened | None = None


def searcher() -> tantivy.Searcher:
    """Return a look at the index as it is now; see `looked`."""
    return looked().searcher


def looked() -> Look:
    """Return a look at the index as it is now.

    Raises SearchNotReadyError where there is no index.
    """
    global _opened  # one index is open once a process
    where, ours = folder(), stamp()
    state = (str(where), ours, _stamp(where / _STATE))
    if _opened is not None and _opened.look.state == state:
        return _opened.look
    before = changes(where)
    if _opened is not None and _opened.look.state[:2] == state[:2]:
        opened = _opened.index
        opened.reload()
    else:
        opened = open_index()
    look = Look(opened.searcher(), state, _frequent(where, before))
    if stamp() != ours:
        return looked()  # another index came to its place meanwhile
    _opened = _Opened(opened, look)
    return look


def _frequent(where: Path, before: int) -> Frequent:
    """Return the frequent tags for an index just read. before: its changes before that.

    What was read lies between then and now, and each change adds one at most.
    """
    told = Frequent.load(where)
    apart = (abs(each - told.at) for each in (before, changes(where)))
    return told.loosened(max(apart))


def changes(where: Path) -> int:
    """Return the number that the index in a folder gave to its last change."""
    with suppress(OSError, ValueError, KeyError):
        return int(json.loads((where / _STATE).read_bytes())["opstamp"])
    return 0


def stamp() -> Hashable:
    """Return what tells one index in the place from the next; None for none."""
    return _stamp(folder() / SLIP)


def _stamp(path: Path) -> Hashable:
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_ino, told.st_mtime_ns, told.st_size
