from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=60, verbose_name='对象种类')),
                ('subject_id', models.CharField(max_length=64, verbose_name='对象编号')),
                ('seq', models.PositiveBigIntegerField(verbose_name='序号')),
                ('kind', models.CharField(max_length=80, verbose_name='事件')),
                ('actor_kind', models.CharField(choices=[('person', '人员'), ('system', '系统'), ('anonymous', '未登录者')], max_length=10, verbose_name='行为人种类')),
                ('actor_id', models.BigIntegerField(blank=True, null=True, verbose_name='行为人编号')),
                ('actor_name', models.CharField(blank=True, max_length=60, verbose_name='系统行为人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('day', models.DateField(verbose_name='日期')),
                ('details_text', models.TextField(default='{}', verbose_name='内容')),
                ('prev_hash', models.CharField(max_length=64, verbose_name='上一事件摘要')),
                ('hash', models.CharField(max_length=64, verbose_name='摘要')),
            ],
            options={
                'verbose_name': '审计事件',
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'id'], name='audit_event_by_subject'), models.Index(fields=['subject_kind', 'id'], name='audit_event_by_thing'), models.Index(fields=['kind', 'id'], name='audit_event_by_kind'), models.Index(fields=['actor_kind', 'actor_id', 'id'], name='audit_event_by_actor'), models.Index(fields=['day', 'id'], name='audit_event_by_day')],
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'seq'), name='audit_event_seq_once'), models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='audit_event_seq_from_1')],
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=60, verbose_name='对象种类')),
                ('subject_id', models.CharField(max_length=64, verbose_name='对象编号')),
                ('seq', models.PositiveBigIntegerField(default=0, verbose_name='序号')),
                ('hash', models.CharField(blank=True, max_length=64, verbose_name='摘要')),
            ],
            options={
                'verbose_name': '审计链头',
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id'), name='audit_head_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='日期')),
                ('through_id', models.BigIntegerField(verbose_name='封至事件')),
                ('subjects', models.PositiveBigIntegerField(verbose_name='对象数')),
                ('events', models.PositiveBigIntegerField(verbose_name='事件数')),
                ('root', models.CharField(max_length=64, verbose_name='根摘要')),
                ('journal_bytes', models.PositiveBigIntegerField(verbose_name='流水字节数')),
                ('journal_sha256', models.CharField(max_length=64, verbose_name='流水摘要')),
                ('sealed_at', models.DateTimeField(verbose_name='封存时间')),
                ('prev_hash', models.CharField(max_length=64, verbose_name='上一封存摘要')),
                ('hash', models.CharField(max_length=64, verbose_name='摘要')),
            ],
            options={
                'verbose_name': '审计日封存',
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
