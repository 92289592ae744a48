"""Acts as steps: whatever one changes is traced, so that it can be taken back whole.

An act says what it does through a `Doing`, and nothing beside it:

    with step("rename-pseud", by=by, why=why) as doing:
        doing.change(pseud, name=name)
        doing.tell(work)

The ledger proves what happened and holds no title and no text; the traces hold the
values, for `actions/undo_step.py`, until the step is sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from fanfold.archive import ledger, outbox
from fanfold.archive.hanging import Hanging, digests_of
from fanfold.archive.models import Step, StepEntry, Trace, Work
from fanfold.errors import RefusedDecisionError

Row = TypeVar("Row", bound=models.Model)


class Doing:
    """What a step does to rows; each change is traced and made at once."""

    def __init__(self, row: Step) -> None:
        self.step = row

    def change(self, row: models.Model, **columns: Any) -> bool:
        """Set columns of a row and save them; return whether any was another before.

        A column is named as the row's attribute is; a foreign key by its row.
        """
        before = _values(row, columns)
        for name, value in columns.items():
            setattr(row, name, value)
        after = _values(row, columns)
        if before == after:
            return False
        row.save(update_fields=list(columns))
        self.trace(row, before, after)
        return True

    def restore(self, row: models.Model, columns: dict[str, Any]) -> None:
        """Set columns, by the names they have in the table, and save them."""
        fields = {field.attname: field for field in row._meta.concrete_fields}
        before = {name: stored(fields[name], row) for name in columns}
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns))
        after = {name: stored(fields[name], row) for name in columns}
        self.trace(row, before, after)

    def add(self, row: Row) -> Row:
        """Save a new row and return it."""
        row.save(force_insert=True)
        self.trace(row, None, whole(row))
        return row

    def remove(self, row: models.Model) -> None:
        """Delete a row and all that hangs on it."""
        self.remove_all([row])

    def remove_all(self, rows: Sequence[models.Model]) -> None:
        """Delete rows of one table and all that hangs on them."""
        hanging = Hanging(rows)
        for other, names in hanging.loosened:
            self.change(other, **dict.fromkeys(names))
        Trace.objects.bulk_create(
            self._of(each, whole(each), None) for each in hanging.rows
        )
        hanging.delete()

    def made_all(self, rows: Sequence[models.Model]) -> None:
        """Remember rows that an act made with all that hangs on them, as one thing."""
        digests = digests_of(rows)
        Trace.objects.bulk_create(
            self._of(row, None, whole(row), digests[row.pk]) for row in rows
        )

    def made_more(self, row: models.Model) -> None:
        """Remember that more hangs on a row, if this step made it."""
        mine = self.step.traces.filter(table=row._meta.model_name, row=str(row.pk))
        mine.exclude(hanging="").update(hanging=digests_of([row])[row.pk])

    def add_all(self, rows: Iterable[models.Model]) -> None:
        """Remember rows of one table that were saved already."""
        Trace.objects.bulk_create(self._of(row, None, whole(row)) for row in rows)

    def trace(
        self,
        row: models.Model,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        """Remember what a row was and is."""
        self._of(row, before, after).save(force_insert=True)

    def _of(
        self,
        row: models.Model,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        hanging: str = "",
    ) -> Trace:
        return Trace(
            step=self.step,
            table=row._meta.model_name or "",
            row=str(row.pk),
            before=before,
            after=after,
            hanging=hanging,
        )

    def note(self, on: str, **details: Any) -> None:
        """Write the ledger's entry for something that is no work."""
        entry = ledger.write(
            self.step.act,
            on=on,
            by=self.step.by,
            details={**details, "step": self.step.public},
        )
        StepEntry.objects.create(step=self.step, entry=entry)

    def tell(self, work: Work, *, narrowing: bool = False, **details: Any) -> None:
        """Note the act on a work, count its version up, let index and caches hear.

        narrowing: fewer may see it than before. The version only ever counts up: a
        page kept from before the step must not come back when it is undone.
        """
        Work.objects.filter(pk=work.pk).update(
            version=models.F("version") + 1, changed_at=timezone.now()
        )
        work.refresh_from_db(fields=["version", "changed_at"])
        self.note(work.public, **details)
        outbox.tell(work.public, narrowing=narrowing)


@contextmanager
def step(act: str, *, by: str, why: str = "") -> Iterator[Doing]:
    """Open a step: one transaction, all of it or nothing.

    A step that changed nothing leaves nothing behind.
    """
    with transaction.atomic():
        made = Step.objects.create(act=act, by=by, why=why, at=timezone.now())
        yield Doing(made)
        if not made.traces.exists():
            made.delete()


@contextmanager
def going_on(row: Step) -> Iterator[Doing]:
    """Open a step that is there once more, for more of the same.

    Raises RefusedDecisionError where it was taken back or sealed meanwhile.
    """
    with transaction.atomic():
        held = Step.objects.select_for_update().get(pk=row.pk)
        if held.undone_by_id is not None or held.sealed_at is not None:
            raise RefusedDecisionError(
                "This was taken back meanwhile. Nothing was changed."
            )
        yield Doing(held)


def whole(row: models.Model) -> dict[str, Any]:
    """Return every column of a row in a form that JSON holds."""
    return {field.attname: stored(field, row) for field in row._meta.concrete_fields}


def stored(field: models.Field[Any, Any], row: models.Model) -> Any:
    """Return one column's value in a form that JSON holds; `read` is the way back."""
    value = field.value_from_object(row)
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, bool | int | float | str):
        return value.value if hasattr(value, "value") else value
    return field.value_to_string(row)


def _values(row: models.Model, names: dict[str, Any]) -> dict[str, Any]:
    fields = (row._meta.get_field(name) for name in names)
    return {field.attname: stored(field, row) for field in fields}  # type: ignore[union-attr,arg-type]
