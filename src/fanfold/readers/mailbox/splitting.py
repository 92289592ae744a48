"""Where one message ends and the next begins, in files that hold many.

The standard library splits at every line that begins with ``From ``. Here a line
parts two messages only where it has the form of an envelope (an address and a date)
and lines of a head follow it, so a sentence of a story does not cut it in two. Read
in pieces: memory does not grow with the file. Facts: docs/readers/mailbox.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from fanfold.vocab.patterns import late

_CHUNK = 1 << 20
#: Bytes behind a line that are looked at to tell whether it parts two messages.
_AHEAD = 2048

_CANDIDATE = late(rb"(?:\A|(?<=[\r\n]))From [^\r\n]{1,400}(?:\r\n|\r|\n)")
_WHEN = (
    rb"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s+[\w:+ ,-]{6,40}"
    rb"|[A-Z][a-z]{2}\s+\d{1,2}\s[\d: ]{4,12}\d{4}|\d{4}-\d\d-\d\d[T ][\d:]{5,8}.{0,8})"
)
_ENVELOPE = late(rb"From (?:\S.{0,300}?\s)?" + _WHEN + rb"(?:\s+remote from \S+)?\s*\Z")
_NAMES = (
    rb"(?:from|to|cc|date|subject|received|return-path|message-id|delivered-to|sender|"
    rb"reply-to|mime-version|content-[a-z-]{2,30}|status|x-[a-z0-9-]{2,60}|in-reply-to|"
    rb"references|mailing-list|list-[a-z-]{2,30}|precedence|organi[sz]ation|path|"
    rb"newsgroups|lines|errors-to|envelope-to|approved|resent-[a-z-]{2,20}|old-[a-z-]+|"
    rb"user-agent|importance|priority|dkim-signature|authentication-results|comments|"
    rb"delivery-date|nntp-posting-[a-z]{4}|xref|followup-to|distribution|keywords)"
)
#: What may follow an envelope: a field of a head, or an envelope that was quoted.
_FIELD = late(rb"(?i)" + _NAMES + rb"[ \t]{0,3}:|>From ")
_ANY_FIELD = late(rb"[A-Za-z][A-Za-z0-9-]{0,60}[ \t]{0,3}:[ \t]?")
_LINE_END = late(rb"\r\n|\r|\n")

_MMDF = b"\x01\x01\x01\x01"
_BABYL = b"BABYL OPTIONS"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One message of a file: the bytes from `start` to before `end`.

    number: from 1, in the order of the file. envelope: length of its ``From `` line,
    0 where it has none.
    """

    number: int
    start: int
    end: int
    envelope: int = 0


def is_envelope(line: bytes, behind: bytes, *, apart: bool) -> bool:
    """Tell whether a ``From `` line parts two messages.

    line: without its end. behind: what follows it. apart: an empty line, or nothing,
    stands before it; without one only the full form is believed.
    """
    if _ENVELOPE.match(line) is not None:
        # A field of any name: programs of old lists began with their own.
        return _FIELD.match(behind) is not None or (
            apart and _ANY_FIELD.match(behind) is not None
        )
    if not apart or _FIELD.match(behind) is None:
        return False
    second = _LINE_END.split(behind, 3)[1:2]
    return bool(second) and _FIELD.match(second[0]) is not None


def messages_in(stream: BinaryIO) -> Iterator[Stretch]:
    """Yield the messages of a mailbox file, whatever program wrote it.

    stream: at its start, and seekable. A file without any envelope is one message.
    """
    beginning = stream.read(64)
    stream.seek(0)
    if beginning.startswith(_MMDF):
        yield from _between(stream, b"\x01\x01\x01\x01")
    elif beginning.startswith(_BABYL):
        yield from _between(stream, b"\x1f\x0c", skip_first=True)
    else:
        yield from _by_envelopes(stream)


def _by_envelopes(stream: BinaryIO) -> Iterator[Stretch]:
    number, start, envelope, size = 0, 0, 0, 0
    for at, length in _envelopes(stream):
        if envelope or (at > start and not _is_blank(stream, start, at)):
            number += 1
            yield Stretch(number, start, at, envelope)
        start, envelope = at, length
    stream.seek(0, 2)
    size = stream.tell()
    if size > start or envelope:
        yield Stretch(number + 1, start, size, envelope)


def _is_blank(stream: BinaryIO, start: int, end: int) -> bool:
    """Tell whether nothing stands before the first envelope."""
    if end - start > 4096:
        return False
    here = stream.tell()
    stream.seek(start)
    blank = not stream.read(end - start).strip(b" \t\r\n\0\xef\xbb\xbf")
    stream.seek(here)
    return blank


def _envelopes(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield (offset, length with line end) of each line that parts messages."""
    window, base, told = b"", 0, -1
    while True:
        chunk = stream.read(_CHUNK)
        window += chunk
        last = not chunk
        # What lies too near the end of the window waits for what follows it.
        limit = len(window) if last else len(window) - _AHEAD
        for found in _CANDIDATE.finditer(window):
            if found.start() >= limit:
                break
            at = base + found.start()
            if at <= told:
                continue
            told = at
            if at and not found.start():
                continue
            line = found[0].rstrip(b"\r\n")
            behind = window[found.end() : found.end() + _AHEAD]
            apart = not at or _stands_apart(window, found.start())
            if is_envelope(line, behind, apart=apart):
                here = stream.tell()
                yield at, len(found[0])
                stream.seek(here)
        if last:
            return
        keep = max(0, min(limit, len(window)) - 8)
        base, window = base + keep, window[keep:]


def _stands_apart(window: bytes, at: int) -> bool:
    before = window[max(0, at - 4) : at]
    return before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").endswith(b"\n\n")


def _between(
    stream: BinaryIO, mark: bytes, *, skip_first: bool = False
) -> Iterator[Stretch]:
    """Yield what lies between lines that hold nothing but a mark (MMDF, Babyl)."""
    marks: list[int] = []
    window, base, number = b"", 0, 0
    pattern = re.compile(re.escape(mark))
    start = 0
    skipped = not skip_first
    while True:
        chunk = stream.read(_CHUNK)
        window += chunk
        limit = len(window) if not chunk else len(window) - len(mark)
        end = 0
        for found in pattern.finditer(window, 0, max(0, limit + len(mark))):
            marks.append(base + found.start())
            end = found.end()
        for at in marks:
            if at - start > 8:
                if skipped:
                    number += 1
                    here = stream.tell()
                    yield Stretch(number, start, at)
                    stream.seek(here)
                skipped = True
            start = at + len(mark)
        marks.clear()
        if not chunk:
            break
        keep = max(end, len(window) - len(mark))
        base, window = base + keep, window[keep:]
    total = base + len(window)
    if total - start > 8:
        yield Stretch(number + 1, start, total)
