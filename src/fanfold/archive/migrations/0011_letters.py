"""Letters as prepared texts with one row a person; the old table was never used."""

import django.db.models.deletion
import fanfold.archive.models.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0010_review")]

    operations = [
        migrations.DeleteModel("Letter"),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.CharField(default=fanfold.archive.models.ids.public_id, editable=False, max_length=16, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('audience', models.CharField(max_length=40)),
                ('on', models.CharField(blank=True, default='', max_length=300)),
                ('language', models.CharField(max_length=16)),
                ('subject', models.CharField(max_length=1000)),
                ('body', models.TextField()),
                ('until', models.DateField(null=True)),
                ('again', models.BooleanField(default=False)),
                ('state', models.CharField(db_index=True, default='open', max_length=40)),
                ('domains', models.JSONField(null=True)),
                ('by', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('agreed_by', models.CharField(blank=True, default='', max_length=300)),
                ('agreed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.CharField(default=fanfold.archive.models.ids.public_id, editable=False, max_length=16, unique=True)),
                ('to', models.CharField(db_index=True, max_length=64)),
                ('state', models.CharField(db_index=True, default='waiting', max_length=40)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to=settings.AUTH_USER_MODEL)),
                ('creator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to='archive.creator')),
                ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='archive.mailing')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('mailing', 'to'), name='one_letter_each')],
            },
        ),
    ]
