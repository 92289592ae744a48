"""Secret addresses under which members' programs ask for feeds."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import digest_column


class FeedKey(models.Model):
    """Whoever has the key reads what the account may. The key itself is kept nowhere:
    keyed_hash is what a key that comes is compared with."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_key"
    )
    keyed_hash = digest_column(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"of {self.account_id}"
