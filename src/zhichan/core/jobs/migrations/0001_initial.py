from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SweepRun',
            fields=[
                ('name', models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name='名称')),
                ('leased_until', models.DateTimeField(blank=True, null=True, verbose_name='占用至')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='最近开始')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='最近完成的一次')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='处理数')),
                ('error', models.CharField(blank=True, max_length=200, verbose_name='错误')),
            ],
            options={
                'verbose_name': '定时任务',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('worker_id', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='进程')),
                ('started_at', models.DateTimeField(verbose_name='启动时间')),
                ('beat_at', models.DateTimeField(verbose_name='最近心跳')),
            ],
            options={
                'verbose_name': '心跳',
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
