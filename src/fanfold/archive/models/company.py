"""What readers do beside reading: kudos, reports, blocks, mutes, subscriptions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import (
    NAME,
    URL,
    WORD,
    digest_column,
    id_column,
    words,
)
from fanfold.archive.models.creators import Creator
from fanfold.archive.models.works import Work


class Kudos(models.Model):
    """Once a person a work; who it was is told nobody.

    giver: keyed hash of the account, or of the visit of somebody not signed in.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="kudos")
    giver = digest_column()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "kudos"
        constraints = (
            models.UniqueConstraint(fields=("work", "giver"), name="kudos_once"),
        )

    def __str__(self) -> str:
        return f"on {self.work_id}"


class Report(models.Model):
    """Somebody says that something on a page is wrong.

    on: public id of the work, comment, creator … or ""; page: the address it was
    said on. kind: privacy, rating, author, text, rights, spam or other. state: open,
    done or declined; outcome: in words, for whoever reported.
    """

    public = id_column()
    on = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    page = models.CharField(max_length=URL, blank=True, default="")
    kind = models.CharField(max_length=WORD)
    text = models.TextField(blank=True, default="")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports"
    )
    at = models.DateTimeField()
    state = models.CharField(max_length=WORD, default="open", db_index=True)
    outcome = words()
    decided_by = models.CharField(max_length=NAME, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Barring(models.Model):
    """An account wants nothing to do with another, or with a creator.

    kind: block (may not comment on mine, nor see my profile) or mute (is not shown
    to me).
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="barrings"
    )
    kind = models.CharField(max_length=WORD)
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="barred_by"
    )
    creator = models.ForeignKey(
        Creator, models.CASCADE, null=True, related_name="barred_by"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "kind", "other", "creator"), name="bar_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} by {self.account_id}"


class Subscription(models.Model):
    """An account wants to hear of something new, in a letter a day or a week.

    kind: work, author, series, tag, search or archive. on: public id (of an author that
    of the name), the search's query string, or "". every: day or week. told: until when
    news of it were sent. by_mail: False where its person wants no such letters now.
    """

    public = id_column()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions"
    )
    kind = models.CharField(max_length=WORD)
    on = models.CharField(max_length=URL, blank=True, default="")
    every = models.CharField(max_length=WORD, default="week")
    by_mail = models.BooleanField(default=False)
    since = models.DateTimeField()
    told = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "kind", "on"), name="subscribed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
