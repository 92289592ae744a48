"""The members of a book's file: the same bytes for the same content, each time."""

from __future__ import annotations

import shutil
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from fanfold.writers.epub.package import CONTAINER
from fanfold.writers.epub.pages import STYLE

RECORD = "META-INF/fanfold.jsonl"
_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def begin(book: ZipFile) -> None:
    """Write what every book begins with; what it is stands first, stored."""
    book.writestr(_member("mimetype", ZIP_STORED), "application/epub+zip")
    add(book, "META-INF/container.xml", CONTAINER)
    add(book, "OPS/style.css", STYLE)


def add(book: ZipFile, name: str, text: str) -> None:
    """Write a member."""
    book.writestr(_member(name), text.encode("utf-8", "replace"))


def add_stream(book: ZipFile, name: str, stream: BinaryIO) -> None:
    """Write a member from a stream, without holding it whole."""
    with book.open(_member(name), "w") as out:
        shutil.copyfileobj(stream, out)


def _member(name: str, how: int = ZIP_DEFLATED) -> ZipInfo:
    member = ZipInfo(name, _BEGINNING_OF_TIME)
    member.compress_type = how
    member.create_system = _UNIX  # else it would be the machine's own
    member.external_attr = 0o644 << 16
    return member
