import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ledger', models.CharField(max_length=60, verbose_name='台账')),
                ('scope', models.CharField(blank=True, max_length=60, verbose_name='范围')),
                ('state', models.CharField(choices=[('staging', '读取中'), ('previewed', '待确认'), ('committing', '入库中'), ('confirmed', '已入库'), ('undone', '已撤销'), ('abandoned', '已放弃'), ('refused', '未接受')], max_length=10, verbose_name='状态')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='files.storedfile')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件名')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(verbose_name='导入时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('new_count', models.PositiveIntegerField(default=0, verbose_name='新增')),
                ('changed_count', models.PositiveIntegerField(default=0, verbose_name='变更')),
                ('same_count', models.PositiveIntegerField(default=0, verbose_name='相同')),
                ('refused_count', models.PositiveIntegerField(default=0, verbose_name='拒收')),
                ('conflict_count', models.PositiveIntegerField(default=0, verbose_name='撞车')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='未接受的原因')),
                ('ignored_columns', models.JSONField(default=list, verbose_name='没有用到的列')),
                ('format', models.CharField(blank=True, max_length=40, verbose_name='版式')),
                ('known_at', models.DateTimeField(blank=True, null=True, verbose_name='获知时间')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('chunks_done', models.PositiveIntegerField(default=0, verbose_name='已写入的段')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('sender', models.CharField(blank=True, max_length=120, verbose_name='发送人')),
            ],
            options={
                'verbose_name': '导入批次',
                'indexes': [models.Index(fields=['person', 'ledger', '-id'], name='import_batch_of_person'), models.Index(condition=models.Q(('state', 'committing')), fields=['id'], name='import_batch_half_written')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', True), ('state', 'refused'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('file__isnull', False)), _connector='OR'), name='import_batch_refused_keeps_reason_only')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.importbatch')),
                ('row_number', models.PositiveIntegerField(verbose_name='行')),
                ('state', models.CharField(choices=[('new', '新增'), ('changed', '变更'), ('refused', '拒收'), ('conflict', '撞车')], max_length=8, verbose_name='状态')),
                ('record_id', models.BigIntegerField(blank=True, null=True, verbose_name='记录号')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='内容')),
                ('values', models.JSONField(default=dict)),
                ('old', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=16)),
                ('problems', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': '导入行',
                'indexes': [models.Index(fields=['batch', 'state', 'row_number'], name='import_row_by_state')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'row_number'), name='import_row_once')],
            },
        ),
    ]
