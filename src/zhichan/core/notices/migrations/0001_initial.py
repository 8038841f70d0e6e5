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
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                ('kind', models.CharField(max_length=80, verbose_name='种类')),
                ('text', models.CharField(max_length=400, verbose_name='内容')),
                ('url', models.CharField(max_length=400, verbose_name='链接')),
                ('created_at', models.DateTimeField(verbose_name='发出时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
            ],
            options={
                'verbose_name': '通知',
                'indexes': [models.Index(fields=['person', '-id'], name='notice_of_person'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person'], name='notice_unread'), models.Index(fields=['url'], name='notice_about')],
                'constraints': [],
            },
        ),
    ]
