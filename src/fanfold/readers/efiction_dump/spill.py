"""Rows on disk: what must be joined across tables larger than memory.

One SQLite file in the reader's scratch folder. Long values stay in the dump; a row
keeps where they lie, so that a dump full of story texts is not written out again.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from fanfold.model.original import Original
from fanfold.readers.efiction_dump.tables import Keys
from fanfold.readers.efiction_dump.values import bytes_of, number_of

#: Bytes from which on a value is left in the dump.
LONG = 1024
_BATCH = 500
#: Rows of a table whose ids are remembered: 4 MB of them.
_REMEMBERED = 50_000

#: A value's bytes, None for NULL, or where it stands in the dump: (offset, length).
Kept: TypeAlias = bytes | tuple[int, int] | None


@dataclass(slots=True)
class Table:
    """One table of one dump.

    name: as the dump calls it. columns: its columns, lower case. rows: how many were
    whole. charset: of the last SET NAMES.
    """

    number: int
    name: str
    original: Original
    keys: Keys
    columns: tuple[str, ...] = ()
    rows: int = 0
    charset: str = ""
    index: dict[str, int] = field(default_factory=dict)

    def settle(self, columns: Sequence[str]) -> None:
        """Take the names of the columns."""
        self.columns = tuple(each.lower() for each in columns)
        self.index = {name: at for at, name in enumerate(self.columns)}

    def has(self, column: str) -> bool:
        """Tell whether there is such a column."""
        return column in self.index


class Record:
    """One row: cells by the name of their column."""

    __slots__ = ("_cells", "_spill", "n", "table")

    def __init__(
        self, spill: Spill, table: Table, n: int, cells: tuple[Kept, ...]
    ) -> None:
        self._spill, self.table, self.n, self._cells = spill, table, n, cells

    def __getitem__(self, column: str) -> bytes | None:
        """Return a cell's bytes; None for NULL and for columns that are not there."""
        at = self.table.index.get(column)
        if at is None:
            return None
        cell = self._cells[at]
        if isinstance(cell, tuple):
            return bytes_of(self._spill.piece(self.table.original, *cell))
        return cell

    def number(self, *columns: str) -> int | None:
        """Return the first of these cells that is a whole number."""
        for column in columns:
            found = number_of(self[column])
            if found is not None:
                return found
        return None

    def word(self, column: str) -> str:
        """Return a cell of plain ASCII, as codes and flags are; else empty."""
        return (self[column] or b"").decode("ascii", "ignore").strip()

    def same(self, other: Record) -> bool:
        """Tell whether two rows hold the same."""
        return all(self[each] == other[each] for each in self.table.columns)


