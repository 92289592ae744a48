"""Acts that can be taken back as one step, and what each changed, row by row."""

from __future__ import annotations

from django.db import models

from fanfold.archive.models.columns import NAME, WORD, digest_column, id_column
from fanfold.archive.models.memory import LedgerEntry


class Step(models.Model):
    """One act of a person, on one work or on many, that is undone as a whole.

    undone_by: the step that took it back; that is a step too, and can be taken back.
    sealed_at: since then its rows' values are gone, and with them the way back (a name
    that was taken off must not lie here for ever).
    """

    public = id_column()
    act = models.CharField(max_length=WORD)
    by = models.CharField(max_length=NAME)
    why = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_index=True)
    undone_by = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undoes"
    )
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.act} {self.public}"


class StepEntry(models.Model):
    """Which entries of the ledger belong to a step: one for each thing it touched."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="entries")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="of_step")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.entry_id} of {self.step_id}"


class Trace(models.Model):
    """One row as it was and as it is after the step.

    table: the model's name. row: its primary key. before: column → value, null where
    the step made the row; after: null where the step removed it. hanging: digest of
    what hung on a row that was made together with it; it goes when the row goes.
    """

    step = models.ForeignKey(Step, models.CASCADE, related_name="traces")
    table = models.CharField(max_length=WORD)
    row = models.CharField(max_length=NAME, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    hanging = digest_column(blank=True, default="")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("table", "row"), name="trace_of_a_row"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row} in {self.step_id}"
