"""Invitations to open an account."""

from django.db import migrations, models

import fanfold.archive.models.ids


class Migration(migrations.Migration):
    dependencies = [("archive", "0017_together")]

    operations = [
        migrations.CreateModel(
            name="Invitation",
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
                ("by", models.CharField(max_length=300)),
                ("why", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ("id",)},
        ),
    ]
