"""Zip files, read by their directory, which is checked before it is believed."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from fanfold.errors import ContainerError
from fanfold.keep.bounds import (
    Bounds,
    EntryMeter,
    Meter,
    as_stream,
    dense,
    too_dense,
)
from fanfold.keep.containers import Member
from fanfold.keep.labels import Labels
from fanfold.keep.names import as_label
from fanfold.keep.unpacking import (
    Deflate,
    Unpacker,
    bzip2,
    cut_short,
    lzma_of_zip,
    unpacked,
)
from fanfold.model.problem import Problem, loss, note

_END = struct.Struct("<4s4H2LH")
_END64_PLACE = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_TAIL = 1 << 17  # bytes from the end in which the end of the directory is sought
_UNKNOWN32 = 0xFFFFFFFF
_STORED, _DEFLATED, _BZIP2, _LZMA = 0, 8, 12, 14
_DEFLATE_MOST = 1040  # times; deflate cannot pack more densely
_CHUNK = 1 << 16
_NOTHING_PACKED = 16
_NAMES = 20_000  # entries; no book or office document has more


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where the directory lies. start, end: of it, in the file; shift: bytes before
    the zip file proper; stated: number of entries; extra: bytes after the end."""

    start: int
    end: int
    shift: int
    stated: int
    extra: int


@dataclass(frozen=True, slots=True)
class _Entry:
    raw_name: bytes
    flags: int
    method: int
    day: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int


def has_directory(path: Path) -> bool:
    """Tell whether a zip file's directory ends near the end of the file."""
    with path.open("rb") as stream:
        try:
            return _directory(stream) is not None
        except ContainerError:
            return True


def entries(path: Path, meter: Meter) -> Iterator[Member | Problem]:
    """Yield the entries in the order of the directory (see containers.members)."""
    with path.open("rb") as stream:
        yield from _all_in(stream, meter)


@contextmanager
def document(
    path: Path, meter: Meter, *, name: str
) -> Iterator[list[Member | Problem]]:
    """Give the entries of a book or office document, to be opened in any order.

    name: the document's own, where a problem is of the whole of it. Each
    entry may be opened while the block lasts. Raises ContainerError as `entries` does.
    """
    with path.open("rb") as stream:
        yield [_placed(each, name) for each in _all_in(stream, meter)]


def _placed(found: Member | Problem, name: str) -> Member | Problem:
    if isinstance(found, Problem) and not found.place:
        return replace(found, place=name)
    return found


def names_in(path: Path) -> frozenset[str]:
    """Return the names a zip file's directory holds; empty where it has none."""
    with path.open("rb") as stream:
        try:
            directory = _directory(stream)
            if directory is None or directory.stated > _NAMES:
                return frozenset()
            found = _entries(stream, directory, Meter(Bounds(), 0))
        except ContainerError:
            return frozenset()
    return frozenset(_name(entry)[0] for entry in found)


def _all_in(stream: BinaryIO, meter: Meter) -> Iterator[Member | Problem]:
    directory = _directory(stream)
    if directory is None:
        raise ContainerError(
            "its directory is missing: the file was cut",
            code="container-truncated",
        )
    if directory.shift or directory.extra:
        yield note("extra-bytes", "", "bytes before or after the zip file proper")
    found = _entries(stream, directory, meter)
    _refuse_overlaps(found, directory)
    labels = Labels()
    for entry in found:
        yield from _members_of(entry, stream, directory, labels, meter)


def _directory(stream: BinaryIO) -> _Directory | None:
    size = stream.seek(0, 2)
    start = max(0, size - _TAIL)
    stream.seek(start)
    tail = stream.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0 and at + _END.size > len(tail):
        at = tail.rfind(b"PK\x05\x06", 0, at)
    if at < 0:
        return None
    _, disk, _, _, count, length, offset, comment = _END.unpack_from(tail, at)
    end = start + at
    extra = size - end - _END.size - comment
    if extra < 0:
        raise cut_short()
    if disk not in (0, 0xFFFF):
        raise ContainerError(
            "one part of a zip file in several parts; join them first",
            code="container-truncated",
        )
    if _UNKNOWN32 in (length, offset) or count == 0xFFFF:
        large = _large_directory(stream, end)
        if large is not None:
            count, length, offset, end = large
    if length > end:
        raise ContainerError("its directory is larger than it", code="container-size")
    shift = end - length - offset
    if shift < 0:
        raise cut_short()
    return _Directory(end - length, end, shift, count, extra)


