"""By what a changed text that was taken down is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0012_arrivals")]

    operations = [
        migrations.AddField(
            model_name="tombstone",
            name="sketch",
            field=models.JSONField(default=list),
        ),
    ]
