"""A SQL dump as statements and rows: bytes in, bytes out, nothing run.

Reads a stream once, in pieces, holding one row and a piece at most. Knows what dump
programs write and people upload: comments of every kind, both quotes, hex, rows with
and without names of columns, other software's tables, procedures, a file cut off
anywhere. What it cannot follow it names (`Odd`) and goes on behind it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from fanfold.readers.efiction_dump.values import LOOSE, row_pattern
from fanfold.vocab.patterns import late

PIECE = 1 << 20
#: The longest row that is read; MySQL itself allows no packet beyond this.
LONGEST = 64 << 20
_HEADER = 1 << 18


@dataclass(frozen=True, slots=True)
class Created:
    """``CREATE TABLE``; database: of the last ``USE``, or empty."""

    table: str
    columns: tuple[str, ...]
    database: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """``DROP TABLE``."""

    table: str
    database: str = ""


@dataclass(slots=True)
class Rows:
    """The head of an ``INSERT``; its rows follow. columns: as it names them, or ()."""

    table: str
    columns: tuple[str, ...] = ()
    database: str = ""


class Row:
    """One row's values as they stand, and where each lies in the file."""

    __slots__ = ("_base", "_found", "tokens")

    def __init__(
        self, tokens: tuple[bytes, ...], found: re.Match[bytes] | list[int], base: int
    ) -> None:
        self.tokens, self._found, self._base = tokens, found, base

    def start(self, index: int) -> int:
        """Return the offset of a value in the file."""
        found = self._found
        within = found[index] if isinstance(found, list) else found.start(index + 1)
        return self._base + within


@dataclass(frozen=True, slots=True)
class Names:
    """``SET NAMES``."""

    charset: str


@dataclass(frozen=True, slots=True)
class Odd:
    """What was not followed. what: ``row``, ``statement``, ``cut``.

    table: where it lies in rows. about: the statement's first words.
    """

    what: str
    table: str = ""
    about: str = ""


Event: TypeAlias = Created | Dropped | Rows | Row | Names | Odd

#: What dump programs say on the way gets into their output, too.
_BLANK = late(
    rb"(?>(?:[ \t\r\n;]++|--[^\n]*+(?:\n|\Z)|#[^\n]*+(?:\n|\Z)"
    rb"|(?:mysqldump|mariadb-dump|Warning):[^\n]*+(?:\n|\Z))+)"
)
_WORD = late(rb"[A-Za-z]+")
_REMARK = rb"/\*[^*]*+\*++(?>(?:[^*/][^*]*+\*++)*)/"
_PART = rb"(?:`(?>(?:[^`]|``)*)`|\"[^\"]*+\"|\[[^\]]*+\]|[\w$\x80-\xff-]++)"
_NAME = rb"((?:" + _PART + rb"\s*\.\s*)?" + _PART + rb")"
_INSERT = late(
    rb"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*"
    rb"(?:INTO\s+)?" + _NAME + rb"\s*+(?:\(([^()]*+)\))?\s*+VALUES?"
    rb"(?>(?:\s++|" + _REMARK + rb"|--[ \t][^\n]*+\n|#[^\n]*+\n)*)(?=\()",
    re.I,
)
_CREATE = late(
    rb"CREATE\s+(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?" + _NAME + rb"\s*\(",
    re.I,
)
_DROP = late(rb"DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?" + _NAME, re.I)
_USE = late(rb"USE\s+" + _NAME, re.I)
_SET_NAMES = late(rb"SET\s+NAMES\s+['\"]?([\w-]+)", re.I)
_DELIMITER = late(rb"DELIMITER[ \t]+([^\s]+)[^\n]*\n?", re.I)
#: What stands in a statement up to its end, strings and comments whole; so many
#: pieces at once, for Python remembers each of them.
_REST = late(
    rb"(?>(?:[^'\"`;/#-]++|'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'"
    rb"|\"[^\"\\]*+(?:(?:\\.|\"\")[^\"\\]*+)*+\"|`[^`]*+`"
    rb"|" + _REMARK + rb"|--(?=[ \t\r\n])[^\n]*+\n|#[^\n]*+\n|[-/](?!\*)){1,4096})",
    re.DOTALL,
)
_COLUMN = late(
    rb"\s*+(?:`((?>(?:[^`]|``)*))`|\"([^\"]*+)\"|\[([^\]]*+)\]|([\w$\x80-\xff]++))",
    re.DOTALL,
)
_KEYS = frozenset(
    b"primary key unique index fulltext spatial constraint foreign check".split()
)
#: Statements that bring nothing a reader could miss.
_PLAIN = frozenset(
    b"set lock unlock alter start begin commit use drop create analyze optimize "
    b"flush truncate rollback savepoint".split()
)
_ENDS = late(rb"(?:\A|(?<=\n))(?=\(|INSERT |REPLACE |CREATE |DROP |-- |/\*!|# )", re.I)


