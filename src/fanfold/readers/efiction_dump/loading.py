"""The first walk over a dump: rows of the tables that are read go to the spill."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import BinaryIO

from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.efiction_dump import tables
from fanfold.readers.efiction_dump.layouts import fitting
from fanfold.readers.efiction_dump.spill import LONG, Kept, Spill, Table
from fanfold.readers.efiction_dump.tables import Keys, Named
from fanfold.readers.efiction_dump.tokenizer import (
    Created,
    Dropped,
    Names,
    Odd,
    Row,
    Rows,
    events,
)
from fanfold.readers.efiction_dump.values import SHORT, bytes_of, short_of
from fanfold.vocab.patterns import late

#: Rows that are looked at before a table without names of columns is understood.
_SAMPLE = 200
_TOLD = 12


@dataclass(slots=True)
class Loaded:
    """What a dump held. tables: ours, every copy; members: of other software."""

    tables: list[tuple[Named, Table]] = field(default_factory=list)
    members: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def load(original: Original, spill: Spill) -> Loaded:
    """Put the rows of one dump into the spill and return what tables there are."""
    walk = _Loading(original, spill)
    with original.open() as stream:
        for event in events(stream):
            walk.take(event)
        walk.finish(ended=_has_end(stream, original.size))
    return walk.loaded


_PROMISES = late(rb"-- (?:MySQL|MariaDB) dump 10\.(?:1[1-9]|[2-9]\d)")


def _has_end(stream: BinaryIO, size: int) -> bool:
    """Tell whether a dump has the last line that its first lines promise, if any do."""
    stream.seek(0)
    if _PROMISES.search(stream.read(512)) is None:
        return True
    stream.seek(max(0, size - 4096))
    return b"-- Dump completed" in stream.read()


@dataclass(slots=True)
class _Loading:
    original: Original
    spill: Spill
    loaded: Loaded = field(default_factory=Loaded)
    created: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    now: dict[tuple[str, str], Table] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    copies: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)
    guessed: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    passed: str = ""
    table: Table | None = None
    mapping: list[int | None] | None = None
    pending: list[Row] = field(default_factory=list)
    charset: str = ""
    cut: bool = False

    def take(self, event: Created | Dropped | Rows | Row | Names | Odd) -> None:
        if isinstance(event, Row):
            if self.table is not None:
                self._row(event)
            elif self.passed:
                self.aside[self.passed] += 1
        elif isinstance(event, Rows):
            self._rows(event)
        elif isinstance(event, Created):
            self._anew(event.database, event.table)
            self.created[event.database, event.table] = event.columns
        elif isinstance(event, Dropped):
            self._anew(event.database, event.table)
        elif isinstance(event, Names):
            self.charset = event.charset
        else:
            self._odd(event)

    def _anew(self, database: str, table: str) -> None:
        """What follows is another copy of a table, should rows of one be there."""
        self._understand()
        self.created.pop((database, table), None)
        self.now.pop((database, table), None)
        self.table = None

    # -- rows ----------------------------------------------------------------------

    def _rows(self, event: Rows) -> None:
        place = event.database, event.table
        if self.table is None or self.table is not self.now.get(place):
            self._understand()
        self.table = self.now.get(place) or self._begun(event)
        self.mapping = None
        table = self.table
        if table is None:
            self.passed = event.table if tables.written_aside(event.table) else ""
            return
        table.charset = self.charset or table.charset
        columns = tuple(each.lower() for each in event.columns)
        if columns and not table.columns:
            table.settle(columns)
        elif columns and columns != table.columns:
            at = {name: index for index, name in enumerate(columns)}
            self.mapping = [at.get(name) for name in table.columns]

    def _begun(self, event: Rows) -> Table | None:
        known = self.created.get((event.database, event.table), ())
        found = tables.named(event.table, event.database)
        if found is not None:
            made = self.spill.table(event.table, self.original, tables.KEYS[found.base])
            self.loaded.tables.append((found, made))
        elif tables.is_members(event.table, known or event.columns):
            low = [each.lower() for each in known or event.columns]
            key = next(each for each in tables.MEMBER_ID if each in low)
            made = self.spill.table(event.table, self.original, Keys(key))
            self.loaded.members.append(made)
        else:
            counted = self.copies if tables.is_copy(event.table) else self.others
            if not tables.is_aside(event.table):
                counted[event.table] += 1
            return None
        made.settle(known)
        self.now[event.database, event.table] = made
        return made

    def _row(self, row: Row) -> None:
        table = self.table
        assert table is not None  # noqa: S101 - asked in take
        if not table.columns:
            self.pending.append(row)
            if len(self.pending) >= _SAMPLE:
                self._understand()
            return
        self._add(table, row)

    def _add(self, table: Table, row: Row) -> None:
        cells: tuple[Kept, ...] = tuple(
            # A list first: made twice as fast as one by one.
            [
                short_of(token)
                if len(token) < SHORT
                else bytes_of(token)
                if len(token) < LONG
                else (row.start(at), len(token))
                for at, token in enumerate(row.tokens)
            ]
        )
        if self.mapping is not None:
            cells = tuple(
                None if at is None or at >= len(cells) else cells[at]
                for at in self.mapping
            )
        if len(cells) != len(table.columns):
            self._wrong_count(table, row)
            return
        self.spill.add(table, cells)

    def _wrong_count(self, table: Table, row: Row) -> None:
        self.bad[table.name] += 1
        if self.bad[table.name] > _TOLD:
            return
        key = (bytes_of(row.tokens[0]) or b"")[:20] if row.tokens else b""
        name = table.keys.key or (table.columns or ("row",))[0]
        shown = key.decode("ascii", "replace") if key.isdigit() else "?"
        self._problem(
            "sql-row",
            f"{table.name}[{name}={shown}]",
            f"a row of {len(row.tokens)} values in a table of {len(table.columns)} "
            "columns was left out",
            Severity.LOSS,
        )

    def _understand(self) -> None:
        """Name the columns of the table whose rows wait."""
        rows, self.pending = self.pending, []
        table = self.table
        if table is None or not rows:
            return
        count = Counter(len(row.tokens) for row in rows).most_common(1)[0][0]
        cells = [
            tuple(map(bytes_of, row.tokens)) for row in rows if len(row.tokens) == count
        ]
        base = next(each.base for each, made in self.loaded.tables if made is table)
        columns = fitting(base, cells, self._ids(table))
        self.guessed[f"{table.name} ({count})"] += 1
        if not columns:
            detail = f"nobody knows a table of {count} columns so called; not read"
            self._problem("sql-no-schema", table.name, detail, Severity.WARNING)
        table.settle(columns or tuple(f"unknown{at}" for at in range(count)))
        for row in rows:
            self._add(table, row)

    def _ids(self, table: Table) -> dict[str, set[int]]:
        """Return ids of stories and chapters of this dump, as far as they are in."""
        self.spill.done()
        ids: dict[str, set[int]] = {}
        for found, made in self.loaded.tables:
            if made is table or found.base not in ("stories", "chapters"):
                continue
            for record in self.spill.all(made):
                for column in ("sid", "chapid"):
                    if (number := record.number(column)) is not None:
                        ids.setdefault(column, set()).add(number)
        return ids

    # -- what was not followed -----------------------------------------------------

    def _odd(self, event: Odd) -> None:
        if event.what == "statement":
            self.ignored[event.about] += 1
        elif event.what == "cut":
            self._understand()
            self.cut = True
            table = self.table
            rows = f"; {table.rows} whole rows of it were read" if table else ""
            self._problem(
                "sql-truncated",
                event.table,
                f"the dump ends in the middle of this table{rows}",
                Severity.LOSS,
            )
        else:
            self.bad[event.table] += 1
            if self.bad[event.table] <= _TOLD:
                detail = "a row that is no SQL was passed over; the next were read"
                self._problem("sql-row", event.table, detail, Severity.LOSS)

    def finish(self, *, ended: bool) -> None:
        """Say what was left, and put the last rows away. ended: as `_has_end` says."""
        self._understand()
        if not ended and not self.cut:
            detail = "its last line is missing: tables may be that it does not have"
            self._problem("sql-truncated", self.original.name, detail, Severity.LOSS)
        self.spill.done()
        for name, count in self.bad.items():
            if count > _TOLD:
                detail = f"{count} rows in all were left out"
                self._problem("sql-row", name, detail, Severity.LOSS)
        self._tell_aside()
        self._listed("sql-no-schema", self.guessed, "columns worked out, not named:")
        self._listed("sql-ignored", self.ignored, "not read, for they hold no data:")
        self._listed("tables-unread", self.others, "not read, for they are not ours:")
        self._listed("table-copy", self.copies, "not read, for they are copies:")

    def _tell_aside(self) -> None:
        """Say how much of what people wrote is carried by no record."""
        for _, table in self.loaded.tables:
            if table.rows and tables.written_aside(table.name):
                self.aside[table.name] += table.rows
        for name, count in self.aside.items():
            detail = f"{count} {tables.written_aside(name)}: kept, not carried"
            self._problem("kept-aside", name, detail, Severity.NOTE)

    def _listed(self, code: str, counted: Counter[str], what: str) -> None:
        if not counted:
            return
        shown = ", ".join(list(counted)[:_TOLD])
        more = f" and {len(counted) - _TOLD} more" if len(counted) > _TOLD else ""
        detail = f"{what} {shown}{more}"
        self.loaded.problems.append(
            Problem(code, self.original.name, detail, Severity.NOTE)
        )

    def _problem(self, code: str, place: str, detail: str, severity: Severity) -> None:
        self.loaded.problems.append(Problem(code, place, detail, severity))
