"""Plans (规划、方案、要点) and their versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Person, Unit


class Plan(models.Model):
    """A document that makes promises (规划). Its words are held by its versions."""

    class Genre(models.TextChoices):
        FIVE_YEAR_PLAN = "five-year-plan", _("五年规划")
        WORK_PLAN = "work-plan", _("工作方案")
        TASK_ASSIGNMENT = "task-assignment", _("任务分工")
        ANNUAL_POINTS = "annual-points", _("年度工作要点")
        MEASURES = "measures", _("政策措施")
        OTHER = "other", _("其他")

    title = models.CharField(_("名称"), max_length=200)
    doc_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=200, blank=True)
    genre = models.CharField(_("体裁"), max_length=16, choices=Genre.choices)
    period_from = models.PositiveSmallIntegerField(_("起始年"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("终止年"), null=True, blank=True)
    owner_unit = models.ForeignKey(Unit, verbose_name=_("主管单位"), on_delete=models.PROTECT)
    serves = models.ForeignKey(
        "self",
        verbose_name=_("所服务的规划"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="served_by",
    )
    is_sample = models.BooleanField(_("示例"), default=False)
    created_at = models.DateTimeField(_("建立时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("规划")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(period_from__isnull=True)
                | models.Q(period_to__isnull=True)
                | models.Q(period_to__gte=models.F("period_from")),
                name="plan_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """One wording of a plan (版本): the original bytes, the text read from them, and what was extracted.

    ``reading``: the zhichan-plan/1 object without the text, as the reader of ``reader_version`` gave it;
    empty for a plan entered by hand or from a ledger. ``preview``: the preview (预览) a ledger's version
    came from, which makes no second one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("核对中")
        IN_FORCE = "in_force", _("执行中")
        SUPERSEDED = "superseded", _("已被替代")
        ABANDONED = "abandoned", _("已放弃")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.DRAFT)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    text = models.TextField(_("正文"), blank=True)
    script = models.CharField(_("字形"), max_length=4, default="hans")
    reading = models.JSONField(_("读取结果"), default=dict, blank=True)
    reader_version = models.CharField(_("读取程序版本"), max_length=20, blank=True)
    issued_on = models.DateField(_("发文日期"), null=True, blank=True)
    created_at = models.DateTimeField(_("导入时间"))
    in_force_at = models.DateTimeField(_("入库时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    preview = models.CharField(_("预览"), max_length=32, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("规划版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(state="in_force"), name="plan_one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["preview"], condition=~models.Q(preview=""), name="plan_preview_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"


class Box(models.Model):
    """A special-project box (专栏) of a version, kept whole."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="boxes")
    number = models.CharField(_("编号"), max_length=20)
    title = models.CharField(_("标题"), max_length=200)
    items = models.JSONField(_("各项"), default=list)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("专栏")
