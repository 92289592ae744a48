"""How we know, and what may be: originals, claims, decisions, tombstones."""

from __future__ import annotations

from django.db import models

from fanfold.archive.models.columns import (
    NAME,
    TITLE,
    URL,
    WORD,
    digest_column,
    id_column,
    words,
)
from fanfold.archive.models.creators import Creator
from fanfold.archive.models.works import Chapter, TextVersion, Work


class Original(models.Model):
    """Bytes as they came in; they lie in the store under their digest."""

    sha256 = digest_column(primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=NAME)

    class Meta:
        ordering = ("sha256",)

    def __str__(self) -> str:
        return self.sha256[:12]


class Find(models.Model):
    """One place where an original was found: the same bytes may have several names."""

    original = models.ForeignKey(Original, models.PROTECT, related_name="finds")
    plan = models.ForeignKey("ImportPlan", models.CASCADE, related_name="finds")
    name = models.CharField(max_length=URL)
    container = digest_column(blank=True, default="")
    found_at = models.CharField(max_length=WORD, blank=True, default="")
    found_in = models.CharField(max_length=URL, blank=True, default="")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "original", "name", "container"), name="found_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """What something or somebody states about one field of a work or chapter.

    value: in the record's form; of a text it is the version that holds it.
    original: SHA-256 as the evidence has it; a handed-on record may name bytes that
    this archive never held, so it is no foreign key.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="claims")
    chapter = models.ForeignKey(
        Chapter, models.CASCADE, null=True, related_name="claims"
    )
    version = models.ForeignKey(
        TextVersion, models.CASCADE, null=True, related_name="claims"
    )
    field = models.CharField(max_length=WORD)
    position = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    standing = models.PositiveSmallIntegerField()
    original = digest_column(db_index=True)
    place = models.CharField(max_length=TITLE)
    quote = models.CharField(max_length=NAME, blank=True)
    rule = models.CharField(max_length=NAME)
    steps = models.JSONField(default=list)
    by = models.CharField(max_length=NAME, blank=True, default="")
    at = models.CharField(max_length=WORD, blank=True, default="")

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.field} of {self.work_id}"


class FoundThing(models.Model):
    """A creator, series, comment … as a reader claimed it, with its evidence.

    body: the record's object. It lets whatever is not yet a row be made one later.
    """

    kind = models.CharField(max_length=WORD)
    key = models.CharField(max_length=NAME, unique=True)
    source_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    body = models.JSONField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.key


class Suggestion(models.Model):
    """What a text tells about itself, for a person to accept or refuse."""

    public = id_column()
    work = models.ForeignKey(Work, models.CASCADE, related_name="suggestions")
    field = models.CharField(max_length=WORD)
    value = models.JSONField()
    confidence = models.CharField(max_length=WORD)
    rule = models.CharField(max_length=NAME)
    because = models.JSONField(default=list)
    against = models.JSONField(default=list)
    alternatives = models.JSONField(default=list)
    answer = models.CharField(max_length=WORD, blank=True, default="")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.public


class Decision(models.Model):
    """What a person, or a rule that a person saved, decided.

    refused: the decision was a no; ``why`` says the reason.
    """

    public = id_column()
    on = models.CharField(max_length=NAME, db_index=True)
    field = models.CharField(max_length=WORD, blank=True, default="")
    verdict = models.CharField(max_length=WORD)
    value = models.JSONField(null=True)
    refused = models.BooleanField(default=False)
    by = models.CharField(max_length=NAME)
    at = models.DateTimeField()
    why = words()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.verdict} on {self.on}"


class SavedRule(models.Model):
    """An answer that counts for every later question of its kind.

    code: of the question; group: of the question, or "" for every group; reader: of
    the item, or "" for every reader. label: of the choice it takes; else `value`.
    """

    public = id_column()
    code = models.CharField(max_length=WORD)
    group = models.CharField(max_length=URL, blank=True, default="")
    reader = models.CharField(max_length=NAME, blank=True, default="")
    label = models.CharField(max_length=NAME, blank=True, default="")
    value = models.JSONField(null=True)
    by = models.CharField(max_length=NAME)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.code} {self.group}"


class PermissionState(models.Model):
    """How the archive stands with an author over a work or over all works.

    state: a `model.permission.PermissionState`. until: when a later state ended it.
    evidence: in words, where it is known from.
    """

    work = models.ForeignKey(
        Work, models.CASCADE, null=True, related_name="permissions"
    )
    creator = models.ForeignKey(
        Creator, models.CASCADE, null=True, related_name="permissions"
    )
    state = models.CharField(max_length=WORD)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.CharField(max_length=NAME)
    evidence = words()

    class Meta:
        ordering = ("since", "id")

    def __str__(self) -> str:
        return self.state


class Tombstone(models.Model):
    """What must not come back. Holds no name and no text.

    sketch: keyed hashes by which a changed text is known (archive/sketch.py).
    """

    public = id_column()
    identity = digest_column(blank=True, default="", db_index=True)
    fingerprint = digest_column(blank=True, default="", db_index=True)
    sketch = models.JSONField(default=list)
    reason = words()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.public


class BuriedSourceId(models.Model):
    """A source id that a tombstone keeps out, where one of the marks agrees.

    marks: of its work's title and names (marks.py), for another site numbers alike;
    [] where none are known: the id alone keeps out.
    """

    tombstone = models.ForeignKey(Tombstone, models.CASCADE, related_name="source_ids")
    value = models.CharField(max_length=URL, db_index=True)
    marks = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.value
