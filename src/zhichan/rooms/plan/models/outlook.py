"""What is known of an indicator beside its values: forecasts, decisions between two figures, notes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person
from zhichan.rooms.plan.models.indicator import Indicator, IndicatorValue


class IndicatorForecast(models.Model):
    """A forecast (预测) from the values known at an instant, or why there is none (append-only).

    ``on``: the day of the last value it rests on; ``digest`` tells the values, the promised year and the
    method apart, so that the same ones are not computed twice. ``error`` and ``naive_error``: mean absolute
    error of the back-test over ``origins`` origins, of the forecast and of a value that stays. ``steps``:
    day, value, low and high of each period on the way; the last one stands in the columns.
    """

    append_only = True

    class Refusal(models.TextChoices):
        FEW = "few", _("不足 8 个点，不作预测")
        WORSE = "worse", _("往年回测误差不小于“数值不变”，不显示预测")
        UNCOVERED = "uncovered", _("往年回测中区间盖不住实际值，不显示预测")
        UNPROVEN = "unproven", _("只有年度数，区间未经检验，不显示预测")
        PAST = "past", _("目标时点已过，不作预测")

    class Period(models.TextChoices):
        QUARTER = "quarter", _("季度")
        YEAR = "year", _("年度")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="forecasts")
    on = models.DateField(_("最后数据时点"))
    known_at = models.DateTimeField(_("获知时间"))
    method = models.CharField(_("方法"), max_length=20)
    digest = models.CharField(_("数值摘要"), max_length=64)
    period = models.CharField(_("期"), max_length=8, choices=Period.choices, blank=True)
    points = models.PositiveSmallIntegerField(_("点数"))
    refusal = models.CharField(_("不显示的原因"), max_length=10, choices=Refusal.choices, blank=True)
    target_on = models.DateField(_("预测时点"), null=True, blank=True)
    value = models.DecimalField(_("预测值"), max_digits=20, decimal_places=4, null=True, blank=True)
    low = models.DecimalField(_("区间下限"), max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("区间上限"), max_digits=20, decimal_places=4, null=True, blank=True)
    error = models.DecimalField(_("回测误差"), max_digits=20, decimal_places=4, null=True, blank=True)
    naive_error = models.DecimalField(_("不变误差"), max_digits=20, decimal_places=4, null=True, blank=True)
    origins = models.PositiveSmallIntegerField(_("回测起点数"), default=0)
    steps = models.JSONField(_("逐期"), default=list)

    class Meta:
        verbose_name = _("指标预测")
        indexes: ClassVar = [
            models.Index(fields=["indicator", "-known_at"], name="indicator_forecast_latest")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(refusal="", value__isnull=False, low__isnull=False)
                | (~models.Q(refusal="") & models.Q(value__isnull=True)),
                name="indicator_forecast_or_refusal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.target_on}"


class ValueDecision(models.Model):
    """Which of two figures for one day counts (来源不一的认定): a computed or an entered one (append-only).

    It speaks of this pair alone: once either figure is corrected, the pair is a new one and waits again.
    A later decision of the same pair takes its place.
    """

    append_only = True

    class Counts(models.TextChoices):
        COMPUTED = "computed", _("以登记数据计算的为准")
        ENTERED = "entered", _("以填报的为准")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="value_decisions")
    computed = models.ForeignKey(IndicatorValue, on_delete=models.PROTECT, related_name="+")
    entered = models.ForeignKey(IndicatorValue, on_delete=models.PROTECT, related_name="+")
    counts = models.CharField(_("认定"), max_length=10, choices=Counts.choices)
    reason = models.CharField(_("理由"), max_length=400)
    person = models.ForeignKey(
        Person, verbose_name=_("认定人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("认定时间"))

    class Meta:
        verbose_name = _("数值认定")
        indexes: ClassVar = [models.Index(fields=["indicator", "-decided_at"], name="value_decision_latest")]

    def __str__(self) -> str:
        return f"{self.computed_id}/{self.entered_id} {self.counts}"


class IndicatorNote(models.Model):
    """What somebody remarks on an indicator (备注), on one of its days or on the whole (append-only)."""

    append_only = True

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="notes")
    about_on = models.DateField(_("针对的数据时点"), null=True, blank=True)
    text = models.CharField(_("备注"), max_length=1000)
    person = models.ForeignKey(
        Person,
        verbose_name=_("作者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("指标备注")
        indexes: ClassVar = [models.Index(fields=["indicator", "-written_at"], name="indicator_note_latest")]

    def __str__(self) -> str:
        return self.text[:40]
