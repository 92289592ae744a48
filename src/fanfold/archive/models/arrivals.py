"""What was brought in at the desk, and how far its import is."""

from __future__ import annotations

from django.db import models

from fanfold.archive.models.columns import NAME, TITLE, URL, WORD, id_column
from fanfold.archive.models.memory import ImportPlan


class ArrivalState(models.TextChoices):
    """GATHERING: files may still come. WAITING: for the process that works them off.
    STOPPING: somebody wished it, the process has not seen it yet."""

    GATHERING = "gathering"
    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


class Arrival(models.Model):
    """Files that somebody brought in together, and their import.

    name: of the heap, made safe as a file's name. server_path: where it lies on the
    server; "" where files were sent. commit: False is a rehearsal. numbers: how far it
    is (watching.Watch). code, told: why it failed, as a problem code and in words.
    report: its file's name in the archive's reports. ending: a value of
    `intake.report.Ending`. cleared_at: since then the sent files are gone.
    """

    public = id_column()
    by = models.CharField(max_length=NAME, db_index=True)
    name = models.CharField(max_length=TITLE)
    server_path = models.CharField(max_length=URL, blank=True, default="")
    commit = models.BooleanField(default=False)
    state = models.CharField(
        max_length=WORD, default=ArrivalState.GATHERING, db_index=True
    )
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    numbers = models.JSONField(default=dict)
    code = models.CharField(max_length=WORD, blank=True, default="")
    told = models.TextField(blank=True, default="")
    report = models.CharField(max_length=WORD, blank=True, default="")
    ending = models.CharField(max_length=WORD, blank=True, default="")
    plan = models.ForeignKey(
        ImportPlan, models.SET_NULL, null=True, related_name="arrivals"
    )

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public


class ArrivedFile(models.Model):
    """One file that was sent. given: its name as it was sent; name: the path it has
    below the heap's folder. changed: when it was changed where it came from, in
    milliseconds, to know it again. whole: all of it is here."""

    public = id_column()
    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="files")
    given = models.TextField()
    name = models.CharField(max_length=URL)
    size = models.PositiveBigIntegerField()
    changed = models.BigIntegerField(default=0)
    whole = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("arrival", "name"), name="file_named_once"),
        )

    def __str__(self) -> str:
        return self.public
