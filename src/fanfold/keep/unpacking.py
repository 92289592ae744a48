"""Packed bytes as plain ones, chunk by chunk: deflate, gzip, bzip2, xz, LZMA."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from fanfold.errors import ContainerError
from fanfold.keep.bounds import EntryMeter

_CHUNK = 1 << 16
_MEMORY = 192 << 20  # bytes an xz or LZMA dictionary may ask for


class Unpacker(Protocol):
    """What bz2 and lzma call a decompressor."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class Deflate:
    """zlib in the shape of the others. wbits: -15 in zip files, 31 in gzip."""

    def __init__(self, wbits: int) -> None:
        self._inner, self._tail = zlib.decompressobj(wbits), b""

    @property
    def eof(self) -> bool:
        """True once the end of the packed bytes was seen."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """True where nothing more comes without more packed bytes."""
        return not self._tail

    @property
    def unused_data(self) -> bytes:
        """What followed the end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return at most `max_length` plain bytes."""
        plain = self._inner.decompress(self._tail + data, max(max_length, 0))
        self._tail = self._inner.unconsumed_tail
        return plain


def gzip() -> Unpacker:
    """Return an unpacker for one gzip member."""
    return Deflate(31)


def bzip2() -> Unpacker:
    """Return an unpacker for one bzip2 stream."""
    return bz2.BZ2Decompressor()


def xz() -> Unpacker:
    """Return an unpacker for one xz stream."""
    return lzma.LZMADecompressor(memlimit=_MEMORY)


def lzma_of_zip(header: bytes) -> Unpacker:
    """Return an unpacker for method 14 of zip files, from its 9 leading bytes."""
    mixed, size = header[4], int.from_bytes(header[5:9], "little")
    if header[2:4] != b"\x05\x00" or mixed >= 225 or size > _MEMORY:
        raise ContainerError("its LZMA properties are damaged or too large")
    chain = {
        "id": lzma.FILTER_LZMA1,
        "dict_size": max(size, 4096),
        "lc": mixed % 9,
        "lp": mixed // 9 % 5,
        "pb": mixed // 45,
    }
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain])


def unpacked(
    read: Callable[[int], bytes], unpacker: Unpacker, meter: EntryMeter
) -> Iterator[bytes]:
    """Yield plain bytes until the end of one packed stream.

    read: gives the next packed bytes, b"" at their end. Raises ContainerError where
    they are damaged or cut, or unpack beyond a limit.
    """
    try:
        while not unpacker.eof:
            packed = read(_CHUNK) if unpacker.needs_input else b""
            if not packed and unpacker.needs_input:
                raise cut_short()
            plain = unpacker.decompress(packed, _CHUNK)
            if plain:
                meter.count(len(plain))
                yield plain
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise ContainerError(f"its packed bytes are damaged ({error})") from None


def cut_short() -> ContainerError:
    """Return the error for bytes that end before their end."""
    return ContainerError(
        "it ends in the middle; part of it is missing", code="container-truncated"
    )
