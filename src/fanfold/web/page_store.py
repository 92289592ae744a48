"""Pages as they were made, kept in the archive's folder: a copy that may be lost.

One file a page, under its work's folder: a line of JSON that says in which state of
the work it was made, then the page, compressed. A file is written beside its place and
moved there, so that no process reads half of one; one that a crash tore is known by its
length and sum, and made anew.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """One page. state: of its work when it was made; others: (id, version) of other
    works that it names. headers: of the answer; body: gzip."""

    state: list[Any]
    others: list[list[Any]]
    headers: list[list[str]]
    body: bytes

    @property
    def tag(self) -> str:
        """What tells this page from another under the same address (ETag)."""
        return f'W/"{zlib.crc32(self.body):08x}{len(self.body):x}"'


class PageStore:
    """Pages of one edition, which names the program and settings that made them.

    limit: bytes on disk; the pages made first go first.
    """

    def __init__(self, folder: Path, *, edition: str, limit: int) -> None:
        self._all = folder
        self._folder = folder / edition
        self._limit = limit
        self._room = 0  # bytes that may be written before the next look at the whole

    def get(self, work: str, name: str) -> Page | None:
        """Return a page of a work, or None where there is no whole one."""
        try:
            kept = (self._folder / work[:2] / work / name).read_bytes()
            line, _, body = kept.partition(b"\n")
            told = json.loads(line)
            if len(body) != told["length"] or zlib.crc32(body) != told["sum"]:
                return None
            return Page(told["state"], told["others"], told["headers"], body)
        except (OSError, ValueError, KeyError):
            return None

    def put(self, work: str, name: str, page: Page) -> None:
        """Keep a page. Where the disk refuses, it is not kept, and that is all."""
        told = {
            "length": len(page.body),
            "sum": zlib.crc32(page.body),
            "state": page.state,
            "others": page.others,
            "headers": page.headers,
        }
        content = json.dumps(told).encode("ascii") + b"\n" + page.body
        if len(content) > self._limit // 16:
            return
        folder = self._folder / work[:2] / work
        beside = folder / f".{name}-{os.getpid()}-{get_ident()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
            beside.replace(folder / name)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            return
        self._room -= len(content)
        if self._room < 0:
            self._make_room()

    def forget(self, work: str) -> None:
        """Remove every page of a work that visitors may not read any more."""
        shutil.rmtree(self._folder / work[:2] / work, ignore_errors=True)

    def _make_room(self) -> None:
        """Remove other editions, and the oldest pages beyond seven eighths."""
        with suppress(OSError):
            for each in self._all.iterdir():
                if each != self._folder:
                    shutil.rmtree(each, ignore_errors=True)
        files = sorted(_files(self._folder))
        total = sum(size for _made, size, _path in files)
        for _made, size, path in files:
            if total <= self._limit * 7 // 8:
                break
            with suppress(OSError):
                path.unlink()
                path.parent.rmdir()  # where it was the last
            total -= size
        # Several processes may write until the next look.
        self._room = min(self._limit - total, self._limit // 16)


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield (time made, size, path) of every file below a folder."""
    for where, _folders, names in os.walk(folder):
        for name in names:
            path = Path(where, name)
            with suppress(OSError):
                told = path.stat()
                yield told.st_mtime, told.st_size, path
