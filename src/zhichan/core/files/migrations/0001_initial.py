from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('size_bytes', models.PositiveBigIntegerField(verbose_name='大小(字节)')),
                ('media_type', models.CharField(max_length=100, verbose_name='类型')),
                ('stored_at', models.DateTimeField(verbose_name='存入时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '文件',
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
