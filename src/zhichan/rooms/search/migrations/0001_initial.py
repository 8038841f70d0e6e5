import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LongLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20, verbose_name='代号')),
                ('line', models.TextField(verbose_name='检索式')),
                ('kept_at', models.DateTimeField(verbose_name='存于')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='检索的人')),
            ],
            options={
                'verbose_name': '长检索式',
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='long_line_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('asked', models.JSONField(verbose_name='检索条件')),
                ('columns', models.JSONField(default=list, verbose_name='列')),
                ('kind', models.CharField(choices=[('xlsx', 'xlsx'), ('csv', 'csv'), ('docx', 'docx')], max_length=4, verbose_name='格式')),
                ('snapshot', models.CharField(blank=True, max_length=60, verbose_name='快照')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='共')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='完成')),
                ('refusal', models.CharField(blank=True, max_length=200, verbose_name='没有生成的原因')),
                ('asked_at', models.DateTimeField(verbose_name='请求时间')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='生成时间')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='保留至')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='files.storedfile')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导出的人')),
            ],
            options={
                'verbose_name': '检索导出',
                'indexes': [models.Index(fields=['person', '-id'], name='search_export_of_person')],
            },
        ),
    ]
