"""The records of a Perl file of hashes, read as data: nothing of it is ever run.

The file was written by a program that escaped some quotes and mended by hand since.
So a value ends at the first quote that a new key, a closing brace or the end follows,
not at the first quote; whatever its indent, a line ``12 => {`` begins a record; and
what is wrong with one record stays in that record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from fanfold.vocab.patterns import late

_KEY = rb"""(?:'[A-Za-z_][\w .-]{0,60}'|"[A-Za-z_][\w .-]{0,60}"|[A-Za-z_]\w{0,60})"""
_NUMBER = rb"""['"]?(?P<number>\d{1,12})['"]?"""
#: ``12 => {``, ``'12' => {``, ``$FILES{12} = {``.
_RECORD = late(
    rb"\s*(?:" + _NUMBER + rb"""\s*=>|\$\w+\s*\{\s*['"]?(?P<other>\d{1,12})['"]?\s*\}"""
    rb"""\s*=)\s*[{(\[]"""
)
_NAME = late(rb"\s*(" + _KEY + rb")\s*=>[^\S\n]*")
_CLOSE = late(rb"\s*[}\])]")
_TABLE = late(rb"\s*(?:(?:my|our|local)\s+)?[%$@]\w+\s*=\s*[({\[]")
_SKIPPED = late(rb"\s*(?:#[^\n]*|[,;]|1\s*;)|\s+")
_STRAY = late(rb"[^\n,{}]*[\n,{}]?")
#: Where no value goes on: a key or a record at the beginning of a line, or the end.
_BOUND = late(
    rb"\n[^\S\n]*(?:" + _KEY + rb"""\s*=>|['"]?\d{1,12}['"]?\s*=>\s*[{(\[]|\)\s*;)"""
)
#: What may follow the quote that ends a value.
_BEHIND = (
    rb"""(?=\s{0,200},?\s{0,200}(?:\#[^\n]{0,200}\n\s{0,200}){0,3}(?:"""
    + _KEY
    + rb"""\s{0,200}=>|['"]?\d{1,12}['"]?\s{0,200}=>|[}\])]\s{0,200}(?:[,;)}\n]|\Z)"""
    rb"""|\Z))"""
)
_ENDS = {mark: late(mark + _BEHIND) for mark in (b"'", b'"')}
_HERE = late(rb"""<<\s*(?:'([^'\n]{1,60})'|"([^"\n]{1,60})"|([A-Za-z_]\w{0,60}))""")
_Q = late(rb"q(q?)\s?([({\[<|!/~#])")
_CLOSING = {b"(": b")", b"{": b"}", b"[": b"]", b"<": b">"}
_WORD = late(rb"[^,}\n]*")
_LIST_ITEM = late(rb"""'((?:[^'\\]|\\.){0,2000})'|"((?:[^"\\]|\\.){0,2000})"|(\w+)""")


class Field(NamedTuple):
    """One field. value: bytes as meant, escapes undone; line: of its key, from 1.

    mended: what was wrong with how it was written; "" for nothing.
    """

    name: str
    value: bytes
    line: int
    mended: str = ""


@dataclass(slots=True)
class Record:
    """One record. number: its key; "" where that is missing. line: where it begins."""

    number: str
    line: int
    fields: list[Field] = field(default_factory=list)
    stray: int = 0


def records(content: bytes) -> Iterator[Record]:
    """Yield the records in order. Linear; never fails.

    stray: how many pieces between fields could not be understood.
    """
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    walk = _Walk(content)
    while not walk.at_end:
        made = walk.step()
        if made is not None:
            yield made
    if walk.record is not None:
        yield walk.record


class _Walk:
    """A place in the file, and the record that is being read there."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0
        self._counted = (0, 1)
        self._bound = (-1, -1)
        self._depth = 0
        self._endless: set[bytes] = set()
        self.record: Record | None = None

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._content)

    def step(self) -> Record | None:
        """Take one piece; return the record that it ended."""
        content, at = self._content, self._at
        if found := _RECORD.match(content, at):
            self._at, self._depth = found.end(), 0
            number = (found["number"] or found["other"]).decode()
            before, self.record = self.record, Record(number, self._line(found.end()))
            return before
        if found := _NAME.match(content, at):
            self._take_field(found)
        elif found := _TABLE.match(content, at) or _SKIPPED.match(content, at):
            self._at = found.end()
        elif found := _CLOSE.match(content, at):
            self._at = found.end()
            return self._closed()
        else:
            self._pass_over()
        return None

    def _closed(self) -> Record | None:
        if self._depth:
            self._depth -= 1
            return None
        before, self.record = self.record, None
        return before

    def _pass_over(self) -> None:
        found = _STRAY.match(self._content, self._at)
        self._at = max(found.end() if found else 0, self._at + 1)
        if self.record is not None:
            self.record.stray += 1

    def _line(self, at: int) -> int:
        seen, number = self._counted
        number += self._content.count(b"\n", seen, at)
        self._counted = (at, number)
        return number

    # -- fields -----------------------------------------------------------------------

    def _take_field(self, name: re.Match[bytes]) -> None:
        line = self._line(name.start(1))
        self._at = name.end()
        value, mended = self._value()
        if self.record is None:
            self.record = Record("", line)
        word = name[1].decode("latin-1").strip("'\" ")
        self.record.fields.append(Field(word, value, line, mended))

    def _value(self) -> tuple[bytes, str]:
        content, at = self._content, self._at
        mark = content[at : at + 1]
        if mark in _ENDS:
            return self._quoted(mark)
        here = _HERE.match(content, at)
        if here:
            return self._heredoc(here)
        q = _Q.match(content, at)
        if q:
            return self._q(q)
        if mark and mark in b"[(":
            return self._list()
        if mark == b"{":
            self._at, self._depth = at + 1, self._depth + 1
            return b"", ""
        word = _WORD.match(content, at)
        self._at = word.end() if word else at
        bare = content[at : self._at].partition(b" #")[0].strip()
        return (b"" if bare == b"undef" else bare), ""

    def _quoted(self, mark: bytes) -> tuple[bytes, str]:
        content, start = self._content, self._at + 1
        bound = self._next_bound(start)
        end = self._end_of(mark, start, bound)
        if end is None:
            return self._unended(mark, start, bound)
        self._at = end + 1
        raw = content[start:end]
        wrong = "a quote in it was not escaped" if _has_bare(raw, mark) else ""
        return _unescaped(raw, mark), wrong

    def _end_of(self, mark: bytes, start: int, bound: int) -> int | None:
        """Return where the value's quote ends: one that its surroundings confirm."""
        for found in _ENDS[mark].finditer(self._content, start, bound + 200):
            if found.start() >= bound:
                return None
            if not _is_escaped(self._content, found.start(), start):
                return found.start()
        return None

    def _unended(self, mark: bytes, start: int, bound: int) -> tuple[bytes, str]:
        """Take what stands before the next key, up to the last quote in it."""
        content = self._content
        last = content.rfind(mark, start, bound)
        self._at = bound
        if last < 0:
            raw = content[start:bound].rstrip(b" \t\n,;}")
            return _unescaped(raw, mark), "its closing quote is missing"
        behind = content[last + 1 : bound].strip(b" \t\n,;}")
        raw = content[start:last]
        return _unescaped(raw, mark), "something stood behind it" if behind else ""

    def _next_bound(self, at: int) -> int:
        if self._bound[0] < at or self._bound[1] > at:
            found = _BOUND.search(self._content, at)
            self._bound = (found.start() if found else len(self._content), at)
        return self._bound[0]

    def _heredoc(self, here: re.Match[bytes]) -> tuple[bytes, str]:
        word = here[1] or here[2] or here[3]
        content = self._content
        begin = content.find(b"\n", here.end())
        if begin < 0:
            self._at = len(content)
            return b"", "its text is missing"
        found = word not in self._endless
        ended = content.find(b"\n" + word + b"\n", begin) if found else -1
        if ended < 0:
            self._endless.add(word)
            bound = self._next_bound(begin)
            self._at = bound
            return content[begin + 1 : bound].strip(), "its end is missing"
        self._at = ended + len(word) + 1
        return content[begin + 1 : ended], ""

    def _q(self, q: re.Match[bytes]) -> tuple[bytes, str]:
        mark = _CLOSING.get(q[2], q[2])
        bound = self._next_bound(q.end())
        end = self._content.find(mark, q.end(), bound)
        if end < 0:
            self._at = bound
            return self._content[q.end() : bound].strip(), "its end is missing"
        self._at = end + 1
        return self._content[q.end() : end], ""

    def _list(self) -> tuple[bytes, str]:
        """Take ``['a', 'b']`` as ``a, b``."""
        start = self._at + 1
        bound = self._next_bound(start)
        ends = [self._content.find(mark, start, bound) for mark in (b"]", b")")]
        end = min((at for at in ends if at >= 0), default=bound)
        self._at = min(end + 1, len(self._content))
        items = _LIST_ITEM.findall(self._content, start, end)
        return b", ".join(b"".join(item) for item in items), ""


def _is_escaped(content: bytes, at: int, floor: int) -> bool:
    before = at
    while before > floor and content[before - 1 : before] == b"\\":
        before -= 1
    return (at - before) % 2 == 1


def _has_bare(raw: bytes, mark: bytes) -> bool:
    at = raw.find(mark)
    while at >= 0:
        if not _is_escaped(raw, at, 0):
            return True
        at = raw.find(mark, at + 1)
    return False


_ESCAPE = late(rb"\\(.)", re.S)
_CONTROLS = {b"n": b"\n", b"t": b"\t", b"r": b"\n", b"0": b"", b"e": b""}


def _unescaped(raw: bytes, mark: bytes) -> bytes:
    """Undo what Perl escapes: of single quotes only the quote and the backslash."""
    if b"\\" not in raw:
        return raw
    if mark == b"'":
        return _ESCAPE.sub(lambda m: m[1] if m[1] in (b"'", b"\\", b'"') else m[0], raw)
    return _ESCAPE.sub(lambda m: _CONTROLS.get(m[1], m[1]), raw)
