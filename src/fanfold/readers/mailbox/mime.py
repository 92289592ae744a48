"""What a message is made of: its leaves, with what holds them told apart.

A message is walked with a list of what is still to do, never by recursion, and up to
`MOST` leaves. A boundary that is missing, wrong or never closed costs no words: what
cannot be parted is one text.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fanfold.readers.mailbox.heads import Head, head_of, parameters
from fanfold.vocab.patterns import late

#: Leaves of one message, and levels of parts in parts, that are looked at.
MOST, _DEEPEST = 200, 20

_TYPE = late(rb"\s*([\w.+-]{1,60})\s*/\s*([\w.+-]{1,100})")
_BOUNDARY_LINE = late(
    rb"(?:\A|[\r\n])--([^\r\n-][^\r\n]{0,200}?)[ \t]*(?:\r\n|\r|\n)[A-Za-z-]{3,40}:"
)


@dataclass(slots=True)
class Leaf:
    """A part that holds no other part.

    kind: ``text/plain`` …, lower case. choice: number of the multipart/alternative it
    is one of, 0 where it is none's. name: of a file, without folders. charset: as
    declared. raw: its bytes before the transfer encoding is undone.
    """

    kind: str
    raw: bytes
    encoding: str = ""
    charset: str = ""
    name: str = ""
    attached: bool = False
    choice: int = 0
    flowed: bool = False
    delsp: bool = False


@dataclass(slots=True)
class Anatomy:
    """The leaves of a message in order. odd: what was wrong, in words; cut: there were
    more leaves than are looked at. messages: bytes of whole messages inside."""

    leaves: list[Leaf] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    cut: bool = False


@dataclass(slots=True)
class _Part:
    head: Head
    body: bytes
    choice: int
    depth: int
    usual: str = "text/plain"


def anatomy_of(head: Head, body: bytes) -> Anatomy:
    """Return what a message with this head and body is made of."""
    made = Anatomy()
    waiting = [_Part(head, body, 0, 0)]
    choices = 0
    while waiting:
        part = waiting.pop()
        if len(made.leaves) + len(made.messages) >= MOST:
            made.cut = True
            break
        kind = _kind_of(part.head, part.usual)
        if kind.startswith("multipart/") and part.depth < _DEEPEST:
            pieces = _pieces(part.head, part.body, made)
            if pieces is not None:
                choice = part.choice
                if kind == "multipart/alternative":
                    choices += 1
                    choice = choices
                usual = "message/rfc822" if kind.endswith("digest") else "text/plain"
                inner = [
                    _Part(each, content, choice, part.depth + 1, usual)
                    for each, content in pieces
                ]
                waiting.extend(reversed(inner))
                continue
            kind = "text/plain"
        if kind == "message/rfc822":
            made.messages.append(_undone(part.body, part.head, made))
            continue
        if kind.startswith("message/") and kind != "message/partial":
            kind = "text/plain" if kind == "message/news" else kind
        made.leaves.append(_leaf(kind, part))
    return made


def _kind_of(head: Head, usual: str) -> str:
    found = _TYPE.match(head.raw("content-type"))
    if found is None:
        return usual
    return f"{found[1].decode('latin-1')}/{found[2].decode('latin-1')}".lower()


def _leaf(kind: str, part: _Part) -> Leaf:
    said = parameters(b";" + part.head.raw("content-type"))
    placed = part.head.raw("content-disposition")
    about = parameters(b";" + placed) if placed else {}
    name = about.get("filename") or said.get("name") or ""
    coding = part.head.raw("content-transfer-encoding").strip().lower()
    return Leaf(
        kind=kind,
        raw=part.body,
        encoding=coding.decode("latin-1").strip("\"' ;").partition(";")[0],
        charset=said.get("charset", ""),
        name=re.split(r"[/\\]", name)[-1].strip(". ")[:120],
        attached=placed.lower().startswith(b"attachment") or bool(name),
        choice=part.choice,
        flowed=said.get("format", "").lower() == "flowed",
        delsp=said.get("delsp", "").lower() == "yes",
    )


def _undone(body: bytes, head: Head, made: Anatomy) -> bytes:
    coding = head.raw("content-transfer-encoding").strip().lower().decode("latin-1")
    content, odd = transferred(body, coding)
    made.odd += [odd] if odd else []
    return content


def _pieces(head: Head, body: bytes, made: Anatomy) -> list[tuple[Head, bytes]] | None:
    """Return the parts between boundaries, None where there are none to be found."""
    boundary = _boundary(head)
    if not boundary:
        first = _BOUNDARY_LINE.search(body, 0, 8192)
        if first is None:
            made.odd.append("it says it has parts and names no boundary")
            return None
        boundary = first[1]
    pieces = list(_between(body, boundary))
    if not pieces:
        made.odd.append("the boundary of its parts is nowhere in it")
        return None
    parts = []
    for piece in pieces:
        inner = head_of(piece)
        if inner.odd and not inner.fields:
            inner = Head()
        parts.append((inner, piece[inner.end :]))
    return parts


def _boundary(head: Head) -> bytes:
    said = parameters(b";" + head.raw("content-type")).get("boundary", "")
    return said.encode("latin-1", "ignore").strip()


def _between(body: bytes, boundary: bytes) -> Iterator[bytes]:
    line = re.compile(
        rb"(?:\A|(?:\r\n|\r|\n))--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r|\n|\Z)"
    )
    start = -1
    for found in line.finditer(body):
        if start >= 0:
            yield body[start : found.start()]
        if found[1]:
            return
        start = found.end()
        start += 2 if body.startswith(b"\r\n", start) else 1
        if start > len(body):
            return
    if start >= 0:
        yield body[start:]


# --- transfer encodings --------------------------------------------------------------

_NOT_BASE64 = late(rb"[^A-Za-z0-9+/=]+")
_PADDED = late(rb"=+")
_BAD_QP = late(rb"=(?![0-9A-Fa-f]{2}|[ \t]*(?:\r|\n|\Z))")


def transferred(raw: bytes, coding: str) -> tuple[bytes, str]:
    """Return content with its transfer encoding undone, and what was wrong with it."""
    if coding == "base64":
        return _from_base64(raw)
    if coding == "quoted-printable":
        odd = "its quoted-printable is broken" if _BAD_QP.search(raw) else ""
        return binascii.a2b_qp(raw), odd
    if coding in {"x-uuencode", "uuencode", "x-uue"}:
        files = list(uuencoded(raw))
        return (files[0].content, "") if files else (raw, "it is not uuencoded")
    return raw, ""


def _from_base64(raw: bytes) -> tuple[bytes, str]:
    plain = b"".join(raw.split())
    odd = _NOT_BASE64.search(plain)
    whole = not odd and not len(plain) % 4
    if whole and (b"=" not in plain[:-2]):
        try:
            return binascii.a2b_base64(plain), ""
        except binascii.Error:
            pass
    content = b"".join(_run(line) for line in _runs(raw))
    return content, "its base64 is broken"


def _runs(raw: bytes) -> Iterator[bytes]:
    """Yield what was encoded by itself: up to each run of padding."""
    whole = b"".join(_aligned(line) for line in raw.split())
    start = 0
    for found in _PADDED.finditer(whole):
        yield whole[start : found.start()]
        start = found.end()
    yield whole[start:]


def _aligned(line: bytes) -> bytes:
    """Drop stray signs of a line, or put one zero in place where one letter broke."""
    body, padding, _ = line.partition(b"=")
    stray = _NOT_BASE64.findall(body)
    end = padding and b"=" * (-len(body) % 4)
    if stray and len(b"".join(stray)) == 1 and len(body + end) % 4 == 0:
        return _NOT_BASE64.sub(b"A", body) + end
    return _NOT_BASE64.sub(b"", body) + end


def _run(run: bytes) -> bytes:
    run = run[: len(run) - 1] if len(run) % 4 == 1 else run
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4)).replace(b"\0", b"")


# --- files in a text -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Encoded:
    """A file that stands uuencoded in a text: bytes `start` to before `end`."""

    name: str
    content: bytes
    start: int
    end: int


_UU = late(
    rb"(?m)^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?>(?:[\x20-\x60\t]{0,80}+\r?\n)*))"
    rb"end[ \t]*+\r?$"
)


def uuencoded(raw: bytes) -> Iterator[Encoded]:
    """Yield the files that stand uuencoded in a text."""
    if b"begin " not in raw:
        return
    for found in _UU.finditer(raw):
        lines = []
        for line in found[2].splitlines():
            try:
                lines.append(binascii.a2b_uu(line.ljust(1)))
            except binascii.Error:
                # Mail programs cut the blanks at a line's end: they stand for zero.
                size = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
                lines.append(_cut_line(line, size))
        name = re.split(r"[/\\]", found[1].decode("latin-1").strip())[-1]
        yield Encoded(name, b"".join(lines), found.start(), found.end())


def _cut_line(line: bytes, size: int) -> bytes:
    try:
        return binascii.a2b_uu(line[: size + 1].ljust(size + 1))
    except binascii.Error:
        return b""
