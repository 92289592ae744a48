"""What was counted a moment ago, for as long as nothing in the database has changed.

The front page counts all that is listed; in a large archive that takes most of a
second. Databases tell whether anything was written since: SQLite each connection by
itself (`data_version`), PostgreSQL by the snapshot a question sees. So a count that is
kept is the count that would be made now, but for works whose day comes within the
minute.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.db import connection

from fanfold.archive.reader import Reader
from fanfold.archive.search.remembered import Remembered, moment

T = TypeVar("T")
_kept: Remembered[object] = Remembered(48)


def while_unchanged(what: Hashable, reader: Reader, make: Callable[[], T]) -> T:
    """Return what `make` counts over the reader's lists, made anew after any change.

    what: names what is counted. It must depend on nothing but the database and the
    reader's lists, and nobody may change it.
    """
    state = _state()
    if state is None:
        return make()
    lists = (reader.keeps, reader.is_member, reader.shows_adult)
    key = (state, moment(), lists, what)
    return _kept.get(key, make)  # type: ignore[return-value]


def _state() -> Hashable:
    """Return what names the state of the database; None where it cannot be told."""
    if connection.in_atomic_block:
        return None  # what is written here may be taken back
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("select pg_current_snapshot()::text")
            return str(cursor.fetchone()[0])
        cursor.execute("PRAGMA data_version")
        (others,) = cursor.fetchone()
    own = connection.connection
    return own, own.total_changes, others
