"""Works, their chapters, and every version of each text."""

from __future__ import annotations

from django.db import models

from fanfold.archive.models.columns import (
    NAME,
    TITLE,
    URL,
    WORD,
    date_edge,
    date_text,
    digest_column,
    id_column,
    words,
)
from fanfold.archive.queries.works import WorkQuerySet


class Work(models.Model):
    """A work. stage, audience, gated, reveal_at decide who sees it, and only
    `WorkQuerySet.visible_to` and `listed_for` combine them.

    fingerprint: SHA-256 of its chapters' words, letter by letter, in order.
    comments_from: who may comment here: all, members or nobody; comments_wait: each
    waits until it is let in. version: counts changes, for caches. words,
    chapter_count: of what is not hidden.
    """

    public = id_column()
    title = models.CharField(max_length=TITLE, blank=True)
    sort_title = models.CharField(max_length=TITLE, blank=True, db_index=True)
    summary = words()
    notes = words()
    end_notes = words()
    disclaimer = words()
    dedication = words()
    spoilers_raw = words()
    rating_raw = words()
    rating = models.CharField(max_length=WORD)
    distribution_raw = words()
    permission = models.CharField(max_length=WORD)
    language = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=WORD)
    chapters_expected = models.PositiveIntegerField(null=True)
    date = date_text()
    date_from, date_to = date_edge(), date_edge()
    published = date_text()
    published_from, published_to = date_edge(), date_edge()
    updated = date_text()
    updated_from, updated_to = date_edge(), date_edge()
    visibility = models.CharField(max_length=WORD)
    adult_gate = models.BooleanField(default=False)
    round_robin = models.BooleanField(default=False)
    featured = models.BooleanField(default=False)

    stage = models.CharField(max_length=WORD)
    audience = models.CharField(max_length=WORD)
    gated = models.BooleanField()
    reveal_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    comments_from = models.CharField(max_length=WORD, default="members")
    comments_wait = models.BooleanField(default=False)

    word_count = models.PositiveIntegerField(default=0)
    chapter_count = models.PositiveIntegerField(default=0)
    fingerprint = digest_column(db_index=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField()
    plan = models.ForeignKey(
        "ImportPlan", models.SET_NULL, null=True, related_name="works"
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ("sort_title", "id")
        indexes = (
            models.Index(fields=("stage", "audience", "gated", "sort_title")),
            models.Index(fields=("stage", "audience", "gated", "-added_at")),
            # Few have a day to wait for; the last that came is asked for by apps.
            models.Index(
                fields=("reveal_at",),
                name="days_to_come",
                condition=models.Q(reveal_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.public


class Chapter(models.Model):
    """One part of a work. position: reading order, never an identity.

    problems: what was wrong with it, as the record's objects.
    """

    public = id_column()
    work = models.ForeignKey(Work, models.CASCADE, related_name="chapters")
    position = models.PositiveIntegerField()
    title = words()
    summary = words()
    notes = words()
    end_notes = words()
    language = models.CharField(max_length=64, blank=True, default="")
    published = date_text()
    published_from, published_to = date_edge(), date_edge()
    hidden = models.BooleanField(default=False)
    source_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    words = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("work", "position"), name="one_chapter_a_place"
            ),
        )

    def __str__(self) -> str:
        return self.public


class TextVersion(models.Model):
    """One reading of a chapter's text. Never changed, never deleted by an act.

    current: the one that is shown. text: the same as plain text.
    """

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    html = models.TextField()
    text = models.TextField()
    words = models.PositiveIntegerField()
    current = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=NAME)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("chapter", "number"), name="one_version"),
            models.UniqueConstraint(
                fields=("chapter",),
                condition=models.Q(current=True),
                name="one_current_text",
            ),
        )

    def __str__(self) -> str:
        return f"{self.chapter_id} version {self.number}"


class SourceId(models.Model):
    """Where a work came from: ``efiction:stories/3``, ``file:stories/x.txt``."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="source_ids")
    value = models.CharField(max_length=URL, db_index=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.value


class KnownAddress(models.Model):
    """An address under which a work or chapter was once read."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="addresses")
    chapter = models.ForeignKey(
        Chapter, models.CASCADE, related_name="addresses", null=True
    )
    url = models.CharField(max_length=URL, db_index=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.url


class Related(models.Model):
    """A tie from a work to another. target: once that other is in this archive."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="related")
    target = models.ForeignKey(
        Work, models.SET_NULL, null=True, related_name="related_from"
    )
    kind = models.CharField(max_length=WORD)
    source_id = words()
    url = words()
    title = words()
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.kind} of {self.work_id}"
