"""How often a subscription is told of by mail, and the letters that tell."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fanfold.archive.models.ids


class Migration(migrations.Migration):
    dependencies = [("archive", "0013_sketches")]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="every",
            field=models.CharField(default="week", max_length=40),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="on",
            field=models.CharField(blank=True, default="", max_length=2000),
        ),
        migrations.CreateModel(
            name="Digest",
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
                ("every", models.CharField(max_length=40)),
                ("windows", models.JSONField()),
                ("until", models.DateTimeField()),
                ("state", models.CharField(db_index=True, max_length=40)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("id",)},
        ),
    ]