def _large_directory(stream: BinaryIO, end: int) -> tuple[int, int, int, int] | None:
    if end < _END64_PLACE.size:
        return None
    stream.seek(end - _END64_PLACE.size)
    mark, _, offset, _ = _END64_PLACE.unpack(stream.read(_END64_PLACE.size))
    if mark != b"PK\x06\x07":
        return None
    last = end - _END64_PLACE.size - _END64.size
    for place in (offset, last):
        if not 0 <= place <= last:
            continue
        stream.seek(place)
        fields = _END64.unpack(stream.read(_END64.size))
        if fields[0] == b"PK\x06\x06":
            return fields[7], fields[8], fields[9], place
    raise ContainerError("its large directory is not there", code="container-size")


def _entries(stream: BinaryIO, directory: _Directory, meter: Meter) -> list[_Entry]:
    bounds = meter.bounds
    if directory.stated > bounds.entries:
        raise _too_many(bounds.entries)
    found: list[_Entry] = []
    stream.seek(directory.start)
    left = directory.end - directory.start
    while left >= _ENTRY.size:
        head = stream.read(_ENTRY.size)
        if head[:4] != b"PK\x01\x02":
            break
        entry, length = _entry(head, stream)
        left -= _ENTRY.size + length
        found.append(entry)
        if len(found) > bounds.entries:
            raise _too_many(bounds.entries)
    if left < 0 or len(found) < directory.stated & 0xFFFF:
        raise cut_short()
    if (
        len(found) > bounds.small_entries
        and sum(entry.size for entry in found) < len(found) * bounds.small_mean
    ):
        raise _too_many(bounds.small_entries)
    return found


def _too_many(limit: int) -> ContainerError:
    return ContainerError(f"it has more than {limit} entries", code="entry-limit")


def _entry(head: bytes, stream: BinaryIO) -> tuple[_Entry, int]:
    fields = _ENTRY.unpack(head)
    flags, method, _, day, crc, packed, size = fields[5:12]
    name_length, extra_length, comment_length = fields[12:15]
    mode, offset = fields[17] >> 16, fields[18]
    name, extra = stream.read(name_length), stream.read(extra_length)
    stream.seek(comment_length, 1)
    size, packed, offset = _large_sizes(extra, size, packed, offset)
    length = name_length + extra_length + comment_length
    return _Entry(name, flags, method, day, crc, packed, size, mode, offset), length


def _large_sizes(extra: bytes, *sizes: int) -> tuple[int, int, int]:
    """Fill in what did not fit into 32 bits: size, packed size, offset, in order."""
    values = b""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == 1:
            values = extra[4 : 4 + length]
        extra = extra[4 + length :]
    found = []
    for size in sizes:
        if size == _UNKNOWN32 and len(values) >= 8:
            size, values = int.from_bytes(values[:8], "little"), values[8:]
        found.append(size)
    return found[0], found[1], found[2]


def _too_long(entry: _Entry, directory: _Directory) -> bool:
    end = entry.offset + directory.shift + _LOCAL.size + entry.packed
    return end > directory.start


def _refuse_overlaps(found: list[_Entry], directory: _Directory) -> None:
    end = 0
    for entry in sorted(found, key=lambda entry: entry.offset):
        if _too_long(entry, directory):
            raise ContainerError(
                "its directory says that an entry is longer than the file",
                code="container-size",
            )
        if entry.offset < end:
            raise ContainerError(
                "entries share the same bytes, as no honest program writes them",
                code="container-overlap",
            )
        end = entry.offset + _LOCAL.size + len(entry.raw_name) + entry.packed


def _members_of(
    entry: _Entry,
    stream: BinaryIO,
    directory: _Directory,
    labels: Labels,
    meter: Meter,
) -> Iterator[Member | Problem]:
    name, sure = _name(entry)
    if stat.S_ISLNK(entry.mode):
        yield labels.link(name)
        return
    refusal = labels.refusal(name) or _refusal(entry, name, meter)
    if refusal is not None:
        yield refusal
        return
    if name.endswith("/"):
        return
    if not _agrees(entry, stream, directory):
        yield loss(
            "container-ambiguous",
            as_label(name),
            "the directory and the entry itself give different names",
        )
        return
    if not sure:
        yield note("name-guessed", as_label(name), "its name is in no stated encoding")
    if not (entry.day >> 5 & 15 and entry.day & 31):
        yield note("date-unknown", as_label(name), "its date is no date")
    for given in labels.give(name):
        if isinstance(given, Problem):
            yield given
        else:
            yield Member(given, lambda: _opened(entry, stream, directory, meter))


