import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MarkWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('same', '同义或译名'), ('generic', '通用名称、型号或修饰词')], max_length=10, verbose_name='种类')),
                ('word', models.CharField(max_length=60, verbose_name='词')),
                ('other', models.CharField(blank=True, max_length=60, verbose_name='同义词')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('added_at', models.DateTimeField(verbose_name='登记时间')),
                ('is_sample', models.BooleanField(default=False, verbose_name='示例')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '比对词',
                'constraints': [models.UniqueConstraint(fields=('kind', 'word', 'other'), name='mark_word_once'), models.CheckConstraint(condition=models.Q(('kind', 'same'), ('other', ''), _connector='XOR'), name='mark_word_has_other_where_same')],
            },
        ),
    ]
