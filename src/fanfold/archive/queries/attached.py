"""Rows that hang on others, as `prefetch_related` gets them, but by SQL made once.

A work's page needs what stands in seven tables. To make the SQL of seven questions
takes Django ten times as long as the database needs for the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import query as django_query

from fanfold.archive.queries.prepared import Among


class Attached:
    """The rows of one table by the work they hang on.

    name: as the work's row calls them; build: returns the query for row ids of works,
    in the order in which they are wanted.
    """

    def __init__(self, name: str, build: Callable[[list[Any]], Any]) -> None:
        self._name, self._build = name, build
        self._among = Among(build, numbers=True)
        self._shapes: dict[str, _Shape] = {}

    def fill(self, works: Iterable[Any]) -> None:
        """Hang the rows on works, as if each had been asked for its own."""
        by_key: dict[int, list[Any]] = {work.pk: [] for work in works}
        shape = self._shapes.get(connection.vendor) or self._shape()
        for row in shape.rows(self._among.ask(list(by_key))):
            by_key[row.work_id].append(row)
        for work in works:
            cache = work.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[self._name] = by_key[work.pk]

    def _shape(self) -> _Shape:
        made = self._shapes[connection.vendor] = _Shape(self._build([0]))
        return made


class _Shape:
    """What makes rows of values, as Django's own `ModelIterable` does."""

    def __init__(self, query: Any) -> None:
        compiler = query.query.get_compiler(query.db)
        compiler.as_sql()
        self._compiler, self._db = compiler, query.db
        select, told = compiler.select, compiler.klass_info
        self._converters = compiler.get_converters(
            [column[0] for column in select[: compiler.col_count]]
        )
        self._model = told["model"]
        self._start, self._end = told["select_fields"][0], told["select_fields"][-1] + 1
        self._names = [
            column[0].target.attname for column in select[self._start : self._end]
        ]
        populators: Any = django_query.get_related_populators
        self._followed = populators(told, select, query.db)
        self._noted = list(compiler.annotation_col_map.items())

    def rows(self, values: list[tuple[Any, ...]]) -> Iterator[Any]:
        """Yield a row of the model for each row of values."""
        told: Any = values
        if self._converters:
            told = self._compiler.apply_converters(map(list, values), self._converters)
        for each in told:
            own = each[self._start : self._end]
            row = self._model.from_db(self._db, self._names, own)
            for followed in self._followed:
                followed.populate(each, row)
            for name, at in self._noted:
                setattr(row, name, each[at])
            yield row
