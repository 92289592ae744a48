"""Letters: a text prepared for some people, and what became of each one's letter."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import NAME, TITLE, WORD, digest_column, id_column
from fanfold.archive.models.creators import Creator


class Mailing(models.Model):
    """A text for some people, as it was prepared. Nobody gets it before a second yes.

    kind: opening, author or answer. audience: authors, import, author, claim or
    members; on: the key or public id of which import, author or claim. body: with
    places such as ``{name}`` (archive/filling.py), so that no name is kept here.
    again: also to those who got a letter of this kind before. state: open, sending,
    given (as files), done or dropped. domains: how many addresses there are of each
    mail domain, once they were counted.
    """

    public = id_column()
    kind = models.CharField(max_length=WORD)
    audience = models.CharField(max_length=WORD)
    on = models.CharField(max_length=NAME, blank=True, default="")
    language = models.CharField(max_length=16)
    subject = models.CharField(max_length=TITLE)
    body = models.TextField()
    until = models.DateField(null=True)
    again = models.BooleanField(default=False)
    state = models.CharField(max_length=WORD, default="open", db_index=True)
    domains = models.JSONField(null=True)
    by = models.CharField(max_length=NAME)
    at = models.DateTimeField()
    agreed_by = models.CharField(max_length=NAME, blank=True, default="")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Letter(models.Model):
    """One person's letter. to: keyed hash of the address; nobody keeps the clear one.

    state: waiting, sending, sent, given, failed, unsure (it may have left), unfound (no
    original holds the address any more), barred (never to be written to), bounced,
    dropped.
    """

    public = id_column()
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="letters")
    creator = models.ForeignKey(
        Creator, models.SET_NULL, null=True, related_name="letters"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="letters"
    )
    to = digest_column(db_index=True)
    state = models.CharField(max_length=WORD, default="waiting", db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("mailing", "to"), name="one_letter_each"),
        )

    def __str__(self) -> str:
        return f"{self.public} {self.state}"
