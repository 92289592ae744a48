"""What hangs on rows: it goes when they go, and tells whether anything came since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db import models, router
from django.db.models.deletion import CASCADE, Collector

#: What readers keep of a work for themselves stands in no act's way.
_PRIVATE = frozenset(("reading",))


class Hanging:
    """What goes when rows of one table are deleted.

    rows: they and what is deleted with them, the deepest first. loosened: (row,
    columns) that point to them and stay, pointing to nothing.
    """

    def __init__(self, rows: Sequence[models.Model]) -> None:
        using = router.db_for_write(type(rows[0]), instance=rows[0])
        self._collector = Collector(using=using)
        self._collector.collect(list(rows))
        self._collector.sort()
        found: list[models.Model] = []
        queries: Any = self._collector.fast_deletes
        for query in queries:
            found.extend(query)
        for instances in self._collector.data.values():
            found.extend(instances)
        # A claim hangs on its work, its chapter and its text.
        self.rows = list(dict.fromkeys(found))
        updates: Any = self._collector.field_updates
        self.loosened = [
            (other, [field.name])
            for (field, _), found in updates.items()
            for others in found
            for other in others
        ]

    def delete(self) -> None:
        """Delete all of it."""
        self._collector.delete()


def digests_of(rows: Sequence[models.Model]) -> dict[Any, str]:
    """Return, by primary key, SHA-256 of which rows hang on each row of one table.

    As many queries for a hundred rows as for one.
    """
    named: dict[Any, set[tuple[str, str]]] = {row.pk: set() for row in rows}
    for kind, path in _below(type(rows[0])) if rows else ():
        table = kind._meta.model_name or ""
        there = kind._default_manager.filter(**{f"{path}__in": list(named)})
        for owner, pk in there.order_by().values_list(path, "pk"):
            named[owner].add((table, str(pk)))
    return {
        pk: hashlib.sha256(repr(sorted(told)).encode()).hexdigest()
        for pk, told in named.items()
    }


@cache
def _below(kind: type[models.Model]) -> tuple[tuple[type[models.Model], str], ...]:
    """Return the tables whose rows go with rows of one, each with the way to it."""
    return tuple(_walked(kind))


def _walked(kind: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    seen, waiting = {kind}, [(kind, "")]
    while waiting:
        above, way = waiting.pop(0)
        for tie in above._meta.related_objects:
            below: Any = tie.related_model
            named = below._meta.model_name
            if tie.on_delete is not CASCADE or below in seen or named in _PRIVATE:
                continue
            seen.add(below)
            path = f"{tie.field.name}__{way}" if way else tie.field.name
            waiting.append((below, path))
            yield below, path
