import zhichan.core.calendar.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(verbose_name='自')),
                ('last_on', models.DateField(verbose_name='至')),
                ('changed_at', models.DateTimeField(verbose_name='变动时间')),
                ('token', models.CharField(default=zhichan.core.calendar.models._new_token, max_length=16, verbose_name='标记')),
            ],
            options={
                'verbose_name': '日历变动',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('is_working', models.BooleanField(verbose_name='是否工作日')),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='说明')),
                ('basis', models.CharField(choices=[('announced', '国务院办公厅放假安排'), ('set_here', '本单位设定')], max_length=10, verbose_name='依据')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '日历日',
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
