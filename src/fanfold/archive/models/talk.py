"""What people said: comments with replies and scores, recommendations, news."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import (
    NAME,
    TITLE,
    date_edge,
    date_text,
    id_column,
    words,
)
from fanfold.archive.models.creators import Creator, Pseud
from fanfold.archive.models.gatherings import Series
from fanfold.archive.models.works import Chapter, Work


class News(models.Model):
    """A notice that a source's keeper posted."""

    public = id_column()
    source_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    title = models.CharField(max_length=TITLE)
    by = models.CharField(max_length=NAME, blank=True, default="")
    text = models.TextField()
    date = date_text()
    date_from, date_to = date_edge(), date_edge()

    class Meta:
        ordering = ("-date_from", "id")
        verbose_name_plural = "news"

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """A comment on a work, a chapter, a series or a notice.

    on: the source id it names, kept until that is in the archive. reply: the
    author's answer, where the source kept it with the comment; answers: others'.
    account, at: of one written here. waiting: until the author or a moderator lets it
    be seen. frozen: nobody may answer.
    """

    public = id_column()
    source_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    on = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    on_chapter = models.CharField(max_length=NAME, blank=True, default="")
    work = models.ForeignKey(Work, models.CASCADE, null=True, related_name="comments")
    chapter = models.ForeignKey(
        Chapter, models.SET_NULL, null=True, related_name="comments"
    )
    series = models.ForeignKey(
        Series, models.CASCADE, null=True, related_name="comments"
    )
    news = models.ForeignKey(News, models.CASCADE, null=True, related_name="comments")
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="answered_by"
    )
    by = models.CharField(max_length=NAME)
    pseud = models.ForeignKey(
        Pseud, models.SET_NULL, null=True, related_name="comments"
    )
    member = models.BooleanField(default=False)
    text = models.TextField()
    reply = words()
    score = models.FloatField(null=True)
    date = date_text()
    date_from, date_to = date_edge(), date_edge()
    hidden = models.BooleanField(default=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="comments",
    )
    waiting = models.BooleanField(default=False)
    frozen = models.BooleanField(default=False)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.public


class CommentRead(models.Model):
    """An author has read a comment on a story of the own. What has none is new."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="read_by")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("account", "comment"), name="read_once"),
        )

    def __str__(self) -> str:
        return f"{self.comment_id} by {self.account_id}"


class Recommendation(models.Model):
    """Somebody's favourite. on: the source id of a work, series or creator."""

    public = id_column()
    source_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    on = models.CharField(max_length=NAME, db_index=True)
    work = models.ForeignKey(
        Work, models.CASCADE, null=True, related_name="recommendations"
    )
    series = models.ForeignKey(
        Series, models.CASCADE, null=True, related_name="recommendations"
    )
    creator = models.ForeignKey(
        Creator, models.CASCADE, null=True, related_name="recommended"
    )
    by = models.CharField(max_length=NAME)
    note = words()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.public
