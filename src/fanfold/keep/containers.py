"""What lies in a zip, tar, gz, bz2 or xz file, entry by entry, within limits.

Nothing is unpacked to a path of the container's choosing: an entry is a label and a
stream. What breaks a limit or is damaged has a code (docs/problems/).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, NamedTuple

from fanfold.keep.bounds import Meter
from fanfold.model.problem import Problem
from fanfold.model.problem import loss as loss  # still taken from here by readers
from fanfold.model.problem import note as note


class Form(StrEnum):
    """The kinds of container."""

    ZIP = "zip"
    TAR = "tar"
    GZIP = "gz"
    BZIP2 = "bz2"
    XZ = "xz"


class Member(NamedTuple):
    """One entry. name: a safe label, ``/`` between folders.

    open: its bytes, once, before the next member is asked for; reading them raises
    ContainerError where the entry is damaged or passes a limit.
    """

    name: str
    open: Callable[[], BinaryIO]


#: The first entry of books and office documents, as their formats ask for it.
_DOCUMENTS = (b"mimetype", b"[Content_Types].xml")
#: What they begin with where a program did not obey, and what all of them hold.
_DISORDERED = (b"META-INF/", b"OEBPS/", b"OPS/", b"EPUB/", b"word/", b"_rels/", b"docP")
_HELD = frozenset({"META-INF/container.xml", "[Content_Types].xml"})
_NAMED = (".epub", ".docx", ".odt")


def form_of(path: Path, name: str) -> Form | None:
    """Return what kind of container a file is, by its bytes; None if it is none.

    Books and office documents are zip files too, but no containers of sources.
    """
    with path.open("rb") as stream:
        beginning = stream.read(512)
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None if _is_document(path, name, beginning) else Form.ZIP
    if beginning.startswith(b"\x1f\x8b\x08"):
        return Form.GZIP
    if beginning.startswith(b"BZh") and beginning[4:10] == b"1AY&SY":
        return Form.BZIP2
    if beginning.startswith(b"\xfd7zXZ\x00"):
        return Form.XZ
    if beginning[257:262] == b"ustar" or _old_tar(beginning, name):
        return Form.TAR
    # Programs that unpack themselves, and zip files with something before them.
    if beginning.startswith(b"MZ") or name.lower().endswith(".zip"):
        from fanfold.keep.zips import has_directory

        return Form.ZIP if has_directory(path) else None
    return None


def members(
    path: Path, *, name: str, form: Form, meter: Meter
) -> Iterator[Member | Problem]:
    """Yield the entries in the container's order, and what is wrong with others.

    name: the container's own label. Raises ContainerError where the container as
    a whole cannot be trusted or goes no further; members yielded before it stay.
    """
    match form:
        case Form.ZIP:
            from fanfold.keep.zips import entries

            return entries(path, meter)
        case Form.TAR:
            from fanfold.keep.tars import entries as tar_entries

            return tar_entries(path, meter)
        case _:
            from fanfold.keep.single import entries as single_entries

            return single_entries(path, name, form, meter)


def _is_document(path: Path, name: str, beginning: bytes) -> bool:
    """Tell whether a zip file is one document, whatever order its entries have."""
    length = int.from_bytes(beginning[26:28], "little")
    first = beginning[30 : 30 + length]
    if first in _DOCUMENTS:
        return True
    if not (first.startswith(_DISORDERED) or name.lower().endswith(_NAMED)):
        return False
    from fanfold.keep.zips import names_in

    return not _HELD.isdisjoint(names_in(path))


def _old_tar(beginning: bytes, name: str) -> bool:
    if not name.lower().endswith(".tar"):
        return False
    from fanfold.keep.tars import checksum_is_right

    return checksum_is_right(beginning)
