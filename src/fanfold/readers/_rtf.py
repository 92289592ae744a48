"""RTF as HTML: letters, emphasis, paragraphs, what is centred; linear; any bytes.

Control words as in the Rich Text Format specification 1.9.1. A group restores what it
found at its end; a destination that is no text of the story is passed over whole.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from fanfold.text.house import escape, escape_attribute
from fanfold.vocab.patterns import late

_TOKEN = late(
    rb"([^\\{}\r\n]+)|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|([{}])"
    rb"|\\([^a-zA-Z])|[\r\n]+|\\\Z"
)
#: Destinations that hold no text of the story.
_LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet info pict object objdata header headerl headerr"
    b" headerf footer footerl footerr footerf ftnsep ftnsepc ftncn aftnsep aftnsepc"
    b" aftncn annotation atnid atnauthor atndate atnicn atnref atrfstart atrfend"
    b" xe tc tcn rxe txe bkmkstart bkmkend filetbl listtable listoverridetable"
    b" revtbl rsidtbl generator themedata colorschememapping datastore latentstyles"
    b" fldinst nonshppict shpinst template private fontemb fontfile pgptbl xmlnstbl"
    b" mmathpr userprops docvar do nonesttables sp sn sv".split()
)
_LETTERS = {
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"tab": "\t",
    b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": "\u2005",
    b"zwj": "\u200d", b"zwnj": "\u200c",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_TAGS = {b"i": "em", b"b": "strong", b"ul": "u", b"strike": "s", b"striked": "s"}
_TAGS |= {b"super": "sup", b"sub": "sub"}
_ENDS = {b"ulnone": {"u"}, b"nosupersub": {"sup", "sub"}}
_UNDERLINES = frozenset(
    b"uld uldash uldashd uldashdd uldb ulth ulw ulwave ulhwave ululdbwave".split()
)
_ALIGN = {b"qc": "centre", b"qr": "right", b"ql": "", b"qj": "", b"qd": ""}
_PARTING = frozenset((b"par", b"page", b"sect", b"row", b"nestrow"))
#: Character sets of fonts (\\fcharset) as code pages; 0 is that of the document.
_CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
_NAMED = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}
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


@dataclass(slots=True)
class _Table:
    """A style or font as its table is read."""

    number: int = 0
    name: list[str] = field(default_factory=list)


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
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._table = _Table()
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
            token = _TOKEN.match(content, at)
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
        codec = self._state.codec or self._fonts.get(self._default) or self._codec
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
            self._table.name.append(text)
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
            self._end_entry()
        if not self._stack:
            # Whatever stands behind the outermost group is no part of the text.
            self._state = replace(_State(), skipped=True)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = self._fresh
            return
        self._flush()
        if sign in _SIGNS:
            self._fresh = False
            if self._passed:
                self._passed -= 1
            elif not self._state.skipped:
                self._write(_SIGNS[sign])
        elif sign in b"\r\n":
            self._word(b"par", None)

    def _word(self, word: bytes, value: int | None) -> None:
        if self._passed and word in _LETTERS:
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
        elif word in _LEFT_OUT or (self._starred and word not in _TAGS):
            if not self._is_entry(word):
                self._state = replace(state, skipped=True)
        else:
            return False
        self._starred = False
        return True

    def _is_entry(self, word: bytes) -> bool:
        return self._state.into in {"styles", "fonts"} and word in {b"cs", b"ds", b"ts"}

    def _control(self, word: bytes, value: int | None) -> None:
        state, on = self._state, value != 0
        if state.into in {"styles", "fonts", "table"}:
            self._entry(word, value)
        elif word in {b"cell", b"nestcell"}:
            self._end_cell()
        elif word in {b"row", b"nestrow"} and self._cells:
            self._end_row()
        elif word in _PARTING and state.in_cell:
            self._break()
        elif word in _PARTING:
            self._end_paragraph()
        elif word in _LETTERS:
            self._write(_LETTERS[word])
        elif word == b"line":
            self._break()
        elif word == b"intbl":
            self._state = replace(state, in_cell=True)
        elif word in _TAGS or word in _UNDERLINES:
            tag = _TAGS.get(word, "u")
            self._state = replace(
                state, marks=state.marks | {tag} if on else state.marks - {tag}
            )
        elif word in _ENDS:
            self._state = replace(state, marks=state.marks - _ENDS[word])
        elif word == b"plain":
            self._state = replace(state, marks=frozenset(), hidden=False, codec="")
        elif word == b"pard":
            self._state = replace(state, align="", level=0, in_cell=False)
        elif word in _ALIGN:
            self._state = replace(state, align=_ALIGN[word])
        elif word == b"s":
            self._state = replace(state, level=self._levels.get(value or 0, 0))
        elif word == b"outlinelevel" and value is not None:
            self._state = replace(state, level=value + 1 if 0 <= value < 6 else 0)
        elif word == b"v" or word == b"deleted":
            self._state = replace(state, hidden=on)
        elif word == b"f" and value is not None:
            self._state = replace(state, codec=self._fonts.get(value, ""))
        elif word == b"uc" and value is not None:
            self._state = replace(state, fallback=max(0, min(value, 16)))
        elif word == b"ansicpg" and value:
            self._codec = _codec_of(f"cp{value}") or self._codec
        elif word == b"deff" and value is not None:
            self._default = value
        elif word in _NAMED:
            self._codec = _NAMED[word]
        elif word == b"chftn":
            self._write("*")

    # -- tables of fonts and styles -------------------------------------------------

    def _entry(self, word: bytes, value: int | None) -> None:
        if word in {b"s", b"f"} and value is not None:
            into = self._state.into
            self._table = _Table(value)
            if into in {"styles", "fonts"}:
                self._state = replace(self._state, into="table")
        elif word == b"fcharset" and value in _CHARSETS:
            self._fonts[self._table.number] = _CHARSETS[value]
        elif word == b"cpg" and value:
            codec = _codec_of(f"cp{value}")
            if codec:
                self._fonts[self._table.number] = codec
        elif word == b"outlinelevel" and value is not None and 0 <= value < 6:
            self._levels[self._table.number] = value + 1

    def _end_entry(self) -> None:
        name = "".join(self._table.name).strip(" ;").lower()
        if (
            name.startswith(("heading ", "überschrift ", "titre "))
            and name[-1:].isdecimal()
        ):
            self._levels[self._table.number] = min(max(int(name[-1]), 1), 6)
        elif name in {"title", "titel", "titre"}:
            self._levels[self._table.number] = 1

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


def _codec_of(name: str) -> str:
    """Return the name of an encoding of bytes, "" where Python knows none."""
    name = {"cp10000": "mac-roman", "cp65001": "utf-8", "cp936": "gb18030"}.get(
        name, name
    )
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return name if getattr(known, "_is_text_encoding", True) else ""
