"""What a buried source id's work was called and by whom, as keyed hashes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0007_what_readers_keep")]

    operations = [
        migrations.AddField(
            model_name="buriedsourceid",
            name="marks",
            field=models.JSONField(default=list),
        ),
    ]
