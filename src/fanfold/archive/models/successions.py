"""Who decides after whom: about an author's stories, or about the archive."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import NAME, WORD, id_column


class Succession(models.Model):
    """Somebody wishes that another decides after them.

    kind: author (about the stories of `account`) or archive. other: once that person
    has said yes. wish: what is to be done, sealed (sealing.py); for `account`, and for
    `other` once it is taken up. state: offered, named (the other said yes), asked (the
    other says that the time has come, and why it can be believed), taken or refused.
    """

    public = id_column()
    kind = models.CharField(max_length=WORD)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="successions"
    )
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="succeeds"
    )
    wish = models.TextField(blank=True, default="")
    state = models.CharField(max_length=WORD, default="offered", db_index=True)
    at = models.DateTimeField()
    evidence = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, default="")
    decided_by = models.CharField(max_length=NAME, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("account", "kind"), name="one_after"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
