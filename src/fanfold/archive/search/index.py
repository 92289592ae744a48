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

import tantivy
from django.conf import settings

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


@dataclass(slots=True)
class _Opened:
    """The index as this process has it open, and the state of the files then."""

    where: Path
    index: tantivy.Index
    slip: Hashable
    state: Hashable


_opened: _Opened | None = None


def searcher() -> tantivy.Searcher:
    """Return a look at the index as it is now; see `looked`."""
    return looked()[0]


def looked() -> tuple[tantivy.Searcher, Hashable]:
    """Return a look at the index as it is now, and what names this state of it.

    Raises SearchNotReadyError where there is no index.
    """
    global _opened  # one index is open once a process
    where = folder()
    ours, state = stamp(), _stamp(where / _STATE)
    if _opened is None or _opened.where != where or _opened.slip != ours:
        _opened = _Opened(where, open_index(), ours, state)
    elif _opened.state != state:
        _opened.index.reload()
        _opened.state = state
    return _opened.index.searcher(), (str(where), _opened.slip, _opened.state)


def stamp() -> Hashable:
    """Return what tells one index in the place from the next; None for none."""
    return _stamp(folder() / SLIP)


def _stamp(path: Path) -> Hashable:
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_ino, told.st_mtime_ns, told.st_size
