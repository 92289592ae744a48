"""A step's traces, told for a person: which thing, which column, from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from fanfold.archive.models import Step, Trace, Work
from fanfold.archive.queries.desk import seen
from fanfold.archive.reader import Reader
from fanfold.text.addresses import removed

#: More than a person reads; the step itself knows them all.
_SHOWN = 200
_LONGEST = 300
#: Columns that tell a person nothing.
_DULL = frozenset(
    ("version", "changed_at", "fingerprint", "sort_title", "public", "id")
)
#: How rows of other tables lead to their work, by the column they have.
_WAYS = (("work", "work_id"), ("chapter", "chapter__work_id"))


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a step changed. before, after: "" where there was or is none."""

    table: str
    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person is told of a step. left_out: there is more, of stories that do not
    exist for this person."""

    told: list[Change]
    left_out: bool


def changes_of(step: Step, reader: Reader) -> Changes:
    """Return what a step changed, in order; at most 200 values, each cut short.

    Of works that the reader may not see (a draft, one that was hidden or taken down
    since) no value is told, nor of what may be one of theirs.
    """
    traces = list(step.traces.order_by("id")[:_SHOWN])
    owners = _owners(traces)
    every = set().union(*owners.values()) if owners else set()
    known = set(seen(reader).filter(pk__in=every).values_list("pk", flat=True))
    touched = Work.objects.filter(public__in=step.entries.values("entry__on"))
    unseen = touched.exclude(pk__in=seen(reader).values("pk")).exists()
    some = unseen or bool(every - known)
    told = [
        trace
        for trace in traces
        if (owners[trace.pk] <= known if owners[trace.pk] else not some)
    ]
    found = [change for trace in told for change in _changes(trace)]
    return Changes(found[:_SHOWN], len(told) < len(traces))


def _changes(trace: Trace) -> Iterator[Change]:
    before, after = trace.before or {}, trace.after or {}
    for column in {**before, **after}:
        was, now = _words(before.get(column)), _words(after.get(column))
        if was != now and column not in _DULL and not column.endswith("_id"):
            yield Change(trace.table, trace.row, column, was, now)


def _owners(traces: list[Trace]) -> dict[int, set[int]]:
    """Return the keys of the works that each trace is of; none where nobody knows."""
    owners: dict[int, set[int]] = {}
    unknown: dict[str, list[Trace]] = {}
    for trace in traces:
        values = [each for each in (trace.before, trace.after) if each]
        works = {each["work_id"] for each in values if each.get("work_id")}
        if trace.table == "work":
            works.add(int(trace.row))
        owners[trace.pk] = works
        if not works:
            unknown.setdefault(trace.table, []).append(trace)
    for table, those in unknown.items():
        rows = _works_of(table, [each.row for each in those])
        for trace in those:
            owners[trace.pk] |= {rows[trace.row]} if trace.row in rows else set()
    return owners


def _works_of(table: str, keys: list[str]) -> dict[str, int]:
    """Return the works that rows belong to, by the rows' keys as traces have them."""
    model: Any = apps.get_model("archive", table)
    fields = {field.name: field for field in model._meta.concrete_fields}
    name, way = next((each for each in _WAYS if each[0] in fields), ("", ""))
    if not name:
        return {}
    if not fields[name].is_relation:
        return _works_named(model, keys)
    found = model._default_manager.filter(pk__in=keys).values_list("pk", way)
    return {str(key): work for key, work in found if work is not None}


def _works_named(model: Any, keys: list[str]) -> dict[str, int]:
    """Return the works of rows that name theirs by its public id, as plans do."""
    named = dict(model._default_manager.filter(pk__in=keys).values_list("pk", "work"))
    rows = Work.objects.filter(public__in=filter(None, named.values()))
    works = dict(rows.values_list("public", "pk"))
    return {str(key): works[work] for key, work in named.items() if work in works}


def _words(value: Any) -> str:
    # A file may be called after an address, and a question after its file.
    text = "" if value is None else removed(str(value))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
