"""What an archive remembers of its own doing: plans, ledger, outbox."""

from __future__ import annotations

from typing import Any

from django.db import models

from fanfold.archive.models.columns import (
    NAME,
    TITLE,
    URL,
    WORD,
    digest_column,
    id_column,
)


class ImportPlan(models.Model):
    """One import's memory. key: digest of what was brought in.

    within: the folder or file that was brought in; groups of questions are named by it.
    """

    public = id_column()
    key = digest_column(unique=True)
    name = models.CharField(max_length=TITLE)
    within = models.CharField(max_length=URL, blank=True, default="")
    by = models.CharField(max_length=NAME)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.key[:12]


class Source(models.Model):
    """One source of an import, once it was read to its end."""

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="sources")
    key = models.CharField(max_length=NAME)
    reader = models.CharField(max_length=NAME, blank=True, default="")
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "key"), name="source_read_once"),
        )

    def __str__(self) -> str:
        return self.key[:12]


class PlanItem(models.Model):
    """One draft of an import, and what became of it.

    draft: the record's object without addresses; contacts: keyed hashes of them.
    """

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="items")
    key = models.CharField(max_length=NAME)
    source = models.CharField(max_length=NAME, db_index=True)
    position = models.PositiveIntegerField()
    reader = models.CharField(max_length=NAME)
    draft = models.JSONField()
    contacts = models.JSONField(default=list)
    outcome = models.CharField(max_length=WORD)
    reason = models.TextField(blank=True, default="")
    work = models.CharField(max_length=WORD, blank=True, default="")
    proposal = models.JSONField(null=True)

    class Meta:
        ordering = ("source", "position")
        constraints = (
            models.UniqueConstraint(fields=("plan", "key"), name="item_known_once"),
        )
        # Asked for each source; by the plan alone an import of many files reads all
        # its items for each of them.
        indexes = (models.Index(fields=("plan", "source", "position")),)

    def __str__(self) -> str:
        return self.key


class LedgerEntry(models.Model):
    """One act. Append-only: each entry holds the digest of the one before."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.CharField(max_length=WORD)
    by = models.CharField(max_length=NAME)
    act = models.CharField(max_length=WORD)
    on = models.CharField(max_length=NAME, db_index=True)
    details = models.JSONField()
    previous = digest_column(blank=True)
    digest = digest_column(unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class CurrentTransaction(models.Func):
    """The number of the transaction that writes the row; 0 where one writes at a time.

    PostgreSQL gives row numbers before it commits: only transactions tell which rows
    may still appear (archive/search/follow.py).
    """

    template = "0"
    output_field = models.BigIntegerField()
    arity = 0

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the SQL of PostgreSQL 13 and newer."""
        own = "((pg_current_xact_id())::text::bigint)"
        return super().as_sql(compiler, connection, template=own, **context)


class OutboxEntry(models.Model):
    """A change that the search index has to hear of; written with the change.

    xact: the transaction that wrote it.
    """

    on = models.CharField(max_length=WORD, db_index=True)
    narrowing = models.BooleanField(default=False)
    at = models.DateTimeField()
    xact = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("xact", "id"), name="outbox_in_order"),)

    def __str__(self) -> str:
        return self.on


class IndexPosition(models.Model):
    """How far an index has heard the outbox: the last entry, by transaction and id."""

    name = models.CharField(max_length=WORD, unique=True)
    xact = models.BigIntegerField()
    entry = models.BigIntegerField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} at {self.xact}/{self.entry}"
