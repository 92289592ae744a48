"""An original as it was, for the people who may see it: page, source, bytes.

Addresses of people and numbers of machines stand in none of the three. Lines keep their
numbers, so that what was read leads to where it was seen, and back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from fanfold.errors import FanfoldError
from fanfold.keep.originals import Originals
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import Evidence, Step, best
from fanfold.text.addresses import REMOVED, spans
from fanfold.text.decode import decode
from fanfold.text.printable import printable
from fanfold.text.replay import replay
from fanfold.vocab.patterns import late

#: Nobody looks at a text that is larger than this.
MOST = 8 << 20
#: Lines shown at once, and around each place; letters shown of one, and before a quote.
LINES, _NEAR, _LONG, _BEFORE = 200, 3, 1000, 200
#: Bytes a row, rows a page.
WIDTH, ROWS = 16, 32
_PLACE = late(r"lines? (\d{1,9})")
_OWN = late(r"(?:lines? \d|text of part|title$|$)")
_MACHINE = late(r"(?<!\d)(?<!\d\.)(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)")
_PAGE = late(r"<(?:html|head|body|p|br|div|!doctype)\b", 2)
#: Readers of files in which many stories lie side by side, one a line.
_SHARED = frozenset(("records",))
#: An address has at most so many letters on either side of its sign.
_REACH = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a field was seen. line: from 1; quote: as the evidence has it."""

    field: str
    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source. parts: (text, the field that was seen there, or "").

    here: fields that were seen in this line; beside: those that no part of it shows.
    gap: lines before it are not shown.
    """

    number: int
    parts: tuple[tuple[str, str], ...]
    here: tuple[str, ...] = ()
    gap: bool = False

    @property
    def beside(self) -> tuple[str, ...]:
        """Fields that were seen here, in no words that can be pointed at."""
        shown = {field for _, field in self.parts}
        return tuple(each for each in self.here if each not in shown)


@dataclass(frozen=True, slots=True)
class Row:
    """Sixteen bytes, as figures and as letters; somebody's address is hidden."""

    offset: str
    figures: str
    letters: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An original that is a text. text: decoded and mended, without addresses."""

    raw: bytes
    text: str

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return _PAGE.search(self.text[:4096]) is not None and "</" in self.text

    @property
    def page(self) -> str:
        """The whole as a page to be shown where nothing of it can run."""
        if self.is_page:
            return self.text
        wrapped = '<pre style="white-space: pre-wrap">'
        return f"<!DOCTYPE html>{wrapped}{escape(self.text)}</pre>"


def own_original(reader: str, draft: object) -> tuple[str, tuple[Step, ...]]:
    """Return (SHA-256, steps) of the text file that a work alone was read from.

    ("", ()) where there is none: a dump, a mailbox or a book holds more than the one
    story, and what lies beside it is for nobody's eyes.
    """
    if not isinstance(draft, DraftWork) or reader in _SHARED:
        return "", ()
    for chapter in draft.chapters:
        claim = best(chapter.html)
        if claim is not None and claim.evidence.original:
            whole = _OWN.match(claim.evidence.place) is not None
            return (claim.evidence.original, claim.steps) if whole else ("", ())
    return "", ()


def opened(originals: Originals, digest: str, steps: Sequence[Step]) -> Opened | None:
    """Return an original; None where it is no text, too large, or not at hand."""
    try:
        path = originals.path(digest)
        if path.stat().st_size > MOST:
            return None
        raw = path.read_bytes()
        letters = [each for each in steps if each.rule.startswith(("decode.", "mend."))]
        text = replay(raw, letters) if letters else decode(raw)[0]
    except (OSError, ValueError, FanfoldError):
        return None
    return Opened(raw, hidden(text))


def hidden(text: str) -> str:
    """Return a text without addresses and numbers of machines; lines stay lines."""
    pieces, end = [], 0
    for start, behind in spans(text):
        pieces += [text[end:start], REMOVED, "\n" * text.count("\n", start, behind)]
        end = behind
    return _MACHINE.sub("[number removed]", "".join([*pieces, text[end:]]))


def marks_of(draft: object, digest: str) -> list[Mark]:
    """Return where the fields of a draft were seen in an original, in its order."""
    if not isinstance(draft, DraftWork):
        return []
    found = []
    for entry in settled(draft).evidence:
        line = line_of(entry.claim.evidence, digest)
        if line:
            found.append(Mark(entry.field, line, entry.claim.evidence.quote))
    return sorted(found, key=lambda mark: mark.line)


def line_of(evidence: Evidence, digest: str) -> int:
    """Return the line of an original that something was seen in; 0 for none."""
    named = _PLACE.match(evidence.place) if evidence.original == digest else None
    return int(named[1]) if named else 0


def source(found: Opened, marks: Sequence[Mark], start: int = 1) -> list[Line]:
    """Return lines of a text from `start` on, and those around every mark."""
    lines = found.text.split("\n")
    wanted = set(range(start, start + LINES))
    for mark in marks:
        wanted.update(range(mark.line - _NEAR, mark.line + _NEAR + 1))
    at = {line: list(some) for line, some in groupby(marks, lambda mark: mark.line)}
    shown = sorted(number for number in wanted if 1 <= number <= len(lines))
    made, last = [], 0
    for number in shown:
        here = at.get(number, [])
        parts = tuple(_parts(lines[number - 1], here))
        fields = tuple(dict.fromkeys(mark.field for mark in here))
        made.append(Line(number, parts, fields, gap=number > last + 1))
        last = number
    return made


def _parts(line: str, marks: Sequence[Mark]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a line; a quote that stands in it is one of its own."""
    places = []
    for mark in marks:
        quote = mark.quote.split("\n")[0].strip()
        at = line.find(quote) if quote else -1
        if at >= 0:
            places.append((at, at + len(quote), mark.field))
    first = min((at for at, _, _ in places), default=0)
    end = max(0, first - _BEFORE) if len(line) > _LONG else 0
    stop = end + _LONG
    if end:
        yield "…", ""
    for start, behind, field in sorted(places):
        if start < end:
            continue
        yield printable(line[end:start]), ""
        yield printable(line[start:behind]), field
        end = behind
    yield printable(line[end : max(stop, end)]), ""
    if len(line) > max(stop, end):
        yield "…", ""


