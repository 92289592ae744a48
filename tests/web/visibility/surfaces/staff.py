"""Pages of the staff that tell of works."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.models import Comment, Report
from tests.web.visibility.desk import told
from tests.web.visibility.scene import Scene
from tests.web.visibility.surface import Surface, at


def _reported(scene: Scene) -> None:
    work = scene.work.public
    fields = {"kind": "other", "text": "Look at this.", "at": timezone.now()}
    Report.objects.create(on=work, page=f"/works/{work}/", **fields)
    Comment.objects.create(work=scene.work, by="Wren", text="In a while.", waiting=True)
    Report.objects.create(on=work, page=f"/works/{work}/", state="done", **fields)


SURFACES = (
    Surface(
        "moderation_queue",
        at("/desk/reports/"),
        prepare=_reported,
        judge=told,
        own=True,
    ),
)
