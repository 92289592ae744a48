"""Series, also nested, and collections."""

from __future__ import annotations

from django.db import models

from fanfold.archive.models.columns import NAME, TITLE, WORD, id_column, words
from fanfold.archive.models.creators import Creator
from fanfold.archive.models.works import Work


class Series(models.Model):
    """An ordered row of works. owner_name: as the source named its owner."""

    public = id_column()
    title = models.CharField(max_length=TITLE)
    source_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    summary = words()
    owner = models.ForeignKey(
        Creator, models.SET_NULL, null=True, related_name="series"
    )
    owner_name = models.CharField(max_length=NAME, blank=True, default="")
    open = models.CharField(max_length=WORD)

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title


class SeriesWork(models.Model):
    """A work's place in a series. order: among the series that the work names.

    title: what the work calls the series, where that is not what the series is called.
    work: None until the work with that source id is in the archive.
    """

    series = models.ForeignKey(Series, models.CASCADE, related_name="places")
    work = models.ForeignKey(
        Work, models.CASCADE, null=True, related_name="series_places"
    )
    source_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    title = models.CharField(max_length=TITLE, blank=True, default="")
    position = models.PositiveIntegerField(null=True)
    confirmed = models.BooleanField(default=True)
    order = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.work_id} in {self.series_id}"


class Subseries(models.Model):
    """A series inside a series."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="inner")
    inner = models.ForeignKey(Series, models.CASCADE, null=True, related_name="outer")
    source_id = models.CharField(max_length=NAME, blank=True, default="")
    position = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.inner_id} in {self.series_id}"


class Collection(models.Model):
    """Works kept under one roof; every imported archive is one."""

    public = id_column()
    title = models.CharField(max_length=TITLE)
    about = words()

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title


class Collected(models.Model):
    """A work in a collection."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="places")
    work = models.ForeignKey(Work, models.CASCADE, related_name="collected")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("collection", "work"), name="once_in_a_collection"
            ),
        )

    def __str__(self) -> str:
        return f"{self.work_id} in {self.collection_id}"
