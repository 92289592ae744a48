"""RTF as HTML: letters, emphasis, paragraphs, what is centred; linear; any bytes.

Control words as in the Rich Text Format specification 1.9.1. A group restores what it
found at its end; a destination that is no text of the story is passed over whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from fanfold.readers._rtf_words import (
    ALIGN,
    ENDINGS,
    ENDS,
    LEFT_OUT,
    LETTERS,
    NAMED,
    SIGNS,
    TAGS,
    TOKEN,
    UNDERLINES,
    Tables,
    codec_of,
)
from fanfold.text.house import escape, escape_attribute

_DEPTH = 10_000
_TITLE_LENGTH = 300


class Found(NamedTuple):
    """What an RTF file holds. codec: of its letters; strays: bytes that mean none."""

    html: str
    title: str
    codec: str
    strays: int
    open_groups: bool


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside of a group."""

    marks: frozenset[str] = frozenset()
    align: str = ""
    level: int = 0
    hidden: bool = False
    skipped: bool = False
    into: str = "text"
    codec: str = ""
    fallback: int = 1
    note: bool = False
    in_cell: bool = False


def read_rtf(content: bytes) -> Found:
    """Return the text of an RTF file as HTML, one block a line. Never fails."""
    reading = _Reading()
    reading.run(content)
    return reading.found()


