"""What archives without an index of their own do: tables of tags, asked in SQL.

A wish as search_of.py tells it, answered whole by SQLite with FTS5 on the archive's own
rows, or by PostgreSQL with a text search on a copy of them: how many works, the first
twenty in order, the ten most frequent of eight facets.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

_FACETS = ("fandoms", "relationships_raw", "characters_raw", "tags")
_WORKS = (
    "id, rating, status, language, date_from, updated_from, word_count, stage, "
    "audience, gated, title, summary"
)
#: Where PostgreSQL may be filled: the database that the tests have.
_URL = "FANFOLD_TEST_POSTGRESQL"


class Peer(Protocol):
    """One of them. name: in the table; spent: the CPU it has used, in s."""

    name: str

    def spent(self) -> float: ...

    def ask(self, told: dict[str, Any]) -> int: ...


class Sqlite:
    """SQLite in this process, on the archive's own tables."""

    name = "SQLite"
    spent = staticmethod(time.process_time)

    def __init__(self) -> None:
        from django.db import connection

        self._cursor: Any = connection.cursor()
        self._cursor.execute("CREATE VIRTUAL TABLE words USING fts5(title, summary)")
        self._cursor.execute(
            "INSERT INTO words (rowid, title, summary) "
            "SELECT id, title, summary FROM archive_work"
        )

    def ask(self, told: dict[str, Any]) -> int:
        """Answer a wish; return how many works were found."""
        self._cursor.execute("DROP TABLE IF EXISTS temp.hits")
        matching = "w.id IN (SELECT rowid FROM words WHERE words MATCH %s)"
        # The other way round, SQLite walks through every tagging.
        return _answered(
            self._cursor,
            told,
            matching,
            tagging="archive_tagging",
            work="archive_work",
            join="CROSS JOIN",
            year="substr(date_from, 1, 4)",
        )


class Postgresql:
    """PostgreSQL, on a copy of the archive's works and tags in a schema of its own."""

    name = "PostgreSQL"

    def __init__(self, link: Any) -> None:
        self._cursor: Any = link.cursor()
        pid = link.info.backend_pid
        self._clock = Path(f"/proc/{pid}/schedstat")

    def spent(self) -> float:
        """Return the CPU of the server's process; the time where it is not told."""
        try:
            return int(self._clock.read_text().split()[0]) / 1e9
        except OSError:
            return time.perf_counter()

    def ask(self, told: dict[str, Any]) -> int:
        """Answer a wish; return how many works were found."""
        self._cursor.execute("DROP TABLE IF EXISTS pg_temp.hits")
        return _answered(
            self._cursor,
            told,
            "w.words @@ plainto_tsquery('simple', %s)",
            tagging="tagging",
            work="work",
            join="JOIN",
            year="date_part('year', date_from)",
            # Else it reads all taggings for any number of hits.
            then="ANALYZE hits",
        )


@contextmanager
def postgresql() -> Iterator[Postgresql | None]:
    """Fill PostgreSQL for as long as the block runs; None where there is none."""
    import psycopg

    url = os.environ.get(_URL, "")
    if not url:
        yield None
        return
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("DROP SCHEMA IF EXISTS fanfold_bench CASCADE")
        link.execute("CREATE SCHEMA fanfold_bench")
        link.execute("SET search_path TO fanfold_bench")
        link.execute("SET max_parallel_workers_per_gather = 0; SET jit = off")
        link.execute("SET work_mem = '64MB'; SET synchronous_commit = off")
        try:
            _copy(link)
            yield Postgresql(link)
        finally:
            link.execute("DROP SCHEMA fanfold_bench CASCADE")


def _copy(link: Any) -> None:
    link.execute(
        "CREATE TABLE work (id int PRIMARY KEY, rating text, status text, "
        "language text, date_from date, updated_from date, word_count int, stage text, "
        "audience text, gated bool, title text, summary text, words tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || summary)) STORED)"
    )
    link.execute("CREATE TABLE tagging (work_id int, tag_id int, field text)")
    _copied(link, f"work ({_WORKS})", f"SELECT {_WORKS} FROM archive_work")  # noqa: S608
    tags = "work_id, tag_id, field"
    _copied(link, f"tagging ({tags})", f"SELECT {tags} FROM archive_tagging")  # noqa: S608
    for told in (
        "INDEX ON work (updated_from)",
        "INDEX ON work USING gin (words)",
        "INDEX ON tagging (tag_id, work_id)",
        "INDEX ON tagging (work_id, field) INCLUDE (tag_id)",
    ):
        link.execute(f"CREATE {told}")
    link.execute("ANALYZE work, tagging")


def _copied(link: Any, into: str, select: str) -> None:
    from django.db import connection

    with connection.cursor() as rows, link.cursor() as cursor:
        rows.execute(select)
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            while batch := rows.fetchmany(5_000):
                for row in batch:
                    copy.write_row(row)


def _answered(
    cursor: Any,
    told: dict[str, Any],
    matching: str,
    *,
    tagging: str,
    work: str,
    join: str,
    year: str,
    then: str = "",
) -> int:
    where, values = _where(told, matching, tagging)
    cursor.execute(
        "CREATE TEMP TABLE hits AS SELECT w.id, w.updated_from, w.rating, "  # noqa: S608
        f"w.status, w.language, w.date_from FROM {work} w WHERE {where}",
        values,
    )
    if then:
        cursor.execute(then)
    cursor.execute("SELECT count(*) FROM hits")
    (total,) = cursor.fetchone()
    cursor.execute("SELECT id FROM hits ORDER BY updated_from DESC LIMIT 20")
    cursor.fetchall()
    for field in _FACETS:
        cursor.execute(
            f"SELECT t.tag_id, count(*) AS n FROM hits h {join} {tagging} t "  # noqa: S608
            "ON t.work_id = h.id WHERE t.field = %s GROUP BY t.tag_id "
            "ORDER BY n DESC LIMIT 10",
            [field],
        )
        cursor.fetchall()
    for by in ("rating", "status", "language", year):
        cursor.execute(
            f"SELECT {by}, count(*) AS n FROM hits GROUP BY 1 ORDER BY n DESC LIMIT 10"  # noqa: S608
        )
        cursor.fetchall()
    return int(total)


def _where(told: dict[str, Any], matching: str, tagging: str) -> tuple[str, list[Any]]:
    parts = ["w.stage = 'shown' AND w.audience = 'all' AND NOT w.gated"]
    if "match" in told:
        return " AND ".join([*parts, matching]), [told["match"]]
    values: list[Any] = []
    has = f"w.id {{}} (SELECT work_id FROM {tagging} WHERE tag_id = %s)"  # noqa: S608
    for tags, word in ((told["wanted"], "IN"), (told["unwanted"], "NOT IN")):
        parts += [has.format(word)] * len(tags)
        values += tags
    if told["rating"]:
        parts.append("w.rating = %s")
        values.append(told["rating"])
    return " AND ".join([*parts, "w.word_count > %s"]), [*values, told["words"]]


def measured(
    peer: Peer, wishes: list[dict[str, Any]]
) -> tuple[dict[str, float], list[int]]:
    """Return a peer's median and 95th percentile of CPU, in ms, and what it found."""
    taken, totals = [], []
    for told in wishes:
        began = peer.spent()
        totals.append(peer.ask(told))
        taken.append((peer.spent() - began) * 1000)
    taken.sort()
    spread = {"p50": taken[len(taken) // 2], "p95": taken[int(len(taken) * 0.95)]}
    return spread, totals