def events(stream: BinaryIO) -> Iterator[Event]:
    """Yield what a dump holds, in order. Linear in its size; never fails."""
    yield from _Walk(stream).all()


@dataclass(slots=True)
class _Walk:
    """Where the reading stands: a piece of the file, and a place in it."""

    stream: BinaryIO
    buffer: bytes = b""
    at: int = 0
    base: int = 0
    ended: bool = False
    database: str = ""
    ignored: list[Odd] = field(default_factory=list)

    def all(self) -> Iterator[Event]:
        self._more()
        if self.buffer.startswith(b"\xef\xbb\xbf"):
            self.at = 3
        while True:
            yield from self._passed_over()
            if self._at_end():
                return
            yield from self._statement()

    # -- the buffer ----------------------------------------------------------------

    def _more(self) -> bool:
        """Read on, twice as much as is held, so that long rows cost linear time."""
        if self.ended:
            return False
        kept = self.buffer[self.at :] if self.at else self.buffer
        piece = self.stream.read(max(PIECE, len(kept)))
        self.base += self.at
        self.at = 0
        self.buffer = kept + piece
        self.ended = not piece
        return bool(piece)

    def _at_end(self) -> bool:
        return self.at >= len(self.buffer) and not self._more()

    def _matched(self, pattern: re.Pattern[bytes], room: int) -> re.Match[bytes] | None:
        """Return the match here, with `room` bytes or the whole file looked at."""
        while True:
            found = pattern.match(self.buffer, self.at)
            if found is not None and (found.end() < len(self.buffer) or self.ended):
                return found
            if len(self.buffer) - self.at >= room or not self._more():
                return found

    # -- between statements --------------------------------------------------------

    def _passed_over(self) -> Iterator[Event]:
        """Pass over spaces and comments; a comment may set the letters."""
        while True:
            before = self.base + self.at
            blank = _BLANK.match(self.buffer, self.at)
            if blank is not None:
                self.at = blank.end()
            if len(self.buffer) - self.at < 2 and self._more():
                continue
            if self.buffer.startswith(b"/*", self.at):
                yield from self._comment()
            if self.base + self.at == before:
                return

    def _comment(self) -> Iterator[Event]:
        searched = self.at + 2
        while (end := self.buffer.find(b"*/", searched)) < 0:
            searched = max(len(self.buffer) - self.at - 1, 2)
            if len(self.buffer) - self.at > LONGEST or not self._more():
                end = len(self.buffer)
                break
            searched += self.at
        said = self.buffer[self.at : min(end, self.at + 400)]
        self.at = min(end + 2, len(self.buffer))
        yield from _names_in(said)

    # -- statements ----------------------------------------------------------------

    def _statement(self) -> Iterator[Event]:
        word = self._matched(_WORD, 64)
        kind = word[0].lower() if word is not None else b""
        if kind in (b"insert", b"replace"):
            yield from self._insert()
        elif kind == b"create":
            yield from self._create()
        elif kind == b"delimiter":
            yield from self._delimiter()
        else:
            yield from self._other(kind)

    def _insert(self) -> Iterator[Event]:
        head = self._matched(_INSERT, _HEADER)
        if head is None:
            yield from self._other(b"insert ...")
            return
        database, table = self._named(head[1])
        columns = tuple(_column(each) for each in (head[2] or b"").split(b",") if each)
        self.at = head.end()
        yield Rows(table, columns, database)
        yield from self._rows(table, len(columns))

    def _rows(self, table: str, count: int) -> Iterator[Event]:
        """Yield rows until what follows one is no comma."""
        pattern = row_pattern(count) if count else None
        while True:
            found = pattern.match(self.buffer, self.at) if pattern is not None else None
            if found is not None:
                *tokens, after = found.groups()
                yield Row(tuple(tokens), found, self.base)
                if after == b",":
                    self.at = found.end()
                    if self.buffer.startswith(b"(", self.at):
                        continue
                else:
                    self.at = found.end() - 1
                    if after not in b"/-#" or not self._comma():
                        yield from self._behind(table)
                        return
            else:
                row = self._loose(table)
                if isinstance(row, Odd):
                    yield row
                    if not self._found_again():
                        return
                    continue
                yield row
                if pattern is None:
                    pattern = row_pattern(len(row.tokens))
                if not self._comma():
                    yield from self._behind(table)
                    return
            self._skip_space()
            if not self.buffer.startswith(b"(", self.at):
                yield Odd("cut" if self._at_end() else "row", table)
                return

    def _loose(self, table: str) -> Row | Odd:
        """Return one row value by value: of any count, and across pieces."""
        tokens: list[bytes] = []
        places: list[int] = []
        at = self.at + 1
        while True:
            found = LOOSE.match(self.buffer, at)
            if found is None or (found[1] is None and found[2] != b")"):
                if self._is_open(at) and len(self.buffer) - self.at < LONGEST:
                    held, at = self.at, at - self.at
                    if self._more():
                        places = [each - held for each in places]
                        continue
                    self.at = len(self.buffer)
                    return Odd("cut", table)
                return Odd("row", table)
            if found[1] is not None:
                tokens.append(found[1])
                places.append(found.start(1))
            at = found.end()
            if found[2] == b")":
                self.at = at
                return Row(tuple(tokens), places, self.base)

    def _is_open(self, at: int) -> bool:
        """Tell whether a value that does not match may only not be there in full."""
        rest = self.buffer[at : at + 64].lstrip()
        quoted = rest[:1] in (b"'", b'"') or re.match(rb"[A-Za-z_]\w*\s*['\"]", rest)
        return len(self.buffer) - at < 128 or bool(quoted)

    def _comma(self) -> bool:
        """Pass over the comma behind a row; tell whether there was one."""
        self._skip_space()
        if self.buffer.startswith(b",", self.at):
            self.at += 1
            return True
        return False

    def _skip_space(self) -> None:
        """Pass over spaces and remarks between rows."""
        while True:
            rest = self.buffer[self.at : self.at + 64]
            self.at += len(rest) - len(rest.lstrip(b" \t\r\n"))
            if rest.strip(b" \t\r\n"):
                if not self._remark():
                    return
            elif not rest and not self._more():
                return

    def _remark(self) -> bool:
        """Pass over a comment; tell whether there was one."""
        if self.buffer.startswith(b"/*", self.at):
            deque(self._comment(), maxlen=0)
            return True
        if not self.buffer.startswith((b"-- ", b"--\t", b"#"), self.at):
            return False
        while (end := self.buffer.find(b"\n", self.at)) < 0:
            if not self._more():
                end = len(self.buffer)
                break
        self.at = end
        return True

    def _behind(self, table: str) -> Iterator[Event]:
        """Pass over what follows the last row, up to the statement's end."""
        if self._at_end():
            yield Odd("cut", table)
        elif self.buffer.startswith(b";", self.at):
            self.at += 1
        elif self._matched(_WORD, 64) is not None:
            word = _WORD.match(self.buffer, self.at)
            if word is not None and word[0].upper() in (b"ON", b"AS"):
                self._skip_statement()
        elif not self.buffer.startswith((b"/*", b"--", b"#"), self.at):
            yield Odd("row", table)
            self._found_again()

    def _found_again(self) -> bool:
        """Go to the next place that looks like a row or a statement.

        Returns whether it is a row.
        """
        self.at += 1
        while True:
            found = _ENDS.search(self.buffer, self.at)
            if found is not None:
                self.at = found.start()
                return self.buffer.startswith(b"(", self.at)
            self.at = max(self.at, len(self.buffer) - 16)
            if not self._more():
                self.at = len(self.buffer)
                return False

    def _create(self) -> Iterator[Event]:
        head = self._matched(_CREATE, 4096)
        if head is None:
            yield from self._other(b"create")
            return
        database, table = self._named(head[1])
        start = head.end() - self.at
        statement = self._skip_statement()
        yield Created(table, tuple(_columns(statement[start:])), database)

    def _other(self, kind: bytes) -> Iterator[Event]:
        statement = self._skip_statement()
        use = _USE.match(statement)
        if use is not None:
            self.database = self._named(use[1])[1]
        dropped = _DROP.match(statement)
        if dropped is not None:
            database, table = self._named(dropped[1])
            yield Dropped(table, database)
        yield from _names_in(statement[:400])
        about = b" ".join(statement[:60].split()[:2])
        plain = kind in _PLAIN and not _PROGRAM.match(statement)
        if not plain and statement.strip(b"; \r\n\t"):
            yield Odd("statement", about=about.decode("ascii", "replace"))

    def _delimiter(self) -> Iterator[Event]:
        """Pass over programs: from one DELIMITER to the next that says ``;``."""
        yield Odd("statement", about="DELIMITER")
        while True:
            found = self._matched(_DELIMITER, 4096)
            if found is None:
                self.at += 1
                return
            self.at = found.end()
            if found[1] == b";":
                return
            while (next_ := self.buffer.upper().find(b"DELIMITER", self.at)) < 0:
                self.at = max(self.at, len(self.buffer) - 10)
                if not self._more():
                    self.at = len(self.buffer)
                    return
            self.at = next_

    def _skip_statement(self) -> bytes:
        """Return the statement that begins here, and go behind it."""
        while True:
            end = _end_of_statement(self.buffer, self.at)
            if end is not None:
                start, self.at = self.at, end
                return self.buffer[start:end]
            if len(self.buffer) - self.at > LONGEST or not self._more():
                start = self.at
                cut = _ENDS.search(self.buffer, start + 1)
                self.at = cut.start() if cut else len(self.buffer)
                return self.buffer[start : self.at]

    def _named(self, name: bytes) -> tuple[str, str]:
        """Return database and table of a name."""
        parts = [_column(each) for each in re.findall(_PART, name)]
        return (parts[0] if len(parts) > 1 else self.database), parts[-1]


