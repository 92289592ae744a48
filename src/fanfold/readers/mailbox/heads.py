"""The head of a message: its fields, unfolded, and what they mean in letters.

Made for heads as they are found: raw 8-bit letters, encoded words that are broken or
cut through the middle of a letter, names that are addresses, 50,000 fields. What does
not fit the rules stays as it stands, and the head says that something did not.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from fanfold.text import addresses, dates
from fanfold.text.charsets import python_codec
from fanfold.vocab.patterns import late

#: Fields of a head and bytes of a field that are looked at; more is passed over.
_FIELDS, _LONGEST = 2000, 16_384

_LINE = late(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
_NAMED = late(rb"([!-9;-~]{1,128})[ \t]*:[ \t]*(.*)", re.S)
_FROM_LINE = late(rb">?From ")


@dataclass(slots=True)
class Head:
    """Fields in order, names in lower case, values as bytes.

    end: offset of the text behind the head. odd: what was wrong with it, in words.
    """

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    end: int = 0
    odd: list[str] = field(default_factory=list)

    def raw(self, name: str) -> bytes:
        """Return the first field of a name, unfolded; empty where there is none."""
        return next((value for each, value in self.fields if each == name), b"")

    def count(self, name: str) -> int:
        """Return how often a field stands."""
        return sum(each == name for each, _ in self.fields)

    def said(self, name: str, charset: str = "") -> str:
        """Return the first field of a name as text; notes what is broken in it."""
        text, whole = decoded(self.raw(name), charset)
        if not whole:
            self.odd.append(f"its {name.capitalize()} has broken encoded words")
        return text


def head_of(raw: bytes, start: int = 0) -> Head:
    """Return the head that begins at `start`.

    Ends at the first empty line, or before the first line that is no field.
    """
    head, at, dropped = Head(), start, 0
    values: list[bytes] = []
    name, size = "", 0
    while at < len(raw):
        found = _LINE.match(raw, at)
        if found is None or (not found[1] and not found[2]):
            break
        line = found[1]
        if not line.strip(b" \t") and (line == b"" or not name):
            at = found.end()
            break
        if line[:1] in b" \t" and name:
            if size < _LONGEST:
                values.append(line.strip())
                size += len(line)
            at = found.end()
            continue
        named = _NAMED.fullmatch(line)
        if named is None:
            if _FROM_LINE.match(line) and len(head.fields) <= 40:
                at = found.end()
                continue
            head.odd.append("no empty line parts its head from its text")
            break
        if name:
            head.fields.append((name, b" ".join(values)[:_LONGEST]))
        name, values, size = named[1].decode("latin-1").lower(), [named[2]], 0
        if len(head.fields) >= _FIELDS:
            dropped += 1
            name = ""
        at = found.end()
    if name:
        head.fields.append((name, b" ".join(values)[:_LONGEST]))
    if dropped:
        head.odd.append(f"{dropped} fields of its head were passed over")
    head.end = at
    return head


# --- encoded words -------------------------------------------------------------------

_WORD = late(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?\r\n]{0,4000})\?=")
_APART = late(r"(\?=)\s+(=\?[^?\s]{1,40}\?[bBqQ]\?)")
_CONTROL = late("[\x00-\x1f\x7f]+")


def decoded(raw: bytes, charset: str = "") -> tuple[str, bool]:
    """Return a field's value as text, and whether nothing of it was broken.

    charset: of the message, for letters that stand there raw.
    """
    if not raw:
        return "", True
    text = letters(raw, charset)
    whole = True
    if "=?" in text:
        text, whole = _words(text)
    return " ".join(_CONTROL.sub(" ", text).split()), whole


def letters(raw: bytes, charset: str = "") -> str:
    """Return bytes as text: UTF-8, else as they say, else windows-1252."""
    for codec in ("utf-8", python_codec(charset) if charset else None):
        if codec:
            try:
                return raw.decode(codec)
            except (UnicodeDecodeError, ValueError):
                continue
    return "".join(
        bytes([byte]).decode("windows-1252", "ignore") or chr(byte) for byte in raw
    )


def _words(text: str) -> tuple[str, bool]:
    """Replace encoded words; neighbours of one charset are one run of bytes."""
    text = _APART.sub(r"\1\2", text)
    pieces: list[str] = []
    end, whole = 0, True
    run, codec = b"", ""

    def flush() -> None:
        nonlocal run, whole
        if run:
            plain = run.decode(codec, "replace")
            whole = whole and "�" not in plain
            pieces.append(letters(run) if "�" in plain and codec != "utf-8" else plain)
        run = b""

    for found in _WORD.finditer(text):
        name = python_codec(found[1].partition("*")[0])
        content = _word_bytes(found[2], found[3])
        if found.start() > end or name != codec:
            flush()
            pieces.append(text[end : found.start()])
        if name is None or content is None:
            flush()
            pieces.append(found[0])
            whole = False
        else:
            codec = name
            run += content
        end = found.end()
    flush()
    rest = text[end:]
    return "".join([*pieces, rest]), whole and "=?" not in rest


def _word_bytes(form: str, content: str) -> bytes | None:
    plain = content.encode("ascii", "ignore")
    if form in "qQ":
        return binascii.a2b_qp(plain.replace(b" ", b"_"), header=True)
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return None


# --- parameters ----------------------------------------------------------------------

_PARAMETER = late(
    rb';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.){0,1000}"?|[^;"]{0,1000})', re.S
)
_QUOTED = late(rb"\\(.)", re.S)


def parameters(raw: bytes) -> dict[str, str]:
    """Return the parameters of a field, with continuations undone (RFC 2231)."""
    plain: dict[str, bytes] = {}
    pieces: dict[str, list[tuple[int, bytes, bool]]] = {}
    for name, value in _PARAMETER.findall(raw[:_LONGEST])[:100]:
        value = value.strip()
        if value.startswith(b'"'):
            value = _QUOTED.sub(rb"\1", value.strip(b'"'))
        key = name.decode("latin-1").lower()
        base, star, rest = key.partition("*")
        if not star:
            plain.setdefault(key, value)
            continue
        number = rest.rstrip("*")
        order = int(number) if number.isdecimal() and len(number) < 4 else 0
        pieces.setdefault(base, []).append((order, value, key.endswith("*")))
    made = {key: decoded(value)[0] for key, value in plain.items()}
    for base, parts in pieces.items():
        made[base] = _continued(sorted(parts, key=lambda part: part[0]))
    return made


def _continued(parts: list[tuple[int, bytes, bool]]) -> str:
    charset, content = "", b""
    for at, (_, value, encoded) in enumerate(parts):
        if encoded and at == 0 and value.count(b"'") >= 2:
            name, _, value = value.split(b"'", 2)
            charset = name.decode("latin-1")
        content += unquote_to_bytes(value) if encoded else value
    return " ".join(_CONTROL.sub(" ", letters(content, charset)).split())


# --- who -----------------------------------------------------------------------------

_ANGLED = late(r"^(?P<name>.{0,300}?)\s*<(?P<mail>[^<>]{0,320})>")
_COMMENT = late(r"^(?P<mail>\S[^()]{0,320}?)\s*\((?P<name>[^()]{1,200})\)")
_LIST_TAG = late(r"\s*\[[\w.-]{1,80}\]\s*$")
_VIA = late(r"(?i)\s+(?:via|über)\s+[\w .@-]{1,80}$")
_NOT_NAMES = late(r"(?i)(?:undisclosed|unknown|anonymous|nobody|no ?reply|n/?a)\W*")
#: ``anna at example.org``, as lists' web archives spell addresses.
_SPELLED = late(
    rb"(?<![\w.+-])([\w.+-]{1,64}) at ((?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,12})(?![\w-])"
)
_GROUP = late(r"^[^<>@:\"]{0,200}:(?!\S{0,100}@[^,]{0,100}$)")
_EMPTIED = late(r"(?i)\[(?:mailto:)?\s*\]|\(\s*\)|<\s*>")
_NAME_FRAME = " \t\"'“”‘’,;<>"


def is_spelled(value: bytes) -> bool:
    """Tell whether a From field spells its address: ``anna at example.org (Anna)``."""
    return b"@" not in value and _SPELLED.search(value) is not None


def with_signs(content: bytes) -> bytes:
    """Return content with spelled addresses as addresses are written."""
    return _SPELLED.sub(rb"\1@\2", content)


class Sender(NamedTuple):
    """Who a head says wrote. name: without any address, "" where none is given.
    address: "" where it is hidden or none."""

    name: str = ""
    address: str = ""


def sender_of(value: str) -> Sender:
    """Return the first person that a From field names."""
    value = value[:2000].strip()
    if _GROUP.match(value):
        return Sender()
    found = _ANGLED.match(value) or _COMMENT.match(value)
    if found is not None:
        name, mail = found["name"], found["mail"]
    elif addresses.find(value) or "@" in value:
        name, mail = addresses.removed(value).replace(addresses.REMOVED, ""), value
    else:
        name, mail = value, ""
    inside = addresses.find(name)
    if inside and _LIST_TAG.search(name):
        # What lists write over a sender's own: "'Anna' anna@example.org [the-list]".
        mail = inside[0]
    address = next(iter(addresses.find(mail.replace("mailto:", ""))), "")
    return Sender(_name(name), address.lower())


def _name(name: str) -> str:
    named = _VIA.sub("", _LIST_TAG.sub("", name))
    named = addresses.removed(named).replace(addresses.REMOVED, " ")
    named = _EMPTIED.sub(" ", named)
    named = " ".join(named.replace('\\"', '"').split()).strip(_NAME_FRAME)
    if named.endswith(":") or "@" in named or _NOT_NAMES.fullmatch(named):
        return ""
    return named if any(map(str.isalnum, named)) and len(named) <= 120 else ""


# --- when ----------------------------------------------------------------------------


class When(NamedTuple):
    """A moment: its day as the sender wrote it, and seconds since 1970 in UTC."""

    day: str
    moment: float


def when(value: str) -> When | None:
    """Return what a Date field says, None where it says no day there can be."""
    from datetime import UTC, datetime
    from email.utils import parsedate_tz

    parts = None
    try:
        parts = parsedate_tz(value[:200])
        if parts is None:
            return _day(value)
        made = datetime(*parts[:6], tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None if parts is not None else _day(value)
    if not 1975 <= made.year <= 2075:
        return None
    return When(made.date().isoformat(), made.timestamp() - (parts[9] or 0))


def _day(value: str) -> When | None:
    """Return the day that ``Monday, May 12, 1997 8:11 PM`` and its like name."""
    from datetime import UTC, datetime

    found = dates.date_of(value[:80])
    if found is None or len(found.text) < 10:
        return None
    made = datetime.fromisoformat(found.text[:10]).replace(tzinfo=UTC)
    return When(found.text[:10], made.timestamp())
