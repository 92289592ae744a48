"""From bytes to text: which encoding, why, and nothing lost.

The order is that of certainty: a byte order mark, bytes that can only be UTF-8, the
NUL pattern of UTF-16, then candidates weighed against each other (`weigh.py`): what
the file declares, what most of its archive is, what is common. No byte is dropped:
one that its encoding does not know becomes a character that leads back to it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from typing import BinaryIO, NamedTuple

from fanfold.errors import UnreadableSourceError
from fanfold.model.evidence import Standing, Step
from fanfold.model.problem import Problem, Severity
from fanfold.text.charsets import python_codec
from fanfold.vocab.patterns import late

#: Where a byte without a meaning goes: U+F780 to U+F7FF, a private area.
PRIVATE = 0xF700


class Encoding(NamedTuple):
    """How bytes were read.

    name: ``utf-8``, ``windows-1252`` …; standing: RECORDED where the bytes allow only
    this, LABELLED where file or archive says it, GUESSED else.
    steps: from bytes to text, in order; `replay` repeats them.
    strays: how many bytes the encoding does not know. unknown: what the file calls its
    encoding, where no encoding has that name, else "".
    """

    name: str
    standing: Standing
    steps: tuple[Step, ...]
    strays: int = 0
    unknown: str = ""


def decode(
    content: bytes | BinaryIO,
    habit: Mapping[str, str] | None = None,
    *,
    name: str = "the file",
    declared: str = "",
) -> tuple[str, Encoding]:
    """Return the text and how it was read. Line ends become ``\\n``.

    habit: what is known of the archive, ``{"encoding": "windows-1252"}``.
    name: of the file, for the error's sentence. declared: the label that came beside
    the bytes (a mail's or a server's ``charset=``); what the file says goes before it.

    Raises UnreadableSourceError (``nul-bytes``) when the content is no text.
    """
    raw = content if isinstance(content, bytes) else content.read()
    usual = python_codec((habit or {}).get("encoding", ""))
    label = _label_in(raw)
    labels = (python_codec(label), python_codec(declared))
    said = next(filter(None, labels), None)
    codec, standing, note = _choose(raw, said, usual, name)
    text, encoding = _read_as(raw, codec, standing, note)
    unknown = label if label and labels[0] is None else ""
    return text, encoding._replace(unknown=unknown) if unknown else encoding


def decode_bytes(
    raw: bytes, *, declared: str = "", usual: str = ""
) -> tuple[str, Encoding]:
    """Return any bytes as text: as `decode`, but zero bytes become U+F700.

    declared, usual: labels of encodings; what says so, and what most others are.
    """
    try:
        chosen = _choose(raw, python_codec(declared), python_codec(usual), "")
    except UnreadableSourceError:
        bare = raw.replace(b"\0", b"")
        chosen = _choose(bare, python_codec(declared), python_codec(usual), "")
    return _read_as(raw, *chosen)


def _read_as(
    raw: bytes, codec: str, standing: Standing, note: str
) -> tuple[str, Encoding]:
    # Bytes that decode as they are have no strays, and need not be decoded again.
    strict, strays = _strictly(raw, codec), 0
    text = _decoded(raw, codec) if strict is None else strict
    if strict is None and standing is not Standing.RECORDED:
        strays = _strays(raw, codec)
    steps = [Step(f"decode.{codec}/1", note=note)]
    for rule, sign, told in _AFTERWARDS:
        if sign in text:
            text = _REWRITES[rule](text)
            steps.append(Step(f"decode.{rule}/1", note=told))
    return text, Encoding(codec.split("+")[0], standing, tuple(steps), strays)


def replay(content: bytes, steps: Iterable[Step]) -> str:
    """Return what the steps of `decode` made of these bytes; other steps are passed.

    Raises ValueError for steps that are not `decode`'s.
    """
    text = ""
    for step in steps:
        stage, _, rule = step.rule.removesuffix("/1").partition(".")
        if stage != "decode":
            raise ValueError(f"{step.rule} is no step of decode")
        rewrite = _REWRITES.get(rule)
        text = rewrite(text) if rewrite else _decoded(content, rule)
    return text


def problems(encoding: Encoding, place: str) -> Iterable[Problem]:
    """Yield what a person should know about how `place` (a file's name) was read."""
    if encoding.unknown:
        detail = (
            f"It declares {encoding.unknown}, which is no encoding that Fanfold knows; "
            f"it was read as {encoding.name}."
        )
        yield Problem("encoding-guessed", place, detail, Severity.NOTE)
    elif encoding.standing is Standing.GUESSED:
        detail = f"Nothing says the encoding; it was read as {encoding.name}."
        yield Problem("encoding-guessed", place, detail, Severity.NOTE)
    if encoding.strays:
        detail = f"{encoding.strays} bytes are not {encoding.name}; they were kept."
        yield Problem("stray-bytes", place, detail)


def _choose(
    raw: bytes, declared: str | None, usual: str | None, name: str
) -> tuple[str, Standing, str]:
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return _marked(raw, codec)
    if b"\0" in raw:
        return _wide(raw, name), Standing.GUESSED, "The zero bytes show it."
    if b"\x1b$" in raw and _fits(raw, "iso2022_jp"):
        return "iso-2022-jp", Standing.RECORDED, "Its escape sequences show it."
    if _fits(raw, "utf-8"):
        return "utf-8", Standing.RECORDED, "The bytes are UTF-8 throughout."
    if _mostly_utf8(raw):
        return "utf-8+windows-1252", Standing.LABELLED, "UTF-8 with single bytes amid."
    from fanfold.text.weigh import weigh

    codec, reason = weigh(raw, declared=declared, usual=usual)
    said = codec in (declared, usual)
    return codec, Standing.LABELLED if said else Standing.GUESSED, reason


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _marked(raw: bytes, codec: str) -> tuple[str, Standing, str]:
    note = "The byte order mark at its start says so."
    if codec == "utf-8-sig" and not _fits(raw, codec):
        return "utf-8-sig+windows-1252", Standing.LABELLED, note
    return codec, Standing.RECORDED, note


def _wide(raw: bytes, name: str) -> str:
    """Return which UTF-16 or UTF-32 has its zero bytes where these are."""
    sample = raw[:4096]
    sample = sample[: len(sample) - len(sample) % 4]
    zeros = [sample[place::4].count(0) * 4 for place in range(4)]
    full = 0.7 * len(sample)
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if len(sample) >= 8:
        if min(zeros[1:]) > full and zeros[0] < full:
            return "utf-32-le"
        if min(zeros[:3]) > full and zeros[3] < full:
            return "utf-32-be"
    # The whole sample's length means a zero in half of these places.
    if odd > len(sample) and even < 0.1 * len(sample):
        return "utf-16-le"
    if even > len(sample) and odd < 0.1 * len(sample):
        return "utf-16-be"
    raise UnreadableSourceError(
        f"{name} holds zero bytes and is no UTF-16: it is not text. Nothing was "
        "changed. If it is a word processor's file, save it as text or HTML first",
        code="nul-bytes",
    )


_META = late(rb"""<meta\b[^<>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML = late(rb"""^\s*<\?xml[^<>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")


def declared_in(raw: bytes) -> str | None:
    """Return what the head of a page declares, where it is an encoding."""
    return python_codec(_label_in(raw))


def _label_in(raw: bytes) -> str:
    """Return what the head of a page calls its encoding, "" where it says nothing."""
    head = raw[:8192]
    found = _META.search(head) or _XML.search(head)
    return found[1].decode("ascii") if found else ""


def _strictly(raw: bytes, rule: str) -> str | None:
    """Return the text of bytes that are all of an encoding, else None."""
    try:
        return raw.decode(rule.partition("+")[0])
    except UnicodeDecodeError:
        return None


def _fits(raw: bytes, codec: str) -> bool:
    return _strictly(raw, codec) is not None


_HIGH = bytes(range(0x80, 0x100))


def _mostly_utf8(raw: bytes) -> bool:
    """Tell whether most of what is not ASCII is UTF-8, so that the rest is stray."""
    odd = _strays(raw, "utf-8")
    high = len(raw) - len(raw.translate(None, _HIGH))
    return (high - odd) >= 4 * odd and high - odd >= 4


def _strays(raw: bytes, codec: str) -> int:
    base = codec.split("+")[0]
    if base.startswith(("utf-16", "utf-32")):
        return len(raw) % (2 if "16" in base else 4)
    if base.startswith("utf-8"):
        return len(raw) - len(raw.decode("utf-8", "ignore").encode())
    if _fits(raw, base):
        return 0
    return len(_ESCAPED.findall(raw.decode(base, "surrogateescape")))


_ESCAPED = late("[\udc80-\udcff]")
_SURROGATES = late("[\ud800-\udfff]")


def _decoded(raw: bytes, rule: str) -> str:
    codec, _, strays_as = rule.partition("+")
    if codec.startswith(("utf-16", "utf-32")):
        return _decoded_wide(raw, codec)
    strict = _strictly(raw, codec)
    if strict is not None:
        return strict
    text = raw.decode(codec, "surrogateescape")
    return text.translate(_AS_WINDOWS if strays_as else _stand_in(codec))


def _decoded_wide(raw: bytes, codec: str) -> str:
    unit = 2 if "16" in codec else 4
    whole = len(raw) - len(raw) % unit
    text = raw[:whole].decode(codec, "surrogatepass")
    if _SURROGATES.search(text):
        # Half a pair means nothing; plane 16 is private and keeps which half it was.
        text = _SURROGATES.sub(lambda half: chr(0x100000 + ord(half[0])), text)
    return text + "".join(chr(PRIVATE + byte) for byte in raw[whole:])


def _windows(byte: int) -> str:
    # The five bytes that windows-1252 leaves open are control characters to browsers.
    return bytes([byte]).decode("windows-1252", "ignore") or chr(byte)


_AS_WINDOWS = {0xDC00 + byte: _windows(byte) for byte in range(0x80, 0x100)}
_AS_PRIVATE = {0xDC00 + byte: chr(PRIVATE + byte) for byte in range(0x80, 0x100)}
_AS_CONTROL = {0xDC00 + byte: chr(byte) for byte in range(0x80, 0x100)}


def _stand_in(codec: str) -> dict[int, str]:
    return _AS_CONTROL if codec.startswith("windows-125") else _AS_PRIVATE


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _zeros(text: str) -> str:
    return text.replace("\0", chr(PRIVATE))


_REWRITES = {"line-ends": _line_ends, "zeros": _zeros}
#: What follows decoding where its sign is in the text, and what is said of it.
_AFTERWARDS = (
    ("line-ends", "\r", "Line ends became line feeds."),
    ("zeros", "\0", "Zero bytes became U+F700, for no page can hold them."),
)