_PROGRAM = late(
    rb"CREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:ALGORITHM\s*=\s*\S+\s+)?"
    rb"(?:PROCEDURE|FUNCTION|TRIGGER|EVENT|VIEW)",
    re.I,
)


def _names_in(statement: bytes) -> Iterator[Event]:
    found = _SET_NAMES.search(statement)
    if found is not None:
        yield Names(found[1].decode("ascii"))


def _columns(body: bytes) -> Iterator[str]:
    """Yield the names of columns out of a CREATE TABLE's parentheses."""
    for part in _parts(body):
        found = _COLUMN.match(part)
        if found is None:
            continue
        word = found[4]
        if word is None or word.lower() not in _KEYS:
            yield _column(found[0])


def _end_of_statement(buffer: bytes, at: int) -> int | None:
    """Return the offset behind the statement at an offset; None where it is cut."""
    while found := _REST.match(buffer, at):
        at = found.end()
    return at + 1 if buffer[at : at + 1] == b";" else None


def _parts(body: bytes) -> Iterator[bytes]:
    """Yield what stands between commas, up to the parenthesis that closes."""
    depth, start = 0, 0
    for found in re.finditer(
        rb"'(?>(?:[^'\\]|\\.|'')*)'|`[^`]*+`|[(),]", body, re.DOTALL
    ):
        sign = found[0]
        if sign == b"(":
            depth += 1
        elif sign == b")" and depth:
            depth -= 1
        elif sign == b")" or (sign == b"," and not depth):
            yield body[start : found.start()]
            if sign == b")":
                return
            start = found.end()
    yield body[start:]


def _column(name: bytes) -> str:
    bare = name.strip()
    if bare[:1] in (b"`", b'"', b"["):
        bare = bare[1:-1].replace(b"``", b"`")
    return bare.decode("utf-8", "replace")
