"""Navigation projects (专利导航项目, GB/T 39551-2020): data sets, findings, what was decided on them, report.

Of the standard the kinds and the general flow are kept; no titles of clauses. Its parts on industry and on
enterprise were looked up, those on region, research and talent are remembered only.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit
from zhichan.rooms.search.models.theme import LONGEST_NAME

LONGEST_TEXT = 4_000


class Made(models.Model):
    """Who made a row, and when."""

    made_at = models.DateTimeField(_("时间"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("何人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        abstract = True


class NavigationProject(Made):
    """One project, kept by whoever made it; seen by its members besides."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("产业规划类")
        ENTERPRISE = "enterprise", _("企业经营类")
        REGION = "region", _("区域规划类")
        RESEARCH = "research", _("研发活动类")
        TALENT = "talent", _("人才管理类")

    class State(models.TextChoices):
        RUNNING = "running", _("进行中")
        CLOSED = "closed", _("已结项")

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    goal = models.TextField(_("目标"), max_length=LONGEST_TEXT)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.RUNNING)
    owner_unit = models.ForeignKey(
        Unit, verbose_name=_("承担单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = _("专利导航项目")

    def __str__(self) -> str:
        return self.name


class NavigationMember(Made):
    """Somebody who takes part in a project (项目成员)."""

    class Part(models.TextChoices):
        READ = "read", _("可看")
        EDIT = "edit", _("可改")
        REVIEW = "review", _("评审")

    project = models.ForeignKey(NavigationProject, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(_("分工"), max_length=8, choices=Part.choices)

    class Meta:
        verbose_name = _("导航项目成员")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "person"], name="navigation_member_once")
        ]


class NavigationDataSet(Made):
    """A query with what it found then (数据集); asked again it is another row of the same name.

    ``known_at``: the instant of the index, in milliseconds, with which it is analysed and opened.
    ``hit_ids``: ``packed_ids`` of what its maker might see. ``note``: how it was cleaned.
    """

    append_only = True

    project = models.ForeignKey(NavigationProject, on_delete=models.PROTECT, related_name="data_sets")
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    number = models.PositiveIntegerField(_("版本"))
    line = models.TextField(_("检索式"))
    snapshot = models.CharField(_("快照"), max_length=60)
    snapshot_at = models.DateTimeField(_("快照时间"))
    known_at = models.BigIntegerField(_("索引时刻"))
    hit_ids = models.TextField(_("命中记录"), blank=True)
    hit_count = models.PositiveIntegerField(_("命中件数"))
    note = models.TextField(_("清洗说明"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("导航数据集")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "name", "number"], name="navigation_data_set_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class NavigationFinding(Made):
    """What a project found (发现), and the data set it rests on."""

    append_only = True

    project = models.ForeignKey(NavigationProject, on_delete=models.PROTECT, related_name="findings")
    text = models.TextField(_("发现"), max_length=LONGEST_TEXT)
    data_set = models.ForeignKey(
        NavigationDataSet, verbose_name=_("依据"), on_delete=models.PROTECT, related_name="findings"
    )

    class Meta:
        verbose_name = _("导航发现")


class NavigationEntry(Made):
    """Something recorded of a project or of one of its findings; of steps and decisions the last counts.

    ``decided_by``: the organ or person who decided, ``decided_on`` when; ``text`` says why.
    """

    append_only = True

    class Kind(models.TextChoices):
        STEP = "step", _("步骤")
        REMARK = "remark", _("评审意见")
        DECISION = "decision", _("采纳决定")
        FOLLOW_UP = "follow_up", _("后续跟踪")

    class Step(models.TextChoices):
        PLANNING = "planning", _("项目策划")
        COLLECTING = "collecting", _("信息采集")
        PROCESSING = "processing", _("数据处理")
        ANALYSING = "analysing", _("导航分析")
        USING = "using", _("成果产出与运用")
        EVALUATING = "evaluating", _("绩效评价")

    project = models.ForeignKey(NavigationProject, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    finding = models.ForeignKey(
        NavigationFinding, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    step = models.CharField(_("步骤"), max_length=12, choices=Step.choices, blank=True)
    is_done = models.BooleanField(_("完成"), null=True, blank=True)
    is_adopted = models.BooleanField(_("采纳"), null=True, blank=True)
    decided_by = models.CharField(_("由谁决定"), max_length=120, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    text = models.TextField(_("内容"), max_length=LONGEST_TEXT)

    class Meta:
        verbose_name = _("导航项目记录")


class NavigationReport(Made):
    """One version of the report of a project (导航报告). ``blocks``: see ``navigation_blocks.Block``."""

    append_only = True

    project = models.ForeignKey(NavigationProject, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField(_("版本"))
    blocks = models.JSONField(_("版块"), default=list)

    class Meta:
        verbose_name = _("导航报告版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="navigation_report_once")
        ]
