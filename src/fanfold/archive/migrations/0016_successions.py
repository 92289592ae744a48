"""Who decides after whom."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fanfold.archive.models.ids


class Migration(migrations.Migration):
    dependencies = [("archive", "0015_comments_read")]

    operations = [
        migrations.CreateModel(
            name="Succession",
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
                ("kind", models.CharField(max_length=40)),
                ("wish", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.CharField(db_index=True, default="offered", max_length=40),
                ),
                ("at", models.DateTimeField()),
                ("evidence", models.TextField(blank=True, default="")),
                ("asked_at", models.DateTimeField(null=True)),
                ("why", models.TextField(blank=True, default="")),
                (
                    "decided_by",
                    models.CharField(blank=True, default="", max_length=300),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="succeeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "kind"), name="one_after"
                    )
                ],
            },
        ),
    ]