def rows(raw: bytes, start: int) -> list[Row]:
    """Return bytes from the row of `start` on, as an editor for bytes shows them."""
    start -= start % WIDTH
    end = min(len(raw), start + WIDTH * ROWS)
    masked = _masked(raw, start, end)
    made = []
    for offset in range(start, end, WIDTH):
        some = range(offset, min(offset + WIDTH, end))
        figures = " ".join("··" if at in masked else f"{raw[at]:02x}" for at in some)
        letters = "".join("·" if at in masked else _letter(raw[at]) for at in some)
        made.append(Row(f"{offset:06x}", figures, letters))
    return made


def _masked(raw: bytes, start: int, end: int) -> set[int]:
    """Return which bytes belong to an address, in texts of wide letters too."""
    near = range(max(0, start - 2 * _REACH), min(len(raw), end + 2 * _REACH))
    places = [at for at in near if raw[at]]
    text = bytes(raw[at] for at in places).decode("latin-1")
    found = [*spans(text), *(each.span() for each in _MACHINE.finditer(text))]
    return {
        at for one, other in found for at in range(places[one], places[other - 1] + 1)
    }


def _letter(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F else "."


def offset_of(raw: bytes, line: int) -> int:
    """Return about where a line of a text begins in its bytes."""
    at = 0
    for _ in range(line - 1):
        behind = raw.find(b"\n", at)
        if behind < 0:
            break
        at = behind + 1
    return at
