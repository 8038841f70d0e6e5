from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SearchChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40, verbose_name='来源')),
                ('row_id', models.BigIntegerField(verbose_name='记录号')),
            ],
            options={
                'verbose_name': '待索引',
            },
        ),
        migrations.CreateModel(
            name='SearchState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, unique=True, verbose_name='检索库')),
                ('generation', models.PositiveIntegerField(default=0, verbose_name='代')),
                ('version', models.CharField(blank=True, max_length=16, verbose_name='版本')),
                ('snapshot', models.CharField(blank=True, max_length=60, verbose_name='快照')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='更新时间')),
                ('built_at', models.DateTimeField(blank=True, null=True, verbose_name='建成时间')),
                ('known_at', models.BigIntegerField(default=0, verbose_name='索引时刻')),
                ('highest_id', models.BigIntegerField(default=0, verbose_name='最大记录号')),
                ('began_at', models.DateTimeField(blank=True, null=True, verbose_name='开始索引')),
                ('build_reason', models.CharField(blank=True, max_length=200, verbose_name='重建原因')),
            ],
            options={
                'verbose_name': '索引状态',
            },
        ),
        migrations.CreateModel(
            name='FormerRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('record_id', models.BigIntegerField(verbose_name='记录号')),
                ('since', models.BigIntegerField(verbose_name='起')),
                ('until', models.BigIntegerField(verbose_name='止')),
                ('content', models.BinaryField(verbose_name='内容')),
            ],
            options={
                'verbose_name': '记录的往日内容',
                'constraints': [models.UniqueConstraint(fields=('collection', 'record_id', 'since'), name='former_record_once_since')],
            },
        ),
        migrations.CreateModel(
            name='SearchIntake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('at', models.BigIntegerField(verbose_name='时刻')),
                ('ids', models.TextField(verbose_name='记录号')),
            ],
            options={
                'verbose_name': '入索引记录',
                'indexes': [models.Index(fields=['collection', 'at'], name='search_intake_by_time')],
            },
        ),
    ]
