"""SQL values as dumps write them, and the bytes that they stand for."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from fanfold.vocab.patterns import late

#: A value as it stands. No part of it can match in two ways, so a failing match costs
#: one pass: runs are possessive, every other byte decides by itself.
_STRING = (
    rb"'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'"
    rb"|\"[^\"\\]*+(?:(?:\\.|\"\")[^\"\\]*+)*+\""
)
VALUE = (
    rb"(?:" + _STRING + rb"|[-+]?[0-9][0-9A-Fa-fxXeE.+-]*+"
    rb"|[A-Za-z_][A-Za-z0-9_]*+(?:\s*+(?:" + _STRING + rb")|\([^()'\"]*+\))?)"
)
_SPACE = rb"[ \t\r\n]*+"


@cache
def row_pattern(count: int) -> re.Pattern[bytes]:
    """Return the pattern of a row of `count` values, each a group, and what follows.

    The last group is ``,``, ``;`` or the beginning of anything else.
    """
    one = _SPACE + rb"(" + VALUE + rb")" + _SPACE
    row = rb"\(" + rb",".join([one] * count) + rb"\)" + _SPACE + rb"([^ \t\r\n])"
    return re.compile(row, re.DOTALL)


#: One value with what parts it from the next, or ends the row.
LOOSE = late(_SPACE + rb"(" + VALUE + rb")?" + _SPACE + rb"([,)])", re.DOTALL)

_ESCAPE = late(rb"\\(.)", re.DOTALL)
_MEANS = {
    b"0": b"\0",
    b"b": b"\b",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"Z": b"\x1a",
    b"%": b"\\%",
    b"_": b"\\_",
}
#: Values of fewer bytes, flags and ids, are few different ones.
SHORT = 16
#: An escape of anything but a quote.
_LETTERED = late(rb"\\[^'\"]")
_INTRODUCED = late(rb"[A-Za-z_][A-Za-z0-9_]*\s*(['\"])")


def bytes_of(token: bytes) -> bytes | None:
    """Return what a value stands for; None for NULL.

    Strings in either quote, with either way to escape; ``_binary 'x'``, ``0x6869``,
    ``X'6869'``, ``b'01'`` and bare numbers; words such as ``NOW()`` as they stand.
    """
    first = token[:1]
    if first in b"'\"" and token:
        return _unquoted(token)
    if first.isdigit() or first in b"-+":
        return _hex(token[2:]) if token[:2].lower() == b"0x" else token
    if token.upper() == b"NULL":
        return None
    found = _INTRODUCED.match(token)
    if found is None:
        return token
    inner = _unquoted(token[found.start(1) :])
    word = token[: found.start(1)].strip().lower()
    if word == b"x":
        return _hex(inner)
    if word == b"b" and inner and not inner.strip(b"01"):
        return b"%d" % int(inner[:64], 2)
    return inner


@lru_cache(maxsize=8192)
def short_of(token: bytes) -> bytes | None:
    """Return what `bytes_of` does, out of memory: for values shorter than SHORT."""
    return bytes_of(token)


def _unquoted(token: bytes) -> bytes:
    quote, inner = token[:1], token[1:-1]
    if b"\\" not in inner:
        return inner.replace(quote * 2, quote) if quote in inner else inner
    # From the left, two backslashes are one; what is between them holds none twice.
    return b"\\".join(_unescaped(part, quote) for part in inner.split(b"\\\\"))


def _unescaped(part: bytes, quote: bytes) -> bytes:
    """Undo escapes where no backslash stands for itself: each then begins one."""
    doubled = quote * 2 in part
    if part[-1:] == b"\\" or (doubled and b"\\" + quote in part):
        # Both in one pass: a doubled quote after a backslash is not what it seems.
        return _either(quote).sub(_meant, part)
    if doubled:
        part = part.replace(quote * 2, quote)
    # Line ends and quotes are all that most texts have escaped.
    part = part.replace(b"\\r\\n", b"\r\n").replace(b"\\n", b"\n")
    if _LETTERED.search(part) is None:
        return part.translate(None, b"\\")
    first, *rest = part.split(b"\\")
    others = [_MEANS.get(each[:1], each[:1]) + each[1:] for each in rest]
    return first + b"".join(others)


@cache
def _either(quote: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\\(.)|" + quote * 2, re.DOTALL)


def _meant(found: re.Match[bytes]) -> bytes:
    letter: bytes | None = found[1]
    return found[0][:1] if letter is None else _MEANS.get(letter, letter)


def _hex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return digits


def number_of(value: bytes | None) -> int | None:
    """Return a value as a whole number, None where it is none: flags, ids, dates."""
    if value is None:
        return None
    if value.isdigit() and len(value) < 20:
        return int(value)
    text = value.strip()
    if len(text) > 20:
        return None
    try:
        return int(text)
    except ValueError:
        return int(text[:-2]) if text[-2:] == b".0" and text[:-2].isdigit() else None
