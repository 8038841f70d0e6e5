"""Runs of measures (计算记录): what was asked, what came out, which rows it rests on; those on show."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MeasureRun(models.Model):
    """One figure with all that is needed to compute it again. ``rows_digest`` tells sets of rows apart.

    ``parts``: name, label, count, coverage and note of each part. ``is_lower_bound``: the value is
    at least so.
    """

    measure = models.CharField(_("指标"), max_length=60)
    region = models.CharField(_("地区代码"), max_length=12)
    on = models.DateField(_("时点"))
    known_at = models.DateTimeField(_("获知时间"))
    options = models.JSONField(_("选项"), default=dict)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4, null=True)
    numerator = models.BigIntegerField(_("分子"))
    denominator = models.DecimalField(_("分母"), max_digits=20, decimal_places=4, null=True)
    denominator_source = models.CharField(_("分母来源"), max_length=200, blank=True)
    denominator_label = models.CharField(_("分母名称"), max_length=60, blank=True)
    denominator_register = models.CharField(_("分母所在登记册"), max_length=40, blank=True)
    denominator_row = models.BigIntegerField(_("分母记录号"), null=True)
    is_lower_bound = models.BooleanField(_("至少"), default=False)
    parts = models.JSONField(_("分项"), default=list)
    coverage = models.DecimalField(_("覆盖率"), max_digits=5, decimal_places=4, null=True)
    row_count = models.BigIntegerField(_("行数"))
    rows_digest = models.CharField(_("行摘要"), max_length=64)
    missing = models.CharField(_("缺什么"), max_length=200, blank=True)
    notes = models.JSONField(_("说明"), default=list)
    ran_at = models.DateTimeField(_("计算时间"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("计算记录")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(missing=""),
                name="measure_run_says_what_is_missing",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["measure", "region", "-on", "-known_at"], name="measure_run_latest")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.region} {self.on}"


class StoredFigure(models.Model):
    """The run that the dashboard shows of a figure (看板数), for one region and one of the days it compares.

    ``key`` names measure and options (``board.BoardFigure.key``), ``day`` which day: today, the end of the
    last quarter, the same day a year ago. The run is kept anew only when its result is another;
    ``refreshed_at`` is when it was last computed. ``failure``: why the last computing gave none.
    """

    class Day(models.TextChoices):
        TODAY = "today", _("本期")
        PERIOD = "period", _("上季末")
        YEAR = "year", _("去年同日")

    key = models.CharField(_("指标与选项"), max_length=160)
    region = models.CharField(_("地区代码"), max_length=12, blank=True)
    day = models.CharField(_("哪一日"), max_length=6, choices=Day.choices)
    run = models.ForeignKey(MeasureRun, null=True, on_delete=models.PROTECT, related_name="+")
    refreshed_at = models.DateTimeField(_("计算时间"))
    failure = models.CharField(_("缺什么"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("看板数")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "region", "day"], name="stored_figure_once"),
            models.CheckConstraint(
                condition=models.Q(run__isnull=False) | ~models.Q(failure=""),
                name="stored_figure_says_what_is_missing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.region} {self.day}"
