"""Typed tags, categories as paths, and words that a header listed."""

from __future__ import annotations

from django.db import models

from fanfold.archive.models.columns import NAME, TITLE, WORD, id_column
from fanfold.archive.models.works import Work


class TagKind(models.TextChoices):
    """What a tag is about. FREE: under the source's own kind (`Tag.type`)."""

    FANDOM = "fandom"
    RELATIONSHIP = "relationship"
    CHARACTER = "character"
    WARNING = "warning"
    FREE = "free"


class Tag(models.Model):
    """A tag as a source wrote it. What it means here is a mapping's matter.

    type: the source's own kind of tag, for FREE. relation_kind: romantic, platonic or
    unknown, for relationships.
    """

    public = id_column()
    kind = models.CharField(max_length=WORD, choices=TagKind.choices)
    type = models.CharField(max_length=NAME, blank=True, default="")
    name = models.CharField(max_length=TITLE)
    relation_kind = models.CharField(max_length=WORD, blank=True, default="")

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "type", "name"), name="one_tag_a_name"
            ),
        )

    def __str__(self) -> str:
        return self.name


class TagMapping(models.Model):
    """What an archive says a source's tag means; the source's tag stays as it is.

    relation: canonical, synonym, parent or not-mapped.
    """

    public = id_column()
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="mappings")
    relation = models.CharField(max_length=WORD)
    target = models.ForeignKey(
        Tag, models.CASCADE, null=True, related_name="mapped_from"
    )
    by = models.CharField(max_length=NAME)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.tag_id} {self.relation}"


class Tagging(models.Model):
    """A tag on a work. field: the work's field that lists it (``fandoms``).

    standing, evidence: for what was resolved (``relationships``, ``characters``).
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings")
    field = models.CharField(max_length=WORD)
    position = models.PositiveIntegerField()
    standing = models.PositiveSmallIntegerField(null=True)
    evidence = models.JSONField(null=True)

    class Meta:
        ordering = ("field", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("work", "field", "position"), name="one_tag_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.work_id}"


class Category(models.Model):
    """A place in a source's own tree."""

    public = id_column()
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="children"
    )
    name = models.CharField(max_length=TITLE)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("parent", "name"), name="one_child_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Categorised(models.Model):
    """A work in a category. path: the names from the root, as the record has them."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="categorised")
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="categorised"
    )
    path = models.JSONField()
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.work_id} in {self.category_id}"


class Listed(models.Model):
    """A word of a list that is no tag. field: recipients, archives_named, challenges.

    ``labels`` have their own name beside the text.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="listed")
    field = models.CharField(max_length=WORD)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=TITLE, blank=True, default="")
    text = models.TextField()

    class Meta:
        ordering = ("field", "position", "id")

    def __str__(self) -> str:
        return f"{self.field} of {self.work_id}"
