"""Files packed alone: gz, bz2 and xz. One entry, called as the file is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from fanfold.keep import unpacking
from fanfold.keep.bounds import EntryMeter, Meter, as_stream
from fanfold.keep.containers import Form, Member
from fanfold.keep.names import as_label, climbs
from fanfold.keep.unpacking import Unpacker, unpacked
from fanfold.model.problem import Problem, note

_ENDING = re.compile(r"(?i)\.(gz|bz2|xz|tgz|tbz2?|txz)$")
_UNPACKERS: dict[Form, tuple[Callable[[], Unpacker], bytes]] = {
    Form.GZIP: (unpacking.gzip, b"\x1f\x8b"),
    Form.BZIP2: (unpacking.bzip2, b"BZh"),
    Form.XZ: (unpacking.xz, b"\xfd7zXZ"),
}


def entries(
    path: Path, name: str, form: Form, meter: Meter
) -> Iterator[Member | Problem]:
    """Yield the one entry, then what its reading brought up.

    Raises ContainerError out of the entry's stream, where it is cut or damaged.
    """
    label = _inner_name(name)
    stated = _stated_name(path) if form is Form.GZIP else ""
    if stated and (climbs(stated) or as_label(stated) != stated):
        yield note("name-changed", label, "the name stored inside is not safe to use")
    remarks: list[Problem] = []
    yield Member(
        label, lambda: as_stream(_plain(path, form, meter, label, remarks.append))
    )
    yield from remarks


def _inner_name(name: str) -> str:
    last = name.rpartition("/")[2]
    ending = _ENDING.search(last)
    if ending is None:
        return f"{last}.unpacked"
    return last[: ending.start()] + (".tar" if ending[1].lower()[0] == "t" else "")


def _stated_name(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(1024)
    if len(head) < 12 or not head[3] & 8:
        return ""
    start = 10
    if head[3] & 4:
        start += 2 + int.from_bytes(head[10:12], "little")
    return head[start:].partition(b"\0")[0].decode("latin-1")


def _plain(
    path: Path,
    form: Form,
    meter: Meter,
    label: str,
    remark: Callable[[Problem], None],
) -> Iterator[bytes]:
    make, magic = _UNPACKERS[form]
    with path.open("rb") as stream:
        entry = EntryMeter(meter, path.stat().st_size)
        rest = b""
        while True:
            unpacker = make()
            yield from unpacked(_Read(rest, stream), unpacker, entry)
            rest = unpacker.unused_data or stream.read(1 << 16)
            if not rest.startswith(magic):
                break
        if rest.strip(b"\0"):
            remark(note("extra-bytes", label, "bytes follow after its end"))


class _Read:
    """Packed bytes: first what was left over, then the stream."""

    def __init__(self, rest: bytes, stream: BinaryIO) -> None:
        self._rest, self._stream = rest, stream

    def __call__(self, size: int) -> bytes:
        rest, self._rest = self._rest, b""
        return rest or self._stream.read(size)
