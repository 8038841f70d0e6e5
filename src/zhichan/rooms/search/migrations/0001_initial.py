import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AlertReach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=10, unique=True, verbose_name='名称')),
                ('round', models.PositiveIntegerField(default=0, verbose_name='轮次')),
                ('after', models.JSONField(default=dict, verbose_name='已读到')),
                ('newest', models.JSONField(default=dict, verbose_name='最新')),
                ('newest_at', models.DateTimeField(verbose_name='时间')),
                ('batches', models.TextField(blank=True, verbose_name='已读批次')),
                ('terms_on', models.DateField(verbose_name='期限已看到')),
            ],
            options={
                'verbose_name': '预警进度',
            },
        ),
        migrations.CreateModel(
            name='AlertWatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='修改次数')),
                ('kind', models.CharField(max_length=20, verbose_name='预警种类')),
                ('subject', models.CharField(choices=[('party', '组织与个人'), ('list', '名录'), ('theme', '专题库'), ('ipc', '专利分类号'), ('nice', '商标类别')], max_length=5, verbose_name='范围')),
                ('subject_id', models.BigIntegerField(verbose_name='记录号')),
                ('subject_code', models.CharField(blank=True, default='', max_length=20, verbose_name='类别')),
                ('task_id', models.BigIntegerField(blank=True, null=True, verbose_name='规划任务')),
                ('from_on', models.DateField(verbose_name='只看此日以后的')),
                ('is_mailed', models.BooleanField(default=False, verbose_name='同时发邮件')),
                ('made_at', models.DateTimeField(verbose_name='设置时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='停止时间')),
                ('held', models.JSONField(default=dict, verbose_name='设置时已有')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设置人')),
                ('owner_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='设置单位')),
            ],
            options={
                'verbose_name': '预警设置',
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='生成时间')),
                ('count', models.PositiveIntegerField(verbose_name='项数')),
                ('is_mailed', models.BooleanField(default=False, verbose_name='同时发邮件')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='发出时间')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='发信次数')),
                ('next_try_at', models.DateTimeField(blank=True, null=True, verbose_name='下次发信时间')),
                ('refusal', models.CharField(blank=True, max_length=300, verbose_name='未发出的原因')),
                ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='放弃发信时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'verbose_name': '预警摘要',
            },
        ),
        migrations.CreateModel(
            name='AlertCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, verbose_name='对象')),
                ('register', models.CharField(max_length=40, verbose_name='登记册')),
                ('record_id', models.BigIntegerField(verbose_name='记录号')),
                ('event_id', models.BigIntegerField(default=0, verbose_name='事件号')),
                ('party_id', models.BigIntegerField(default=0, verbose_name='主体号')),
                ('facts', models.JSONField(default=dict, verbose_name='依据')),
                ('grade', models.PositiveSmallIntegerField(choices=[(1, '低'), (2, '中'), (3, '高')], default=1, verbose_name='等级')),
                ('graded_by', models.CharField(default='kind', max_length=20, verbose_name='等级依据')),
                ('happened_on', models.DateField(verbose_name='发生日期')),
                ('known_at', models.DateTimeField(verbose_name='获知时间')),
                ('found_at', models.DateTimeField(verbose_name='预警时间')),
                ('state', models.CharField(choices=[('new', '未看'), ('seen', '已看'), ('handled', '已处理')], default='new', max_length=7, verbose_name='状态')),
                ('state_at', models.DateTimeField(blank=True, null=True, verbose_name='标记时间')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='处理情况')),
                ('task_id', models.BigIntegerField(blank=True, null=True, verbose_name='规划任务')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('state_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='标记人')),
                ('watch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='search.alertwatch', verbose_name='预警设置')),
                ('digest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='search.digest', verbose_name='预警摘要')),
            ],
            options={
                'verbose_name': '预警',
            },
        ),
        migrations.CreateModel(
            name='DocumentMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('record_id', models.BigIntegerField(verbose_name='记录号')),
                ('mark', models.CharField(choices=[('star', '星标'), ('key', '重点'), ('read', '已读')], max_length=4, verbose_name='标记')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='标记的人')),
            ],
            options={
                'verbose_name': '文献标记',
            },
        ),
        migrations.CreateModel(
            name='DocumentNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('record_id', models.BigIntegerField(verbose_name='记录号')),
                ('text', models.TextField(max_length=2000, verbose_name='笔记')),
                ('changed_at', models.DateTimeField(verbose_name='改于')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='写的人')),
            ],
            options={
                'verbose_name': '文献笔记',
            },
        ),
        migrations.CreateModel(
            name='Folder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('made_at', models.DateTimeField(verbose_name='建立时间')),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立的人')),
            ],
            options={
                'verbose_name': '文献夹',
            },
        ),
        migrations.CreateModel(
            name='FolderEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.BigIntegerField(verbose_name='记录号')),
                ('put_at', models.DateTimeField(verbose_name='放入时间')),
                ('folder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='search.folder')),
            ],
            options={
                'verbose_name': '文献夹中的文献',
            },
        ),
        migrations.CreateModel(
            name='FolderShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('folder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='search.folder')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '文献夹共享',
            },
        ),
        migrations.CreateModel(
            name='KeyTechnology',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='修改次数')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('state', models.CharField(choices=[('planned', '待攻关'), ('running', '攻关中'), ('done', '已突破'), ('dropped', '已撤出')], default='planned', max_length=8, verbose_name='状态')),
                ('classes', models.CharField(blank=True, max_length=200, verbose_name='分类号范围')),
                ('line', models.TextField(blank=True, verbose_name='检索式')),
                ('note', models.TextField(blank=True, max_length=4000, verbose_name='说明')),
                ('is_sample', models.BooleanField(default=False, verbose_name='示例')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('owner_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='责任单位')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='search.keytechnology', verbose_name='上级')),
            ],
            options={
                'verbose_name': '关键技术条目',
            },
        ),
        migrations.CreateModel(
            name='LongLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20, verbose_name='代号')),
                ('line', models.TextField(verbose_name='检索式')),
                ('kept_at', models.DateTimeField(verbose_name='存于')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='检索的人')),
            ],
            options={
                'verbose_name': '长检索式',
            },
        ),
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
            },
        ),
        migrations.CreateModel(
            name='NavigationDataSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('line', models.TextField(verbose_name='检索式')),
                ('snapshot', models.CharField(max_length=60, verbose_name='快照')),
                ('snapshot_at', models.DateTimeField(verbose_name='快照时间')),
                ('known_at', models.BigIntegerField(verbose_name='索引时刻')),
                ('hit_ids', models.TextField(blank=True, verbose_name='命中记录')),
                ('hit_count', models.PositiveIntegerField(verbose_name='命中件数')),
                ('note', models.TextField(blank=True, max_length=4000, verbose_name='清洗说明')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
            ],
            options={
                'verbose_name': '导航数据集',
            },
        ),
        migrations.CreateModel(
            name='NavigationFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('text', models.TextField(max_length=4000, verbose_name='发现')),
                ('data_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='search.navigationdataset', verbose_name='依据')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
            ],
            options={
                'verbose_name': '导航发现',
            },
        ),
        migrations.CreateModel(
            name='KeyTechnologyFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('technology', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='search.keytechnology')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='search.navigationfinding')),
            ],
            options={
                'verbose_name': '关键技术条目的导航发现',
            },
        ),
        migrations.CreateModel(
            name='NavigationProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('kind', models.CharField(choices=[('industry', '产业规划类'), ('enterprise', '企业经营类'), ('region', '区域规划类'), ('research', '研发活动类'), ('talent', '人才管理类')], max_length=12, verbose_name='类别')),
                ('goal', models.TextField(max_length=4000, verbose_name='目标')),
                ('state', models.CharField(choices=[('running', '进行中'), ('closed', '已结项')], default='running', max_length=8, verbose_name='状态')),
                ('is_sample', models.BooleanField(default=False, verbose_name='示例')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('owner_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='承担单位')),
            ],
            options={
                'verbose_name': '专利导航项目',
            },
        ),
        migrations.CreateModel(
            name='NavigationMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('part', models.CharField(choices=[('read', '可看'), ('edit', '可改'), ('review', '评审')], max_length=8, verbose_name='分工')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='search.navigationproject')),
            ],
            options={
                'verbose_name': '导航项目成员',
            },
        ),
        migrations.AddField(
            model_name='navigationfinding',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='search.navigationproject'),
        ),
        migrations.CreateModel(
            name='NavigationEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('kind', models.CharField(choices=[('step', '步骤'), ('remark', '评审意见'), ('decision', '采纳决定'), ('follow_up', '后续跟踪')], max_length=12, verbose_name='种类')),
                ('step', models.CharField(blank=True, choices=[('planning', '项目策划'), ('collecting', '信息采集'), ('processing', '数据处理'), ('analysing', '导航分析'), ('using', '成果产出与运用'), ('evaluating', '绩效评价')], max_length=12, verbose_name='步骤')),
                ('is_done', models.BooleanField(blank=True, null=True, verbose_name='完成')),
                ('is_adopted', models.BooleanField(blank=True, null=True, verbose_name='采纳')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='由谁决定')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='决定日期')),
                ('text', models.TextField(max_length=4000, verbose_name='内容')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='search.navigationfinding')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='search.navigationproject')),
            ],
            options={
                'verbose_name': '导航项目记录',
            },
        ),
        migrations.AddField(
            model_name='navigationdataset',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_sets', to='search.navigationproject'),
        ),
        migrations.CreateModel(
            name='NavigationReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('blocks', models.JSONField(default=list, verbose_name='版块')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='search.navigationproject')),
            ],
            options={
                'verbose_name': '导航报告版本',
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('line', models.TextField(verbose_name='检索式')),
                ('chosen', models.JSONField(default=list, verbose_name='已选筛选')),
                ('asked', models.JSONField(verbose_name='检索条件')),
                ('synonyms', models.JSONField(default=list, verbose_name='同义词')),
                ('known_at', models.BigIntegerField(verbose_name='索引时刻')),
                ('snapshot', models.CharField(max_length=60, verbose_name='快照')),
                ('engine', models.CharField(max_length=16, verbose_name='索引版本')),
                ('count', models.PositiveIntegerField(verbose_name='件数')),
                ('ids', models.TextField(blank=True, verbose_name='记录号')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='备注')),
                ('saved_at', models.DateTimeField(verbose_name='存于')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='存下的人')),
            ],
            options={
                'verbose_name': '存下的检索',
            },
        ),
        migrations.CreateModel(
            name='SearchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='集合号')),
                ('line', models.TextField(verbose_name='检索式')),
                ('chosen', models.JSONField(default=list, verbose_name='已选筛选')),
                ('asked', models.JSONField(verbose_name='检索条件')),
                ('count', models.PositiveIntegerField(verbose_name='件数')),
                ('snapshot', models.CharField(max_length=60, verbose_name='快照')),
                ('searched_at', models.DateTimeField(verbose_name='检索时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='检索人')),
            ],
            options={
                'verbose_name': '检索历史',
            },
        ),
        migrations.CreateModel(
            name='StartingWordsSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(verbose_name='使用')),
                ('decided_at', models.DateTimeField(verbose_name='决定时间')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
            ],
            options={
                'verbose_name': '起始词表启停',
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('query', '检索式'), ('party', '组织与个人'), ('right', '权利'), ('theme', '专题库')], default='query', max_length=8, verbose_name='订阅对象')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('collection', models.CharField(blank=True, max_length=40, verbose_name='检索库')),
                ('line', models.TextField(blank=True, verbose_name='检索式')),
                ('chosen', models.JSONField(default=list, verbose_name='已选筛选')),
                ('asked', models.JSONField(null=True, verbose_name='检索条件')),
                ('register', models.CharField(blank=True, max_length=40, verbose_name='登记册')),
                ('subject_id', models.BigIntegerField(blank=True, null=True, verbose_name='记录号')),
                ('is_mailed', models.BooleanField(default=False, verbose_name='同时发邮件')),
                ('is_on', models.BooleanField(default=True, verbose_name='启用')),
                ('known_at', models.BigIntegerField(default=0, verbose_name='索引时刻')),
                ('seen', models.TextField(blank=True, verbose_name='见过的记录')),
                ('known', models.JSONField(default=dict, verbose_name='已知情况')),
                ('subscribed_at', models.DateTimeField(verbose_name='订阅时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='取消时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='订阅人')),
            ],
            options={
                'verbose_name': '预警订阅',
            },
        ),
        migrations.CreateModel(
            name='NewHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(blank=True, max_length=40, verbose_name='登记册')),
                ('record_id', models.BigIntegerField(verbose_name='记录号')),
                ('change', models.CharField(choices=[('new', '新命中'), ('held', '新登记在名下'), ('event', '新事件'), ('withdrawn', '事件撤回'), ('came', '进入专题库'), ('went', '退出专题库')], default='new', max_length=9, verbose_name='变动')),
                ('event_id', models.BigIntegerField(default=0, verbose_name='事件号')),
                ('digest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hits', to='search.digest', verbose_name='预警摘要')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='search.subscription', verbose_name='预警订阅')),
            ],
            options={
                'verbose_name': '新情况',
            },
        ),
        migrations.CreateModel(
            name='SynonymList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('is_shared', models.BooleanField(default=False, verbose_name='本局都能用')),
                ('groups', models.JSONField(default=list, verbose_name='词组')),
                ('changed_at', models.DateTimeField(verbose_name='修改时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('users', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='启用的人')),
            ],
            options={
                'verbose_name': '同义词表',
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('made_at', models.DateTimeField(verbose_name='建立时间')),
                ('is_sample', models.BooleanField(default=False, verbose_name='示例')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建库人')),
                ('owner_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='建库单位')),
            ],
            options={
                'verbose_name': '专题库',
            },
        ),
        migrations.CreateModel(
            name='SearchExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='检索库')),
                ('asked', models.JSONField(verbose_name='检索条件')),
                ('theme_version', models.PositiveIntegerField(blank=True, null=True, verbose_name='专题库版本')),
                ('columns', models.JSONField(default=list, verbose_name='列')),
                ('kind', models.CharField(choices=[('xlsx', 'xlsx'), ('csv', 'csv'), ('docx', 'docx')], max_length=4, verbose_name='格式')),
                ('snapshot', models.CharField(blank=True, max_length=60, verbose_name='快照')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='共')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='完成')),
                ('refusal', models.CharField(blank=True, max_length=200, verbose_name='没有生成的原因')),
                ('asked_at', models.DateTimeField(verbose_name='请求时间')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='生成时间')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='保留至')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='files.storedfile')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导出的人')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='search.theme', verbose_name='专题库')),
            ],
            options={
                'verbose_name': '检索导出',
            },
        ),
        migrations.AddField(
            model_name='keytechnology',
            name='theme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='search.theme', verbose_name='专题库'),
        ),
        migrations.AddField(
            model_name='alertwatch',
            name='core',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='search.theme', verbose_name='核心专利专题库'),
        ),
        migrations.CreateModel(
            name='ThemeShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('access', models.CharField(choices=[('read', '可看'), ('edit', '可改')], max_length=4, verbose_name='权限')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='search.theme')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '专题库共享',
            },
        ),
        migrations.CreateModel(
            name='ThemeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('reason', models.CharField(choices=[('made', '建库'), ('refreshed', '更新'), ('requeried', '修改检索式'), ('curated', '人工增减')], max_length=12, verbose_name='来历')),
                ('line', models.TextField(verbose_name='检索式')),
                ('snapshot', models.CharField(max_length=60, verbose_name='快照')),
                ('snapshot_at', models.DateTimeField(verbose_name='快照时间')),
                ('hit_ids', models.TextField(blank=True, verbose_name='命中记录')),
                ('added_ids', models.TextField(blank=True, verbose_name='人工加入')),
                ('removed_ids', models.TextField(blank=True, verbose_name='人工剔除')),
                ('hit_count', models.PositiveIntegerField(verbose_name='命中件数')),
                ('total', models.PositiveIntegerField(verbose_name='合计件数')),
                ('differences', models.JSONField(default=dict, verbose_name='较上版的增减')),
                ('came_count', models.PositiveIntegerField(default=0, verbose_name='较上版增加')),
                ('went_count', models.PositiveIntegerField(default=0, verbose_name='较上版减少')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='search.theme')),
            ],
            options={
                'verbose_name': '专题库版本',
            },
        ),
        migrations.CreateModel(
            name='ThemeEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.BigIntegerField(verbose_name='记录号')),
                ('change', models.CharField(choices=[('add', '加入'), ('remove', '剔除'), ('back', '取消人工增减')], max_length=8, verbose_name='增减')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='何人')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edits', to='search.themeversion')),
            ],
            options={
                'verbose_name': '人工增减',
            },
        ),
        migrations.AddIndex(
            model_name='digest',
            index=models.Index(condition=models.Q(('given_up_at__isnull', True), ('is_mailed', True), ('mailed_at__isnull', True)), fields=['id'], name='digest_to_mail'),
        ),
        migrations.AddIndex(
            model_name='digest',
            index=models.Index(fields=['person', '-id'], name='digest_of_person'),
        ),
        migrations.AddIndex(
            model_name='alertcard',
            index=models.Index(fields=['state', '-id'], name='alert_card_by_state'),
        ),
        migrations.AddIndex(
            model_name='alertcard',
            index=models.Index(fields=['-grade', '-id'], name='alert_card_by_grade'),
        ),
        migrations.AddIndex(
            model_name='alertcard',
            index=models.Index(condition=models.Q(('task_id__isnull', False)), fields=['task_id'], name='alert_card_of_task'),
        ),
        migrations.AddConstraint(
            model_name='alertcard',
            constraint=models.UniqueConstraint(fields=('watch', 'key'), name='alert_card_once'),
        ),
        migrations.AddConstraint(
            model_name='alertcard',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'new'), ('state_at__isnull', False), _connector='OR'), name='alert_state_has_time'),
        ),
        migrations.AddConstraint(
            model_name='alertcard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'handled'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='alert_handled_with_note'),
        ),
        migrations.AddConstraint(
            model_name='documentmark',
            constraint=models.UniqueConstraint(fields=('person', 'collection', 'record_id', 'mark'), name='document_marked_once'),
        ),
        migrations.AddConstraint(
            model_name='documentnote',
            constraint=models.UniqueConstraint(fields=('person', 'collection', 'record_id'), name='document_noted_once'),
        ),
        migrations.AddConstraint(
            model_name='folder',
            constraint=models.UniqueConstraint(fields=('keeper', 'name'), name='folder_name_once'),
        ),
        migrations.AddConstraint(
            model_name='folderentry',
            constraint=models.UniqueConstraint(fields=('folder', 'record_id'), name='folder_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='foldershare',
            constraint=models.UniqueConstraint(fields=('folder', 'person'), name='folder_shared_once_with_person'),
        ),
        migrations.AddConstraint(
            model_name='foldershare',
            constraint=models.UniqueConstraint(fields=('folder', 'unit'), name='folder_shared_once_with_unit'),
        ),
        migrations.AddConstraint(
            model_name='foldershare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('unit__isnull', True)), models.Q(('person__isnull', True), ('unit__isnull', False)), _connector='OR'), name='folder_share_of_one'),
        ),
        migrations.AddConstraint(
            model_name='longline',
            constraint=models.UniqueConstraint(fields=('person', 'key'), name='long_line_once'),
        ),
        migrations.AddConstraint(
            model_name='markword',
            constraint=models.UniqueConstraint(fields=('kind', 'word', 'other'), name='mark_word_once'),
        ),
        migrations.AddConstraint(
            model_name='markword',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'same'), ('other', ''), _connector='XOR'), name='mark_word_has_other_where_same'),
        ),
        migrations.AddConstraint(
            model_name='keytechnologyfinding',
            constraint=models.UniqueConstraint(fields=('technology', 'finding'), name='key_technology_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='navigationmember',
            constraint=models.UniqueConstraint(fields=('project', 'person'), name='navigation_member_once'),
        ),
        migrations.AddConstraint(
            model_name='navigationdataset',
            constraint=models.UniqueConstraint(fields=('project', 'name', 'number'), name='navigation_data_set_once'),
        ),
        migrations.AddConstraint(
            model_name='navigationreport',
            constraint=models.UniqueConstraint(fields=('project', 'number'), name='navigation_report_once'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='saved_search_once'),
        ),
        migrations.AddConstraint(
            model_name='searchrun',
            constraint=models.UniqueConstraint(fields=('person', 'collection', 'number'), name='search_run_number'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('kind', 'query')), fields=('person', 'name'), name='subscription_once'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'kind', 'register', 'subject_id'), name='subject_followed_once'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('is_mailed', False), ('is_on', False)), _connector='OR'), name='ended_subscription_is_off'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked__isnull', False), ('kind', 'query'), ('subject_id__isnull', True)), models.Q(models.Q(('kind', 'query'), _negated=True), ('subject_id__isnull', False)), _connector='OR'), name='subscription_of_one'),
        ),
        migrations.AddConstraint(
            model_name='newhit',
            constraint=models.UniqueConstraint(fields=('subscription', 'register', 'record_id', 'change', 'event_id'), name='new_hit_once'),
        ),
        migrations.AddConstraint(
            model_name='synonymlist',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='synonym_list_once'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(fields=('keeper', 'name'), name='theme_name_once'),
        ),
        migrations.AddIndex(
            model_name='searchexport',
            index=models.Index(fields=['person', '-id'], name='search_export_of_person'),
        ),
        migrations.AddConstraint(
            model_name='searchexport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('theme', None), ('theme_version', None)), models.Q(('theme__isnull', False), ('theme_version__isnull', False)), _connector='OR'), name='search_export_of_a_version'),
        ),
        migrations.AddConstraint(
            model_name='keytechnology',
            constraint=models.UniqueConstraint(fields=('name',), name='key_technology_once'),
        ),
        migrations.AddConstraint(
            model_name='keytechnology',
            constraint=models.CheckConstraint(condition=models.Q(('theme__isnull', True), ('line', ''), _connector='XOR'), name='key_technology_asks_one'),
        ),
        migrations.AddConstraint(
            model_name='alertwatch',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('kind', 'subject', 'subject_id', 'subject_code'), name='alert_watch_once'),
        ),
        migrations.AddConstraint(
            model_name='themeshare',
            constraint=models.UniqueConstraint(fields=('theme', 'person'), name='theme_shared_once_with_person'),
        ),
        migrations.AddConstraint(
            model_name='themeshare',
            constraint=models.UniqueConstraint(fields=('theme', 'unit'), name='theme_shared_once_with_unit'),
        ),
        migrations.AddConstraint(
            model_name='themeshare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('unit__isnull', True)), models.Q(('person__isnull', True), ('unit__isnull', False)), _connector='OR'), name='theme_share_of_one'),
        ),
        migrations.AddConstraint(
            model_name='themeversion',
            constraint=models.UniqueConstraint(fields=('theme', 'number'), name='theme_version_once'),
        ),
        migrations.AddConstraint(
            model_name='themeedit',
            constraint=models.UniqueConstraint(fields=('version', 'record_id'), name='theme_edit_once'),
        ),
    ]
