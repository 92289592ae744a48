"""The items of one source of an import are found by an index."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0020_app_passwords'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='planitem',
            index=models.Index(fields=['plan', 'source', 'position'], name='archive_pla_plan_id_a71e19_idx'),
        ),
    ]
