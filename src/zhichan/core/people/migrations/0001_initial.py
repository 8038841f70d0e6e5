import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('kind', models.CharField(choices=[('office', '知识产权主管部门'), ('bureau', '政府部门'), ('party_body', '党委部门'), ('court', '司法机关'), ('town', '镇(街道)'), ('park', '园区'), ('institution', '事业单位'), ('firm', '企业'), ('outside', '区外单位')], max_length=16, verbose_name='类别')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='people.unit', verbose_name='上级单位')),
                ('established_on', models.DateField(blank=True, null=True, verbose_name='成立日期')),
                ('abolished_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('is_sample', models.BooleanField(default=False, verbose_name='示例')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '单位',
                'constraints': [models.UniqueConstraint(fields=('name',), name='unit_name_unique'), models.CheckConstraint(condition=models.Q(('abolished_on__isnull', True), ('established_on__isnull', True), ('abolished_on__gt', models.F('established_on')), _connector='OR'), name='unit_abolished_after_established')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='UnitName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='people.unit', verbose_name='单位')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('key', models.CharField(db_index=True, editable=False, max_length=120, verbose_name='比对用名')),
                ('kind', models.CharField(choices=[('official', '全称'), ('short', '简称'), ('alias', '别称')], max_length=8, verbose_name='种类')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '单位名称',
                'constraints': [models.UniqueConstraint(fields=('unit', 'name', 'kind', 'from_on'), name='unit_name_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Collective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='名称')),
                ('kind', models.CharField(choices=[('all_of_kind', '某一类单位的总称'), ('leading_group', '领导小组'), ('joint_meeting', '联席会议'), ('other', '其他')], max_length=16, verbose_name='种类')),
                ('is_sample', models.BooleanField(default=False, verbose_name='示例')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '集合单位',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='CollectiveName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collective', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='people.collective')),
                ('name', models.CharField(max_length=120, verbose_name='写法')),
                ('key', models.CharField(editable=False, max_length=120, unique=True, verbose_name='比对用名')),
            ],
            options={
                'verbose_name': '集合单位写法',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collective', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='people.collective')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='membership_events', to='people.unit')),
                ('change', models.CharField(choices=[('joined', '加入'), ('left', '退出')], max_length=8, verbose_name='变动')),
                ('effective_on', models.DateField(verbose_name='生效日期')),
                ('known_at', models.DateTimeField(verbose_name='获知时间')),
                ('withdraws', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.membershipevent')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '成员变动',
                'indexes': [models.Index(fields=['collective', 'unit', 'effective_on'], name='membership_event_order')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collective', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.collective')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.unit')),
                ('from_on', models.DateField(verbose_name='起')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='止')),
            ],
            options={
                'verbose_name': '成员期间',
                'constraints': [models.UniqueConstraint(fields=('collective', 'unit', 'from_on'), name='membership_once'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gt', models.F('from_on')), _connector='OR'), name='membership_ends_after_start')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='账号')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('password_is_initial', models.BooleanField(default=False, verbose_name='使用初始密码')),
                ('is_sample', models.BooleanField(default=False, verbose_name='示例')),
                ('text_size', models.CharField(choices=[('normal', '标准'), ('large', '大字版')], default='normal', max_length=8, verbose_name='字号')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='语言')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '人员',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='people.unit', verbose_name='单位')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('role', models.CharField(choices=[('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员'), ('office_leader', '局领导'), ('plan_officer', '规划专员'), ('unit_contact', '单位联络员'), ('case_officer', '办案人员'), ('legal_reviewer', '法制审核'), ('read_only_leader', '查阅领导'), ('firm_user', '企业用户'), ('public', '公众')], max_length=20, verbose_name='角色')),
                ('from_on', models.DateField(verbose_name='任职日期')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='离任日期')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '任职',
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='post_ends_not_before_start'), models.UniqueConstraint(fields=('person', 'unit', 'role', 'from_on'), name='post_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                ('label', models.CharField(max_length=60, verbose_name='用途')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('scopes', models.JSONField(default=list, verbose_name='权限范围')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('expires_on', models.DateField(verbose_name='失效日期')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='最近使用')),
            ],
            options={
                'verbose_name': '接口令牌',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='SignInEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('signed_in', '登录成功'), ('failed', '登录失败'), ('locked', '锁定'), ('code_failed', '动态码错误'), ('signed_out', '退出'), ('password_changed', '密码已修改'), ('factor_added', '启用第二因素'), ('factor_removed', '停用第二因素'), ('factor_reset', '重新生成备用码')], max_length=16, verbose_name='事件')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sign_ins', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('typed_name', models.CharField(blank=True, max_length=60, verbose_name='所填账号')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='来源地址')),
                ('happened_at', models.DateTimeField(db_index=True, verbose_name='时间')),
            ],
            options={
                'verbose_name': '登录记录',
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
