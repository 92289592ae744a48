"""Authors who come back: who says to be whom, how it was shown, who wants no mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import (
    NAME,
    WORD,
    digest_column,
    id_column,
    words,
)
from fanfold.archive.models.creators import Creator
from fanfold.archive.models.works import Work


class NameClaim(models.Model):
    """An account says that a creator of the archive is its person.

    works: none for all of the creator's works. way: code, old-account, old-page,
    vouching or decision. state: open, proven, refused or revoked. code: keyed hash of
    the code that was mailed; tries: wrong ones so far. evidence: what the person wrote.
    """

    public = id_column()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims"
    )
    creator = models.ForeignKey(Creator, models.CASCADE, related_name="claims")
    works = models.ManyToManyField(Work, blank=True, related_name="claimed")
    way = models.CharField(max_length=WORD)
    state = models.CharField(max_length=WORD, default="open", db_index=True)
    evidence = words()
    code = digest_column(blank=True, default="")
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=NAME, blank=True, default="")
    why = words()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.way} {self.state}"


class Vouching(models.Model):
    """A member says that a claim is true."""

    claim = models.ForeignKey(NameClaim, models.CASCADE, related_name="vouchings")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="vouchings"
    )
    note = words()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("claim", "account"), name="vouch_once"),
        )

    def __str__(self) -> str:
        return f"for {self.claim_id}"


class DoNotWrite(models.Model):
    """An address, as a keyed hash, that no letter is ever sent to again."""

    keyed_hash = digest_column(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.keyed_hash[:12]
