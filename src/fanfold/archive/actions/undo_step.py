"""A step is taken back: every row is again what it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models

from fanfold.archive import outbox, shelf
from fanfold.archive.actions.map_tags import tell_works_with
from fanfold.archive.catalogue import any_tombstone, tombstone_over
from fanfold.archive.hanging import Hanging, digests_of
from fanfold.archive.models import Contact, Step, StepEntry, Tag, Trace, Work
from fanfold.archive.reader import KEEPER
from fanfold.archive.steps import Doing, step, stored
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.work import Stage


def undo_step(step_id: str, *, by: str, why: str = "") -> Step:
    """Take a step back as a whole and return the step that did it.

    What it made is gone, what it removed is there again, what it changed is as
    before; versions count on, so that no page kept from in between is shown. To take
    the undoing back is to do it again. Raises NotFoundError where there is no such
    step; RefusedDecisionError where it was taken back already, where its values are
    sealed, or where later steps changed the same: nothing is changed then.
    """
    with step("undo-step", by=by, why=why) as doing:
        row = Step.objects.select_for_update().filter(public=step_id).first()
        if row is None:
            raise NotFoundError(f"No step is called {step_id}. Nothing was changed.")
        traces = list(row.traces.order_by("id"))
        _refuse(row, traces)
        # What was made together goes together, when nothing else points to it.
        for trace in reversed(traces):
            if not _goes_together(trace):
                _take_back(trace, doing)
        _remove(filter(_goes_together, reversed(traces)), doing)
        _refuse_buried(traces)
        row.undone_by = doing.step
        row.save(update_fields=["undone_by"])
        _tell(row, doing)
    return doing.step


def _refuse(row: Step, traces: list[Trace]) -> None:
    if row.undone_by is not None:
        raise RefusedDecisionError(
            f"This was taken back already, by {row.undone_by.by}. Nothing was changed."
        )
    if row.sealed_at is not None:
        raise RefusedDecisionError(
            "The time to take this back is over; what it was before is no longer kept. "
            "Nothing was changed."
        )
    for alike in _by_table(_last_of_each(traces)):
        rows = _rows_of(alike)
        for trace in alike:
            if not _stands(trace, rows.get(trace.row)):
                raise _overtaken(trace, row)
    for alike in _by_table([trace for trace in traces if trace.hanging]):
        _refuse_built_on(alike, row)


def _refuse_buried(traces: list[Trace]) -> None:
    """Refuse where a work that came back was taken down, or its author said never."""
    back = [each.row for each in traces if each.table == "work" and not each.after]
    if not back or not any_tombstone():
        return
    rows = Work.objects.filter(pk__in=back).exclude(stage=Stage.WITHDRAWN)
    for public in rows.values_list("public", flat=True):
        work = shelf.work(public, reader=KEEPER)
        contacts = Contact.objects.filter(work__public=public)
        hashes = list(contacts.values_list("keyed_hash", flat=True))
        if tombstone_over(work, hashes) is not None:
            raise RefusedDecisionError(
                "A story that would come back was taken down since, by wish of its "
                "author. Nothing was changed."
            )


def _last_of_each(traces: list[Trace]) -> list[Trace]:
    """Return, for each row and column, what the step left: in one trace a row."""
    left: dict[tuple[str, str], Trace] = {}
    for trace in traces:
        known = left.get((trace.table, trace.row))
        after = trace.after
        if known is not None and known.after is not None and after is not None:
            after = {**known.after, **after}
        left[trace.table, trace.row] = Trace(
            table=trace.table, row=trace.row, after=after
        )
    return list(left.values())


def _by_table(traces: Iterable[Trace]) -> Iterator[list[Trace]]:
    """Yield traces of one table after the other, some at a time."""
    ordered = sorted(traces, key=lambda trace: trace.table)
    for _table, alike in groupby(ordered, key=lambda trace: trace.table):
        some = list(alike)
        for start in range(0, len(some), _AT_ONCE):
            yield some[start : start + _AT_ONCE]


def _rows_of(traces: Sequence[Trace]) -> dict[str, models.Model]:
    """Return the rows of one table that traces are about, by primary key as text.

    Only the columns that are asked about: others may hold a whole story.
    """
    kind = apps.get_model("archive", traces[0].table)
    columns = {name for trace in traces for name in trace.after or {}}
    rows = kind._default_manager.filter(pk__in=[trace.row for trace in traces])
    return {str(row.pk): row for row in rows.only("pk", *columns)}


def _stands(trace: Trace, row: models.Model | None) -> bool:
    """Tell whether a row is still what the step left of it."""
    if row is None or trace.after is None:
        return row is None and trace.after is None
    counted = _COUNTED.get(trace.table, ())
    return all(
        stored(_column(row, name), row) == value
        for name, value in trace.after.items()
        if name not in counted
    )


def _refuse_built_on(traces: Sequence[Trace], row: Step) -> None:
    """Refuse where anything came since to works that the step made whole."""
    works = list(Work.objects.filter(pk__in=[trace.row for trace in traces]))
    digests = {str(pk): told for pk, told in digests_of(works).items()}
    later = StepEntry.objects.filter(step__pk__gt=row.pk, step__undone_by=None)
    later = later.exclude(step__act="undo-step")
    named = {work.public: str(work.pk) for work in works}
    touched = later.filter(entry__on__in=named).values_list("entry__on", flat=True)
    built = {named[public] for public in touched}
    for trace in traces:
        if digests.get(trace.row) != trace.hanging or trace.row in built:
            raise _overtaken(trace, row)


#: Rows of these are tied to no other, and no two of them exclude each other.
_LOOSE = frozenset(("decision",))
#: Rows that are looked at at once.
_AT_ONCE = 50
#: Columns that count changes; they differ after any later step, and harm none.
_COUNTED = {"work": ("version", "changed_at")}


def _overtaken(trace: Trace, row: Step) -> RefusedDecisionError:
    later = (
        Step.objects.filter(traces__table=trace.table, traces__row=trace.row)
        .filter(pk__gt=row.pk, undone_by=None)
        .exclude(act="undo-step")
        .order_by("-pk")
        .first()
    )
    by = f" ({later.act} by {later.by}, {later.public})" if later else ""
    return RefusedDecisionError(
        f"Something that this step changed was changed again later{by}. "
        "Nothing was changed. Take the later one back first."
    )


def _goes_together(trace: Trace) -> bool:
    """Tell whether a row was made, and can be removed together with others."""
    apart = bool(trace.hanging) or trace.table in _LOOSE
    return trace.before is None and apart


def _remove(traces: Iterable[Trace], doing: Doing) -> None:
    for alike in _by_table(traces):
        kind = apps.get_model("archive", alike[0].table)
        rows = kind._default_manager.filter(pk__in=[trace.row for trace in alike])
        doing.remove_all(list(rows))


def _take_back(trace: Trace, doing: Doing) -> None:
    kind = apps.get_model("archive", trace.table)
    if trace.before is None:
        row = kind._default_manager.get(pk=trace.row)
        _nothing_else_hangs(row)
        doing.remove(row)
    elif trace.after is None:
        made = kind()
        for name, value in trace.before.items():
            setattr(made, name, _read(_column(made, name), value))
        doing.add(made)
    else:
        row = kind._default_manager.get(pk=trace.row)
        old = {
            name: _read(_column(row, name), value)
            for name, value in trace.before.items()
        }
        doing.restore(row, old)


def _nothing_else_hangs(row: models.Model) -> None:
    hanging = Hanging([row])
    if len(hanging.rows) > 1 or hanging.loosened:
        raise RefusedDecisionError(
            "Later steps built on what this one made. Nothing was changed. "
            "Take the later ones back first."
        )


def _tell(row: Step, doing: Doing) -> None:
    """Note the undoing on everything the step was noted on, or made, or took away."""
    moved = _came_or_went(row)
    entries = StepEntry.objects.filter(step=row).select_related("entry")
    for on in dict.fromkeys([*(each.entry.on for each in entries), *moved]):
        work = Work.objects.filter(public=on).first()
        if work is None:
            doing.note(on, undoes=row.public, act=row.act)
            if on in moved:
                outbox.tell(on, narrowing=True)
            tag = Tag.objects.filter(public=on).first()
            if tag is not None:
                tell_works_with(tag)
        else:
            # Which way it goes is not asked: what may be narrower is treated so.
            doing.tell(work, narrowing=True, undoes=row.public, act=row.act)


def _came_or_went(row: Step) -> list[str]:
    """Return the works that the step made whole or took away; nobody noted them."""
    ends = [
        (each.before or each.after or {}).get("public", "")
        for each in row.traces.filter(table="work")
        if each.before is None or each.after is None
    ]
    return list(dict.fromkeys(filter(None, ends)))


def _column(row: models.Model, name: str) -> Any:
    return next(field for field in row._meta.concrete_fields if field.attname == name)


def _read(field: Any, value: Any) -> Any:
    """Return a stored value as the column's own type."""
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)
