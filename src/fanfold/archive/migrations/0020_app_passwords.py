"""Passwords that members make for reading apps; the days when works are revealed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fanfold.archive.models.ids


class Migration(migrations.Migration):
    dependencies = [("archive", "0019_feed_keys")]

    operations = [
        migrations.CreateModel(
            name="AppPassword",
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
                ("name", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="app_passwords",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("id",)},
        ),
        migrations.AddIndex(
            model_name="work",
            index=models.Index(
                condition=models.Q(("reveal_at__isnull", False)),
                fields=["reveal_at"],
                name="days_to_come",
            ),
        ),
    ]
