"""Who signs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from fanfold.archive.models.columns import id_column


class Role(models.TextChoices):
    """What an account may do beside reading."""

    MEMBER = "member"
    ARCHIVIST = "archivist"
    MODERATOR = "moderator"
    ADMIN = "admin"


class Account(AbstractUser):
    """A person who signs in. Being staff at a source grants nothing here.

    shows_adult: the person asked to see gated works without a gate.
    """

    public = id_column()
    role = models.CharField(
        max_length=16, choices=Role.choices, default=Role.MEMBER, db_index=True
    )
    shows_adult = models.BooleanField(default=False)
    language = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.username
