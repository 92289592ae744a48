"""What a reader keeps: bookmarks, what is for later, what was read. Nobody else's."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import NAME, id_column
from fanfold.archive.models.works import Chapter, Work


class Bookmark(models.Model):
    """A work that an account wants to find again.

    note: plain text, as typed. is_public: others may see it, note and tags included,
    as long as they may see the work.
    """

    public = id_column()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks"
    )
    work = models.ForeignKey(Work, models.CASCADE, related_name="bookmarks")
    note = models.TextField(blank=True, default="")
    is_public = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("account", "work"), name="one_bookmark"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} on {self.work_id}"


class BookmarkTag(models.Model):
    """A word of the reader's own on a bookmark; no tag of the archive."""

    bookmark = models.ForeignKey(Bookmark, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=NAME)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("bookmark", "name"), name="one_own_tag"),
        )

    def __str__(self) -> str:
        return self.name


class Later(models.Model):
    """A work that an account means to read."""

    public = id_column()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="later"
    )
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("-added_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("account", "work"), name="once_for_later"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} on {self.work_id}"


class Reading(models.Model):
    """A work that an account has opened, where its person asked to keep that.

    chapter: the one opened last, where it was one.
    """

    public = id_column()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings"
    )
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    chapter = models.ForeignKey(Chapter, models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("-read_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("account", "work"), name="one_reading"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} on {self.work_id}"
