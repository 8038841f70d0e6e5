"""Indicators (指标), what was promised for them, and the values they took."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.measures.models import MeasureRun
from zhichan.core.people.models import Person, Unit
from zhichan.rooms.plan.models.plan import Plan, PlanVersion

if TYPE_CHECKING:
    from zhichan.rooms.plan.models.outlook import ValueDecision


class Indicator(models.Model):
    """A figure the plan promises to move (指标). Stable over the versions of its plan."""

    class Nature(models.TextChoices):
        EXPECTED = "预期性", _("预期性")
        BINDING = "约束性", _("约束性")

    class Counting(models.TextChoices):
        STOCK = "stock", _("期末数")
        YEARLY = "yearly", _("当年数")
        CUMULATIVE = "cumulative", _("规划期累计数")
        UNDECIDED = "undecided", _("暂不定")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField(_("次序"))
    name = models.CharField(_("名称"), max_length=120)
    unit_of_measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    nature = models.CharField(_("属性"), max_length=4, choices=Nature.choices, blank=True)
    counting = models.CharField(
        _("口径"), max_length=12, choices=Counting.choices, default=Counting.UNDECIDED
    )
    owner_unit = models.ForeignKey(
        Unit, verbose_name=_("填报单位"), null=True, blank=True, on_delete=models.PROTECT
    )
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("指标")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "name"], name="indicator_once_per_plan")
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What one version promises for an indicator (目标), with the words it was read from."""

    class Op(models.TextChoices):
        EQUALS = "=", _("为")
        REACH = ">=", _("达到")
        EXCEED = ">", _("超过")
        INCREASE = "+=", _("新增")
        ABOUT = "~", _("约")
        RANGE = "range", _("区间")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="targets")
    op = models.CharField(_("要求"), max_length=5, choices=Op.choices)
    baseline = models.DecimalField(_("基期值"), max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("基期年"), null=True, blank=True)
    value = models.DecimalField(_("目标值"), max_digits=20, decimal_places=4, null=True, blank=True)
    value_min = models.DecimalField(_("下限"), max_digits=20, decimal_places=4, null=True, blank=True)
    value_max = models.DecimalField(_("上限"), max_digits=20, decimal_places=4, null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("目标年"), null=True, blank=True)
    growth_rate_pct = models.DecimalField(
        _("年均增长率(%)"), max_digits=8, decimal_places=4, null=True, blank=True
    )
    evidence = models.TextField(_("原文"), blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("目标")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "version"], name="target_once_per_version"),
            models.CheckConstraint(
                condition=models.Q(op="range", value_min__isnull=False, value_max__isnull=False)
                | (~models.Q(op="range") & models.Q(value__isnull=False)),
                name="target_value_fits_op",
            ),
        ]


class PathPoint(models.Model):
    """Where the indicator should stand at the end of a year on the way to the target (路径)."""

    class Kind(models.TextChoices):
        GEOMETRIC = "geometric", _("按增长率")
        LINEAR = "linear", _("按等差")
        EDITED = "edited", _("人工设定")

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="path")
    year = models.PositiveSmallIntegerField(_("年"))
    value = models.DecimalField(_("应达"), max_digits=20, decimal_places=4)
    kind = models.CharField(_("来历"), max_length=10, choices=Kind.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("路径点")
        constraints: ClassVar = [models.UniqueConstraint(fields=["target", "year"], name="path_point_once")]


class IndicatorValue(models.Model):
    """A value the indicator had on a day, as it became known at an instant (append-only).

    A correction is a later row for the same ``effective_on``; nothing is overwritten. ``run``: the figure it
    was computed as; a value without one was entered by hand. Both may stand for one day.
    """

    # The other figure for the same day where it differs, and who decided between them; queries set both.
    at_odds: IndicatorValue | None = None
    decision: ValueDecision | None = None

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    effective_on = models.DateField(_("数据时点"))
    known_at = models.DateTimeField(_("获知时间"))
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4)
    reporter = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    note = models.CharField(_("说明"), max_length=400, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    run = models.ForeignKey(
        MeasureRun,
        verbose_name=_("计算记录"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicator_values",
    )

    class Meta:
        verbose_name = _("指标值")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "effective_on", "known_at"],
                condition=models.Q(run__isnull=True),
                name="indicator_value_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "effective_on", "known_at"],
                condition=models.Q(run__isnull=False),
                name="indicator_value_computed_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["indicator", "effective_on", "-known_at"], name="indicator_value_latest")
        ]
