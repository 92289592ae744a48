"""Letters of what is new, as members asked for them: one a period and person."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import WORD, id_column


class Digest(models.Model):
    """One member's letter of one period. What it says is asked when it is sent.

    every: day or week. windows: by a subscription's public id, since when (ISO); until:
    up to when. state: sending, waiting (for a further try), sent, unsure (it may have
    left; it is not sent again), refused, failed. The last one of each kind is kept.
    """

    public = id_column()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests"
    )
    every = models.CharField(max_length=WORD)
    windows = models.JSONField()
    until = models.DateTimeField()
    state = models.CharField(max_length=WORD, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.public} {self.state}"
