"""What kind of file some bytes are, by how they begin; never by a name."""

from __future__ import annotations

import re

UNKNOWN = "application/octet-stream"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"From ", "application/mbox"),
)
_PAGE = re.compile(rb"(?i)<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]")
_ODD = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type_of(beginning: bytes) -> str:
    """Return the media type; ``application/octet-stream`` where nothing tells."""
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(beginning)
    for magic, media_type in _MAGIC:
        if beginning.startswith(magic):
            return media_type
    if beginning[257:262] == b"ustar":
        return "application/x-tar"
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    if not beginning or _ODD.search(beginning):
        return UNKNOWN
    return "text/html" if _PAGE.search(beginning) else "text/plain"


def _packed(beginning: bytes) -> str:
    """Tell documents that are zip files within from zip files of files."""
    length = int.from_bytes(beginning[26:28], "little")
    extra = int.from_bytes(beginning[28:30], "little")
    first = beginning[30 : 30 + length]
    if first == b"mimetype":
        said = re.match(rb"[\w.+/-]{3,80}", beginning[30 + length + extra :])
        return said[0].split(b"PK")[0].decode("ascii") if said else UNKNOWN
    if first == b"[Content_Types].xml":
        return "application/vnd.openxmlformats-officedocument"
    return "application/zip"