def _name(entry: _Entry) -> tuple[str, bool]:
    """Return the entry's name, and whether its encoding is beyond doubt."""
    raw = entry.raw_name
    try:
        name, sure = raw.decode("utf-8"), True
    except UnicodeDecodeError:
        stated = bool(entry.flags & 0x800)
        name, sure = raw.decode("latin-1" if stated else "cp437"), False
    return (name if "/" in name else name.replace("\\", "/")), sure


def _refusal(entry: _Entry, name: str, meter: Meter) -> Problem | None:
    """Return what the directory itself gives away as wrong with an entry."""
    label = as_label(name)
    if name.endswith("/"):
        # calibre deflates the nothing that a folder holds: to two bytes.
        if not entry.size and entry.packed <= _NOTHING_PACKED:
            return None
        return loss("container-name", label, "a folder that holds bytes")
    if entry.flags & 0x41:
        return loss("container-encrypted", label, "it is locked with a password")
    if _lies(entry):
        return loss("container-size", label, "its stated sizes cannot be true")
    limit = meter.bounds.entry
    if limit is not None and entry.size > limit:
        return loss("size-limit", label, f"it holds more than {limit} bytes")
    if dense(entry.packed, entry.size, meter.bounds):
        error = too_dense(meter.bounds.ratio)
        return loss(error.code, label, str(error))
    if entry.method not in (_STORED, _DEFLATED, _BZIP2, _LZMA):
        return loss("container-damaged", label, f"packed by method {entry.method}")
    return None


def _lies(entry: _Entry) -> bool:
    if entry.method == _STORED:
        return entry.packed != entry.size
    most = _DEFLATE_MOST * max(entry.packed, 1)
    return entry.method == _DEFLATED and entry.size > most


def _agrees(entry: _Entry, stream: BinaryIO, directory: _Directory) -> bool:
    stream.seek(entry.offset + directory.shift)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        return False
    return stream.read(_LOCAL.unpack(head)[10]) == entry.raw_name


def _opened(
    entry: _Entry, stream: BinaryIO, directory: _Directory, meter: Meter
) -> BinaryIO:
    return as_stream(_plain(entry, stream, directory, EntryMeter(meter, entry.packed)))


def _plain(
    entry: _Entry, stream: BinaryIO, directory: _Directory, meter: EntryMeter
) -> Iterator[bytes]:
    """Yield an entry's bytes. Raises ContainerError where they are not as stated."""
    packed = _Packed(entry, stream, directory)
    crc, size = 0, 0
    for chunk in _chunks(entry, packed, meter):
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        if size > entry.size:
            break
        yield chunk
    if size != entry.size:
        raise ContainerError(
            "it does not hold as many bytes as it says", code="container-size"
        )
    if crc != entry.crc:
        raise ContainerError(
            "its checksum is wrong: bytes of it were changed", code="container-checksum"
        )


class _Packed:
    """The packed bytes of one entry, wherever the stream stands in between."""

    def __init__(self, entry: _Entry, stream: BinaryIO, directory: _Directory) -> None:
        start = entry.offset + directory.shift
        stream.seek(start)
        fields = _LOCAL.unpack(stream.read(_LOCAL.size))
        self._stream = stream
        self._at = start + _LOCAL.size + fields[10] + fields[11]
        self._end = min(self._at + entry.packed, directory.start)

    def read(self, size: int) -> bytes:
        self._stream.seek(self._at)
        # A local header may lie about where its bytes begin: past their end.
        chunk = self._stream.read(max(0, min(size, self._end - self._at)))
        self._at += len(chunk)
        return chunk


def _chunks(entry: _Entry, packed: _Packed, meter: EntryMeter) -> Iterator[bytes]:
    if entry.method == _STORED:
        while chunk := packed.read(_CHUNK):
            meter.count(len(chunk))
            yield chunk
        return
    yield from unpacked(packed.read, _unpacker(entry, packed), meter)


def _unpacker(entry: _Entry, packed: _Packed) -> Unpacker:
    if entry.method == _DEFLATED:
        return Deflate(-15)
    if entry.method == _BZIP2:
        return bzip2()
    header = packed.read(9)
    if len(header) < 9:
        raise cut_short()
    return lzma_of_zip(header)
