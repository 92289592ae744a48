"""Authors who write together: invited, and named once they said yes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import WORD, id_column
from fanfold.archive.models.works import Work


class Together(models.Model):
    """An author invites somebody to be a co-author of a story.

    account: who invites. other: who said yes. state: open or accepted. Who has the
    address can say yes until `until`; nobody is named before.
    """

    public = id_column()
    work = models.ForeignKey(Work, models.CASCADE, related_name="invitations")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    state = models.CharField(max_length=WORD, default="open")
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "together"

    def __str__(self) -> str:
        return f"{self.public} {self.state}"
