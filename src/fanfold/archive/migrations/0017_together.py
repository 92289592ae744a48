"""Invitations to write a story together."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fanfold.archive.models.ids


class Migration(migrations.Migration):
    dependencies = [("archive", "0016_successions")]

    operations = [
        migrations.CreateModel(
            name="Together",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "public",
                    models.CharField(
                        default=fanfold.archive.models.ids.public_id,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("state", models.CharField(default="open", max_length=40)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="archive.work",
                    ),
                ),
            ],
            options={"ordering": ("id",), "verbose_name_plural": "together"},
        ),
    ]
