"""People, the names they used, and what ties them to works."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanfold.archive.models.columns import (
    NAME,
    WORD,
    date_edge,
    date_text,
    digest_column,
    id_column,
    words,
)


class Creator(models.Model):
    """A person behind works. account: once somebody has proved to be it."""

    public = id_column()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="creators",
    )
    source_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    bio = words()
    level = models.CharField(max_length=WORD, blank=True, default="")
    joined = date_text()
    joined_from, joined_to = date_edge(), date_edge()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.public


class Pseud(models.Model):
    """A name a creator used. current: the one shown; others are former names.

    used_from, used_to: first and last day it is known from.
    """

    public = id_column()
    creator = models.ForeignKey(Creator, models.CASCADE, related_name="pseuds")
    name = models.CharField(max_length=NAME, db_index=True)
    current = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=1)
    used_from, used_to = date_edge(), date_edge()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """An address that was found, as a keyed hash and nothing else.

    With it an author can prove "this was mine"; nobody can read it back.
    """

    creator = models.ForeignKey(
        Creator, models.CASCADE, related_name="contacts", null=True
    )
    work = models.ForeignKey("Work", models.CASCADE, related_name="contacts", null=True)
    keyed_hash = digest_column(db_index=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("creator", "work", "keyed_hash"), name="one_contact"
            ),
        )

    def __str__(self) -> str:
        return self.keyed_hash[:12]


class Creatorship(models.Model):
    """What a pseud did for a work, or for one chapter of it."""

    work = models.ForeignKey("Work", models.CASCADE, related_name="creatorships")
    chapter = models.ForeignKey(
        "Chapter", models.CASCADE, related_name="creatorships", null=True
    )
    pseud = models.ForeignKey(Pseud, models.PROTECT, related_name="creatorships")
    role = models.CharField(max_length=WORD)
    position = models.PositiveIntegerField()
    source_id = models.CharField(max_length=NAME, blank=True, default="")
    anonymous = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("work", "chapter", "position"), name="one_place_in_a_byline"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pseud_id} {self.role} of {self.work_id}"
