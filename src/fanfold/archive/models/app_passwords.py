"""Passwords that members make for reading apps, one for each device."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import digest_column, id_column

#: Longest name of one, in letters.
LONGEST = 60


class AppPassword(models.Model):
    """Whoever has it reads as its account does, and can do nothing else.

    name: what its person calls the device. digest: of the password under the archive's
    key; the password itself is shown once and kept nowhere. used_at: to the hour.
    """

    public = id_column()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="app_passwords"
    )
    name = models.CharField(max_length=LONGEST)
    digest = digest_column(unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.public
