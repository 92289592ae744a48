"""What an archive remembers of its own doing: plans, ledger, outbox."""

from __future__ import annotations

from django.db import models

from fanfold.archive.models.columns import NAME, TITLE, WORD, digest_column


class ImportPlan(models.Model):
    """One import's memory. key: digest of what was brought in."""

    key = digest_column(unique=True)
    name = models.CharField(max_length=TITLE)
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


class OutboxEntry(models.Model):
    """A change that the search index has to hear of; written with the change."""

    on = models.CharField(max_length=WORD, db_index=True)
    narrowing = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.on
