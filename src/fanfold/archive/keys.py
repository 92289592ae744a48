"""The keys that addresses, names and shingles are hashed under.

An archive's own come of its secret.key. One that took over a bundle has those of the
archive before it, too: what that archive was asked to keep out and whom it was asked
not to write to is known by its hashes alone. With such a key hashes can be compared
and guesses tried, and nothing else: it signs no cookie and opens no sealed word.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from fanfold.errors import BagError

_FORM = "fanfold-keys/1"
_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Keys:
    """contact: of addresses and names; sketch: of rows of words."""

    contact: bytes
    sketch: bytes

    def hashed(self, words: str) -> str:
        """Return HMAC-SHA-256 of words, letters lowered, in hexadecimal."""
        told = words.strip().lower().encode("utf-8")
        return hmac.new(self.contact, told, hashlib.sha256).hexdigest()


def own() -> Keys:
    """Return this archive's own keys."""
    secret = settings.SECRET_KEY.encode()
    return Keys(
        hashlib.sha256(b"fanfold.contact/1" + secret).digest(),
        hashlib.sha256(b"fanfold.sketch/1" + secret).digest(),
    )


def every() -> tuple[Keys, ...]:
    """Return its own keys, then those of archives that it took over."""
    return (own(), *inherited())


def inherited() -> tuple[Keys, ...]:
    """Return the keys of archives that this one took over, in order."""
    path = Path(settings.INHERITED_KEYS)  # type: ignore[misc]
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    return _read(path, stamp)


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: int) -> tuple[Keys, ...]:
    return tuple(_parsed(path.read_text("ascii")))


def inherit(keys: tuple[Keys, ...]) -> None:
    """Keep the keys of an archive that is taken over, beside this one's own."""
    known = every()
    new = [each for each in keys if each not in known]
    if not new:
        return
    path = Path(settings.INHERITED_KEYS)  # type: ignore[misc]
    write(path, (*inherited(), *new))


def write(path: Path, keys: tuple[Keys, ...], seal: str = "") -> None:
    """Write keys to a file that its owner alone may read; whole, or not at all.

    seal: of the bundle that they belong to.
    """
    lines = [_FORM, *([f"bundle {seal}"] if seal else ())]
    lines += [f"keys {each.contact.hex()} {each.sketch.hex()}" for each in keys]
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write("\n".join(lines) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def read(path: Path, seal: str) -> tuple[Keys, ...]:
    """Return the keys of a bundle's key file.

    Raises BagError where the file is none, or belongs to another bundle.
    """
    try:
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        text = ""
    found = tuple(_parsed(text))
    if not text.startswith(_FORM) or not found:
        raise BagError(f"{path.name} is no key file of a bundle. Nothing was changed")
    if f"bundle {seal}" not in text.splitlines():
        raise BagError(
            f"{path.name} belongs to another bundle, or the bundle was changed. "
            "Nothing was changed here. Look for the two that were written together"
        )
    return found


def _parsed(text: str) -> Iterator[Keys]:
    for line in text.splitlines():
        kind, *told = line.split()
        if kind == "keys" and len(told) == 2 and {len(each) for each in told} == {64}:
            yield Keys(*map(bytes.fromhex, told))