class _Reading:
    """The state between two tokens."""

    def __init__(self) -> None:
        self._codec = "cp1252"
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = bytearray()
        self._passed = 0
        self._starred = self._fresh = False
        self._tables = Tables()
        self._title: list[str] = []
        self._link: list[str] = []
        self._address = ""
        self._default = 0
        self._out: list[str] = []
        self._paragraph: list[str] = []
        self._open: list[str] = []
        self._cells: list[str] = []
        self._notes: list[str] = []
        self._note: tuple[list[str], list[str]] | None = None
        self._high: list[int] = []
        self._strays = 0

    def found(self) -> Found:
        self._flush()
        self._end_note()
        self._end_paragraph()
        if self._cells:
            self._end_row()
        html = "\n".join([*_tabled(self._out), *self._notes])
        title = "".join(self._title).strip()[:_TITLE_LENGTH]
        return Found(html, title, self._codec, self._strays, bool(self._stack))

    def run(self, content: bytes) -> None:
        at, end = 0, len(content)
        while at < end:
            token = TOKEN.match(content, at)
            if token is None:
                at += 1
                continue
            at = token.end()
            text, word, number, hexed, brace, sign = token.groups()
            if word is not None:
                value = None if number is None else int(number)
                if word == b"bin":
                    at += max(value or 0, 0)
                else:
                    self._word(word, value)
            elif text is not None:
                self._letters(text)
            elif hexed is not None:
                self._letters(bytes([int(hexed, 16)]))
            elif brace is not None:
                self._group(opens=brace == b"{")
            elif sign is not None:
                self._sign(sign)

    # -- letters --------------------------------------------------------------------

    def _letters(self, raw: bytes) -> None:
        self._fresh = self._starred = False
        if self._passed:
            taken = min(self._passed, len(raw))
            self._passed -= taken
            raw = raw[taken:]
        if raw and not self._state.skipped:
            self._bytes += raw

    def _flush(self) -> None:
        """Write the letters that wait: two bytes may be one letter."""
        if not self._bytes:
            return
        raw, self._bytes = bytes(self._bytes), bytearray()
        codec = (
            self._state.codec or self._tables.fonts.get(self._default) or self._codec
        )
        text = raw.decode(codec, "surrogateescape")
        odd = sum("\udc80" <= letter <= "\udcff" for letter in text)
        if odd:
            self._strays += odd
            kept = {0xDC00 + byte: chr(0xF700 + byte) for byte in range(0x80, 0x100)}
            text = text.translate(kept)
        self._write(text)

    def _write(self, text: str) -> None:
        state = self._state
        if state.into == "title":
            self._title.append(text)
        elif state.into == "link":
            self._link.append(text)
        elif state.into == "table":
            self._tables.name.append(text)
        elif state.into == "text" and not state.hidden and text:
            self._mark(state.marks)
            self._paragraph.append(escape(text))

    def _mark(self, wanted: frozenset[str]) -> None:
        """Open and close tags until those that hold now are open."""
        if any(tag[:2] == "a " for tag in wanted):
            wanted -= {"u"}  # every link is underlined; that means nothing
        while self._open and not wanted.issuperset(self._open):
            self._paragraph.append(f"</{self._open.pop().partition(' ')[0]}>")
        for tag in sorted(wanted.difference(self._open)):
            self._paragraph.append(f"<{tag}>")
            self._open.append(tag)

    def _unicode(self, number: int) -> None:
        self._flush()
        unit = number & 0xFFFF
        self._passed = self._state.fallback
        if self._state.skipped:
            return
        if 0xD800 <= unit < 0xDC00:
            self._high = [unit]
            return
        if 0xDC00 <= unit < 0xE000:
            if self._high:
                pair = 0x10000 + ((self._high[0] - 0xD800) << 10) + unit - 0xDC00
                self._write(chr(pair))
            self._high = []
        elif unit >= 0x20:
            # Symbol fonts lay their signs into a private area (0xF000 + byte).
            self._write(chr(unit))

    # -- groups and words -----------------------------------------------------------

    def _group(self, *, opens: bool) -> None:
        self._flush()
        self._passed = 0
        if opens:
            if len(self._stack) < _DEPTH:
                self._stack.append(self._state)
            self._fresh, self._starred = True, False
            return
        before = self._state
        self._state = self._stack.pop() if self._stack else _State()
        self._fresh = self._starred = False
        if before.note and not self._state.note:
            self._end_note()
        if before.into == "link" and self._state.into != "link":
            self._end_link()
        if before.into == "table" and self._state.into != "table":
            self._tables.end()
        if not self._stack:
            # Whatever stands behind the outermost group is no part of the text.
            self._state = replace(_State(), skipped=True)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = self._fresh
            return
        self._flush()
        if sign in SIGNS:
            self._fresh = False
            if self._passed:
                self._passed -= 1
            elif not self._state.skipped:
                self._write(SIGNS[sign])
        elif sign in b"\r\n":
            self._word(b"par", None)

    def _word(self, word: bytes, value: int | None) -> None:
        if self._passed and word in LETTERS:
            self._passed -= 1
            return
        if word == b"u" and value is not None:
            self._fresh = False
            self._unicode(value)
            return
        self._flush()
        self._passed = 0
        begins = self._fresh
        self._fresh = False
        if begins and self._destination(word):
            return
        self._starred = False
        if self._state.skipped:
            return
        self._control(word, value)

    def _destination(self, word: bytes) -> bool:
        """Take the word that says what a group is for; tell whether it did."""
        state = self._state
        if word == b"fldinst" and not state.skipped:
            self._link = []
            self._state = replace(state, into="link")
        elif word == b"fldrslt":
            if self._address:
                tag = f'a href="{escape_attribute(self._address)}"'
                self._state = replace(state, marks=state.marks | {tag})
            self._address = ""
        elif word in {b"footnote", b"annotation"} and not state.skipped:
            self._begin_note(keep=word == b"footnote")
        elif word == b"info":
            self._state = replace(state, into="info")
        elif word == b"title" and state.into == "info":
            self._state = replace(state, into="title")
        elif word in {b"stylesheet", b"fonttbl"}:
            self._state = replace(
                state, into="styles" if word == b"stylesheet" else "fonts"
            )
        elif word in LEFT_OUT or (self._starred and word not in TAGS):
            if not self._is_entry(word):
                self._state = replace(state, skipped=True)
        else:
            return False
        self._starred = False
        return True

    def _is_entry(self, word: bytes) -> bool:
        return self._state.into in {"styles", "fonts"} and word in {b"cs", b"ds", b"ts"}

    def _control(self, word: bytes, value: int | None) -> None:
        state = self._state
        if state.into in {"styles", "fonts", "table"}:
            if self._tables.take(word, value) and state.into != "table":
                self._state = replace(state, into="table")
        elif word in LETTERS:
            self._write(LETTERS[word])
        elif word == b"chftn":
            self._write("*")
        elif word in ENDINGS:
            self._end(word)
        elif word in TAGS or word in UNDERLINES or word in ENDS:
            self._state = replace(state, marks=self._marked(word, on=value != 0))
        elif word in ALIGN:
            self._state = replace(state, align=ALIGN[word])
        elif word in NAMED:
            self._codec = NAMED[word]
        elif not self._bare(word, on=value != 0) and (
            value is not None or word == b"s"
        ):
            self._valued(word, value or 0)

    def _end(self, word: bytes) -> None:
        """End a cell, a row, a line or a paragraph."""
        if word in {b"cell", b"nestcell"}:
            self._end_cell()
        elif word in {b"row", b"nestrow"} and self._cells:
            self._end_row()
        elif word == b"line" or self._state.in_cell:
            self._break()
        else:
            self._end_paragraph()

    def _marked(self, word: bytes, *, on: bool) -> frozenset[str]:
        marks = self._state.marks
        if word in ENDS:
            return marks - ENDS[word]
        tag = TAGS.get(word, "u")
        return marks | {tag} if on else marks - {tag}

    def _bare(self, word: bytes, *, on: bool) -> bool:
        """Take a word that holds without a number; tell whether it was one."""
        state = self._state
        if word == b"plain":
            self._state = replace(state, marks=frozenset(), hidden=False, codec="")
        elif word == b"pard":
            self._state = replace(state, align="", level=0, in_cell=False)
        elif word == b"intbl":
            self._state = replace(state, in_cell=True)
        elif word in {b"v", b"deleted"}:
            self._state = replace(state, hidden=on)
        else:
            return False
        return True

    def _valued(self, word: bytes, value: int) -> None:
        state = self._state
        if word == b"s":
            self._state = replace(state, level=self._tables.levels.get(value, 0))
        elif word == b"outlinelevel":
            self._state = replace(state, level=value + 1 if 0 <= value < 6 else 0)
        elif word == b"f":
            self._state = replace(state, codec=self._tables.fonts.get(value, ""))
        elif word == b"uc":
            self._state = replace(state, fallback=max(0, min(value, 16)))
        elif word == b"ansicpg":
            self._codec = codec_of(f"cp{value}") or self._codec
        elif word == b"deff":
            self._default = value

    # -- paragraphs, links, notes ---------------------------------------------------

    def _break(self) -> None:
        if self._state.into == "text" and not self._state.hidden:
            self._paragraph.append("<br>")

    def _end_paragraph(self) -> None:
        self._mark(frozenset())
        inner, self._paragraph = "".join(self._paragraph), []
        if not inner.strip():
            return
        level, align = self._state.level, self._state.align
        tag = f"h{level}" if level else "p"
        shown = f' class="{align}"' if align else ""
        self._out.append(f"<{tag}{shown}>{inner}</{tag}>")

    def _end_cell(self) -> None:
        self._mark(frozenset())
        inner = "".join(self._paragraph).removesuffix("<br>")
        self._cells.append(f"<td>{inner}</td>")
        self._paragraph = []

    def _end_row(self) -> None:
        self._out.append(f"<tr>{''.join(self._cells)}</tr>")
        self._cells = []

    def _end_link(self) -> None:
        told = "".join(self._link)
        at = told.upper().find("HYPERLINK")
        address = told[at + 9 :].strip().strip('"').partition('"')[0] if at >= 0 else ""
        web = address.strip().lower().startswith(("http://", "https://", "mailto:"))
        self._address = address.strip() if web else ""

    def _begin_note(self, *, keep: bool) -> None:
        if self._note is not None or not keep:
            self._state = replace(self._state, skipped=True)
            return
        self._mark(frozenset())
        self._note = (self._paragraph, self._out)
        self._paragraph, self._out = [], []
        self._state = replace(self._state, note=True, marks=frozenset())

    def _end_note(self) -> None:
        if self._note is None:
            return
        self._end_paragraph()
        self._notes += self._out
        self._paragraph, self._out = self._note
        self._note = None


def _tabled(blocks: Sequence[str]) -> Iterator[str]:
    """Yield the blocks, rows that follow each other as one table."""
    for is_row, block in groupby(blocks, lambda each: each.startswith("<tr>")):
        each = list(block)
        yield from ("<table>", *each, "</table>") if is_row else each