class Spill:
    """The rows of all tables. A context manager; closes what it opened."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        path = folder / "rows.sqlite"
        self._stack.callback(path.unlink, missing_ok=True)
        self._base = sqlite3.connect(path, isolation_level=None)
        self._stack.callback(self._base.close)
        # Only a scratch copy: nothing here need outlive a crash.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-24000"):
            self._base.execute(f"PRAGMA {pragma}")
        self._waiting: dict[int, list[tuple[Any, ...]]] = {}
        self._streams: dict[str, BinaryIO] = {}
        self._keys: dict[int, frozenset[int]] = {}
        self._tables = 0
        self._asked = False

    def __enter__(self) -> Spill:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def table(self, name: str, original: Original, keys: Keys) -> Table:
        """Return a new, empty table."""
        self._tables += 1
        made = Table(self._tables, name, original, keys)
        t = f"t{made.number}"
        self._base.execute(
            f"CREATE TABLE {t} (n INTEGER PRIMARY KEY, k INTEGER, g INTEGER,"
            " h INTEGER, cells BLOB)"
        )
        for column, used in (("k", keys.key), *zip("gh", keys.groups, strict=False)):
            if used:
                # Made now, not at the end: sorting at once would need room elsewhere.
                self._base.execute(f"CREATE INDEX {t}{column} ON {t} ({column}, n)")
        return made

    def add(self, table: Table, cells: tuple[Kept, ...]) -> None:
        """Add a row of a table whose columns are known."""
        table.rows += 1
        wanted = (table.keys.key, *table.keys.groups, "", "")[:3]
        ids = [self._id(table, column, cells) for column in wanted]
        waiting = self._waiting.setdefault(table.number, [])
        waiting.append((table.rows, *ids, marshal.dumps(cells)))
        if len(waiting) >= _BATCH:
            self._flush(table.number)

    def _id(self, table: Table, column: str, cells: tuple[Kept, ...]) -> int | None:
        at = table.index.get(column) if column else None
        if at is None or at >= len(cells):
            return None
        cell = cells[at]
        found = number_of(cell) if isinstance(cell, bytes) else None
        return found if found is not None and abs(found) < 1 << 62 else None

    def _flush(self, number: int) -> None:
        rows = self._waiting.pop(number, ())
        self._base.execute("BEGIN")
        self._base.executemany(f"INSERT INTO t{number} VALUES (?,?,?,?,?)", rows)  # noqa: S608
        self._base.execute("COMMIT")

    def done(self) -> None:
        """All rows of a dump are in."""
        self._keys.clear()
        for number in list(self._waiting):
            self._flush(number)

    # -- asking --------------------------------------------------------------------

    def all(self, table: Table | None) -> Iterator[Record]:
        """Yield every row in the order of the dump."""
        last = 0
        while table is not None:
            rows = self._ask(table, "n > ? ORDER BY n LIMIT 200", last)
            yield from rows
            if len(rows) < 200:
                return
            last = rows[-1].n

    def one(self, table: Table | None, key: int | None) -> Record | None:
        """Return the first row with this id of its own."""
        if table is None or key is None:
            return None
        found = self._ask(table, "k = ? ORDER BY n LIMIT 1", key)
        return found[0] if found else None

    def of(self, table: Table | None, column: str, key: int | None) -> list[Record]:
        """Return the rows that belong to something, in the order of the dump."""
        if table is None or key is None or column not in table.keys.groups:
            return []
        letter = "gh"[table.keys.groups.index(column)]
        return self._ask(table, f"{letter} = ? ORDER BY n", key)

    def has(self, table: Table | None, key: int | None) -> bool:
        """Tell whether there is a row with this id of its own."""
        if table is None or key is None:
            return False
        if table.rows <= _REMEMBERED:
            return key in self._keys_of(table)
        asked = f"SELECT 1 FROM t{table.number} WHERE k = ? LIMIT 1"  # noqa: S608
        return self._base.execute(asked, (key,)).fetchone() is not None

    def _keys_of(self, table: Table) -> frozenset[int]:
        """Return all ids of a table that is small enough to remember them."""
        if table.number not in self._keys:
            asked = f"SELECT k FROM t{table.number} WHERE k IS NOT NULL"  # noqa: S608
            found = frozenset(key for (key,) in self._base.execute(asked))
            self._keys[table.number] = found
        return self._keys[table.number]

    def twice(self, table: Table | None) -> list[int]:
        """Return the ids that several rows have."""
        if table is None or not table.keys.key:
            return []
        asked = f"SELECT k FROM t{table.number} WHERE k IS NOT NULL GROUP BY k HAVING COUNT(*) > 1"  # noqa: S608, E501
        return [key for (key,) in self._base.execute(asked)]

    def is_new(self, what: str) -> bool:
        """Tell whether this was not asked before: for what may be there by millions."""
        if not self._asked:
            self._base.execute("CREATE TABLE asked (w TEXT PRIMARY KEY) WITHOUT ROWID")
            self._asked = True
        added = self._base.execute("INSERT OR IGNORE INTO asked VALUES (?)", (what,))
        return added.rowcount > 0

    def with_key(self, table: Table | None, key: int) -> list[Record]:
        """Return all rows with this id of their own."""
        return [] if table is None else self._ask(table, "k = ? ORDER BY n", key)

    def _ask(self, table: Table, where: str, value: int) -> list[Record]:
        asked = f"SELECT n, cells FROM t{table.number} WHERE {where}"  # noqa: S608
        return [
            Record(self, table, n, marshal.loads(cells))  # noqa: S302 - our own bytes
            for n, cells in self._base.execute(asked, (value,))
        ]

    def piece(self, original: Original, start: int, length: int) -> bytes:
        """Return bytes of a dump."""
        stream = self._streams.get(original.sha256)
        if stream is None:
            stream = self._stack.enter_context(original.open())
            self._streams[original.sha256] = stream
        stream.seek(start)
        return stream.read(length)
