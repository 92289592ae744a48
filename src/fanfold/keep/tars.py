"""Tar files: old, POSIX and GNU, header by header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fanfold.errors import ContainerError
from fanfold.keep.bounds import EntryMeter, Meter, as_stream
from fanfold.keep.containers import Member
from fanfold.keep.labels import Labels
from fanfold.keep.names import as_label
from fanfold.keep.unpacking import cut_short
from fanfold.model.problem import Problem, loss

_BLOCK = 512
_CHUNK = 1 << 16
_EXTENSION = 1 << 20  # bytes a header of headers may hold
_FILES, _FOLDER = b"0\x007", b"5"
_LINKS = b"12346"


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    size: int
    kind: bytes
    start: int


def checksum_is_right(block: bytes) -> bool:
    """Tell whether 512 bytes are a header with the sum it states."""
    if len(block) < _BLOCK:
        return False
    try:
        stated = int(block[148:156].strip(b"\0 ") or b"x", 8)
    except ValueError:
        return False
    return stated == sum(block[:148]) + sum(block[156:_BLOCK]) + 8 * 32


def entries(path: Path, meter: Meter) -> Iterator[Member | Problem]:
    """Yield the entries in order (see containers.members)."""
    labels, count = Labels(), 0
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        for header in _headers(stream, size):
            count += 1
            _refuse_count(count, meter)
            yield from _members_of(header, stream, size, labels, meter)
            if header.start + header.size > size:
                raise cut_short()


def _refuse_count(count: int, meter: Meter) -> None:
    bounds = meter.bounds
    small = count > bounds.small_entries and (
        meter.unpacked < count * bounds.small_mean
    )
    if count > bounds.entries or small:
        raise ContainerError("it has too many entries", code="entry-limit")


def _headers(stream: BinaryIO, size: int) -> Iterator[_Header]:
    at, extended = 0, _Extended()
    while True:
        stream.seek(at)
        block = stream.read(_BLOCK)
        if not block.strip(b"\0"):
            # Two empty blocks end the file; many old ones just stop.
            return
        if len(block) < _BLOCK:
            raise cut_short()
        if not checksum_is_right(block):
            raise ContainerError("a header in it is damaged")
        header = _header(block, at + _BLOCK)
        if header.kind in b"LKxgX":
            if header.start + header.size > size or header.size > _EXTENSION:
                raise cut_short()
            extended.take(header.kind, stream.read(header.size))
        else:
            header = extended.applied(header)
            yield header
        at = header.start + -(-header.size // _BLOCK) * _BLOCK


def _header(block: bytes, start: int) -> _Header:
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0]
    if block[257:263] == b"ustar\0" and prefix:
        name = prefix + b"/" + name
    kind = block[156:157]
    size = _number(block[124:136])
    if kind in _LINKS:
        size = 0
    return _Header(name.decode("utf-8", "surrogateescape"), size, kind, start)


def _number(field: bytes) -> int:
    if field[0] & 0x80:
        return int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
    try:
        return int(field.strip(b"\0 ") or b"0", 8)
    except ValueError:
        raise ContainerError("a header in it is damaged") from None


class _Extended:
    """What headers before a header say of it: a long name, a large size."""

    def __init__(self) -> None:
        self._name: str | None = None
        self._size: int | None = None

    def take(self, kind: bytes, content: bytes) -> None:
        if kind == b"L":
            self._name = content.partition(b"\0")[0].decode("utf-8", "surrogateescape")
        elif kind in b"xX":
            for key, value in _records(content):
                if key == b"path":
                    self._name = value.decode("utf-8", "surrogateescape")
                elif key == b"size" and value.isdigit() and len(value) < 20:
                    self._size = int(value)

    def applied(self, header: _Header) -> _Header:
        name = header.name if self._name is None else self._name
        size = header.size if self._size is None else self._size
        self._name = self._size = None
        return _Header(name, size, header.kind, header.start)


def _records(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield key and value of lines such as ``17 path=a/b.txt``."""
    while content:
        length, _, _ = content.partition(b" ")
        if not length.isdigit() or len(length) > 8 or int(length) <= len(length):
            return
        line, content = content[: int(length)], content[int(length) :]
        key, _, value = line[len(length) + 1 :].rstrip(b"\n").partition(b"=")
        yield key, value


def _members_of(
    header: _Header, stream: BinaryIO, size: int, labels: Labels, meter: Meter
) -> Iterator[Member | Problem]:
    label = as_label(header.name)
    if header.kind in _LINKS:
        yield labels.link(header.name)
        return
    # "./" before every name is how many people pack a folder.
    name = header.name[2:] if header.name.startswith("./") else header.name
    if header.kind == _FOLDER or not name or name == ".":
        return
    refusal = labels.refusal(name)
    if refusal is not None:
        yield refusal
        return
    if header.kind not in _FILES:
        yield loss("container-damaged", label, "a kind of entry that is not read")
        return
    if header.start + header.size > size:
        yield loss("container-truncated", label, "the file ends before this entry does")
        return
    limit = meter.bounds.entry
    if limit is not None and header.size > limit:
        yield loss("size-limit", label, f"it holds more than {limit} bytes")
        return
    for given in labels.give(name):
        if isinstance(given, Problem):
            yield given
        else:
            yield Member(given, lambda: as_stream(_plain(header, stream, meter)))


def _plain(header: _Header, stream: BinaryIO, whole: Meter) -> Iterator[bytes]:
    meter = EntryMeter(whole, header.size)
    at, end = header.start, header.start + header.size
    while at < end:
        stream.seek(at)
        chunk = stream.read(min(_CHUNK, end - at))
        if not chunk:
            raise cut_short()
        meter.count(len(chunk))
        yield chunk
        at += len(chunk)
