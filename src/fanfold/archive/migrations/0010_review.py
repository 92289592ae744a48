"""Imports get a public id and know what was brought in; steps can make whole works."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from fanfold.archive.models.ids import public_id


def name_plans(apps: Any, _editor: Any) -> None:
    """Give every import that is there an id of its own."""
    for row in apps.get_model("archive", "ImportPlan").objects.all():
        row.public = public_id()
        row.save(update_fields=["public"])


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_kept_wishes")]

    operations = [
        migrations.AddField(
            "importplan",
            "public",
            models.CharField(max_length=16, null=True, editable=False),
        ),
        migrations.RunPython(name_plans, migrations.RunPython.noop),
        migrations.AlterField(
            "importplan",
            "public",
            models.CharField(
                max_length=16, unique=True, default=public_id, editable=False
            ),
        ),
        migrations.AddField(
            "importplan",
            "within",
            models.CharField(max_length=2000, blank=True, default=""),
        ),
        migrations.AddField(
            "trace",
            "hanging",
            models.CharField(max_length=64, blank=True, default=""),
        ),
    ]
