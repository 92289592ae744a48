"""Names of files as labels: shown to people, never used as a path."""

from __future__ import annotations

import re
import unicodedata

_COMPONENT = 255  # bytes; what file systems allow
_PATH = 1024  # bytes; what a person can still look at
_DRIVE = re.compile(r"[A-Za-z]:")


def climbs(name: str) -> bool:
    """Tell whether a name points anywhere but below the place it was found in."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or _DRIVE.match(name) is not None


def as_label(name: str) -> str:
    """Return the name with nothing in it that deceives an eye or breaks a line.

    Control and direction characters become ``_``, bytes that are no UTF-8 (lone
    surrogates) ``\\xNN``; overlong parts and paths are cut in their middle.
    """
    shown = "".join(map(_shown, name))
    parts = [_cut(part, _COMPONENT) for part in shown.split("/") if part != "."]
    return _cut("/".join(parts), _PATH) or "_"


def below(name: str) -> str:
    """Return the name as a path that lies below any folder it is joined to.

    One that climbs, or starts at a root or drive, keeps its last part alone; parts are
    made safe as labels are. Never empty, never absolute, without ``.`` and ``..``.
    """
    if climbs(name):
        name = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    parts = [as_label(part) for part in name.split("/") if part not in ("", ".", "..")]
    path = "/".join(parts)
    if len(path.encode("utf-8")) > _PATH:
        return parts[-1]
    return path or "_"


def numbered(name: str, number: int) -> str:
    """Return ``a/b (2).txt`` for ``a/b.txt``: another file of the same name."""
    folder, slash, last = name.rpartition("/")
    stem, dot, ending = last.rpartition(".")
    if not stem:
        stem, dot, ending = last, "", ""
    return f"{folder}{slash}{stem} ({number}){dot}{ending}"


def _shown(letter: str) -> str:
    if "\udc80" <= letter <= "\udcff":
        return f"\\x{ord(letter) - 0xDC00:02x}"
    return (
        "_"
        if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else letter
    )


def _cut(text: str, limit: int) -> str:
    encoded = text.encode("utf-8")
    if len(encoded) <= limit:
        return text
    half = limit // 2 - 3
    first = encoded[:half].decode("utf-8", "ignore")
    last = encoded[-half:].decode("utf-8", "ignore")
    return f"{first}…{last}"
