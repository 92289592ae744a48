"""Many rows added at once, or changed, each to values of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

_AT_ONCE = 500


def add_all(table: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Add rows whose own keys nobody asks for; what they lead to is there already.

    On SQLite Django's `bulk_create` makes a statement of its own for each few dozen
    rows, with a place for every value: making it takes several times what writing does.
    """
    if connection.vendor != "sqlite":
        table._default_manager.bulk_create(rows)
        return
    fields: list[Any] = [f for f in table._meta.concrete_fields if not f.primary_key]
    quoted: Any = connection.ops.quote_name
    columns = ", ".join(quoted(each.column) for each in fields)
    places = ", ".join("%s" for _ in fields)
    left = iter(rows)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        while some := list(islice(left, _AT_ONCE)):
            cursor.executemany(
                f"INSERT INTO {quoted(table._meta.db_table)} "  # noqa: S608
                f"({columns}) VALUES ({places})",
                [
                    [
                        each.get_db_prep_save(each.pre_save(row, True), connection)
                        for each in fields
                    ]
                    for row in some
                ],
            )


def update_all(rows: Collection[models.Model], columns: Sequence[str]) -> None:
    """Write these fields of rows of one table.

    Django's own `bulk_update` makes one statement with a case for each value; making
    it takes several times what writing the rows does.
    """
    if not rows:
        return
    told = next(iter(rows))._meta
    fields: list[Any] = [told.get_field(each) for each in columns]
    quoted: Any = connection.ops.quote_name
    changes = ", ".join(f"{quoted(each.column)} = %s" for each in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quoted(told.db_table)} SET {changes} "  # noqa: S608
            f"WHERE {quoted(told.pk.column)} = %s",
            [
                [
                    *(
                        each.get_db_prep_save(getattr(row, each.attname), connection)
                        for each in fields
                    ),
                    row.pk,
                ]
                for row in rows
            ],
        )
