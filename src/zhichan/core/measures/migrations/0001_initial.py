import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='MeasureRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=60, verbose_name='指标')),
                ('region', models.CharField(max_length=12, verbose_name='地区代码')),
                ('on', models.DateField(verbose_name='时点')),
                ('known_at', models.DateTimeField(verbose_name='获知时间')),
                ('options', models.JSONField(default=dict, verbose_name='选项')),
                ('value', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='数值')),
                ('numerator', models.BigIntegerField(verbose_name='分子')),
                ('denominator', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='分母')),
                ('denominator_source', models.CharField(blank=True, max_length=200, verbose_name='分母来源')),
                ('denominator_label', models.CharField(blank=True, max_length=60, verbose_name='分母名称')),
                ('denominator_register', models.CharField(blank=True, max_length=40, verbose_name='分母所在登记册')),
                ('denominator_row', models.BigIntegerField(null=True, verbose_name='分母记录号')),
                ('is_lower_bound', models.BooleanField(default=False, verbose_name='至少')),
                ('parts', models.JSONField(default=list, verbose_name='分项')),
                ('coverage', models.DecimalField(decimal_places=4, max_digits=5, null=True, verbose_name='覆盖率')),
                ('row_count', models.BigIntegerField(verbose_name='行数')),
                ('rows_digest', models.CharField(max_length=64, verbose_name='行摘要')),
                ('missing', models.CharField(blank=True, max_length=200, verbose_name='缺什么')),
                ('notes', models.JSONField(default=list, verbose_name='说明')),
                ('ran_at', models.DateTimeField(verbose_name='计算时间')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '计算记录',
                'indexes': [models.Index(fields=['measure', 'region', '-on', '-known_at'], name='measure_run_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__isnull', False), models.Q(('missing', ''), _negated=True), _connector='OR'), name='measure_run_says_what_is_missing')],
            },
        ),
        migrations.CreateModel(
            name='StoredFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160, verbose_name='指标与选项')),
                ('region', models.CharField(blank=True, max_length=12, verbose_name='地区代码')),
                ('day', models.CharField(choices=[('today', '本期'), ('period', '上季末'), ('year', '去年同日')], max_length=6, verbose_name='哪一日')),
                ('refreshed_at', models.DateTimeField(verbose_name='计算时间')),
                ('failure', models.CharField(blank=True, max_length=200, verbose_name='缺什么')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.measurerun')),
            ],
            options={
                'verbose_name': '看板数',
                'constraints': [models.UniqueConstraint(fields=('key', 'region', 'day'), name='stored_figure_once'), models.CheckConstraint(condition=models.Q(('run__isnull', False), models.Q(('failure', ''), _negated=True), _connector='OR'), name='stored_figure_says_what_is_missing')],
            },
        ),
    ]
