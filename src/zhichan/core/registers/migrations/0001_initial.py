import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('imports', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Disagreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=40, verbose_name='登记册')),
                ('subject_id', models.BigIntegerField(verbose_name='记录号')),
                ('field', models.CharField(max_length=40, verbose_name='字段')),
                ('stored', models.TextField(verbose_name='册上的值')),
                ('offered', models.TextField(verbose_name='导入的值')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='imports.importbatch')),
                ('row_number', models.PositiveIntegerField(verbose_name='批次中的行')),
                ('known_at', models.DateTimeField(verbose_name='获知时间')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='认定时间')),
                ('takes_offered', models.BooleanField(blank=True, null=True, verbose_name='采用导入的值')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='认定理由')),
            ],
            options={
                'verbose_name': '不一致',
                'indexes': [models.Index(fields=['register', 'subject_id'], name='disagreement_of_row'), models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['register', 'id'], name='disagreement_open')],
                'constraints': [models.UniqueConstraint(fields=('register', 'subject_id', 'field', 'batch', 'row_number'), name='disagreement_once_per_row'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('takes_offered__isnull', True)), models.Q(('decided_at__isnull', False), ('takes_offered__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='disagreement_decided_with_reason')],
            },
        ),
    ]
