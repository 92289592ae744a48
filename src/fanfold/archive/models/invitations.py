"""Invitations to open an account, where registration is closed."""

from __future__ import annotations

from django.db import models

from fanfold.archive.models.columns import NAME, id_column


class Invitation(models.Model):
    """Whoever has its address may open one account until `until`. by: who made it.

    used_at: when that was done; by whom is kept nowhere but in the ledger.
    """

    public = id_column()
    by = models.CharField(max_length=NAME)
    why = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.public
