"""Queries that are asked with every page: made into SQL once, not at each asking.

Django takes longer to make the SQL of a small query than a database to answer it. What
is made here comes from the same QuerySets, so `visible_to` stays the one rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


#: Values that a query over many is made for; twice as many for more, and so on.
_FEW = 20
#: Stands where the first number of many will stand; the others below it.
_FIRST = -(1 << 60)


class Among:
    """One query over rows that are named by their values of one column, as `Prepared`.

    build: returns it for a list of values to stand in `__in`. numbers: the column is
    one of numbers, not of text. SQL is made once for each of a few lengths, and the
    rest of a list filled up with its first value.
    """

    def __init__(
        self, build: Callable[[list[Any]], Any], *, numbers: bool = False
    ) -> None:
        self._build, self._numbers = build, numbers
        self._made: dict[tuple[str, int], tuple[str, list[tuple[int, Any]]]] = {}

    def ask(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the rows; none for no values, and nothing is asked."""
        if not values:
            return []
        size = _FEW
        while size < len(values):
            size *= 2
        key = (connection.vendor, size)
        sql, told = self._made.get(key) or self._make(key)
        filled = [*values, *[values[0]] * (size - len(values))]
        given = [filled[at] if at >= 0 else other for at, other in told]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return cursor.fetchall()

    def _make(self, key: tuple[str, int]) -> tuple[str, list[tuple[int, Any]]]:
        stand: list[Any] = [
            _FIRST - at if self._numbers else place(str(at)) for at in range(key[1])
        ]
        at_of = {each: at for at, each in enumerate(stand)}
        sql, told = self._build(stand).query.sql_with_params()
        made = self._made[key] = (sql, [(at_of.get(each, -1), each) for each in told])
        return made
