"""What an account keeps of its searching. Nobody else's business, so in no ledger."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Wishes(models.Model):
    """Kept searches and what is never wanted, in the form of `search/kept.py`."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="wishes"
    )
    told = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"wishes of {self.account_id}"
