"""Queries that are asked with every page: made into SQL once, not at each asking.

Django takes longer to make the SQL of a small query than a database to answer it. What
is made here comes from the same QuerySets, so `visible_to` stays the one rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection


def place(name: str) -> str:
    """Return what stands in a query where a value will stand."""
    return f"\x01{name}"


class Prepared:
    """One query. build: returns it, a `values_list` with `place`s in its conditions.

    Rows come as the database has them: SQLite's truth values are 0 and 1.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._made: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def ask(self, **values: object) -> list[tuple[Any, ...]]:
        """Return the rows for these values, by the names of their places."""
        sql, told = self._made.get(connection.vendor) or self._make()
        filled: list[Any] = [
            values[each[1:]] if isinstance(each, str) and each[:1] == "\x01" else each
            for each in told
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            return cursor.fetchall()

    def _make(self) -> tuple[str, tuple[Any, ...]]:
        made = self._build().query.sql_with_params()
        self._made[connection.vendor] = made
        return made
