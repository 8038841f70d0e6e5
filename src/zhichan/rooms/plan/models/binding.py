"""What an indicator is computed from (登记数据对应)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.measures.models import MeasureRun
from zhichan.rooms.plan.models.indicator import Indicator


class MeasureBinding(models.Model):
    """That an indicator is computed by a measure, of which region and with which options.

    ``last_run``: the newest figure for the day it was asked; ``failure``: why there was none the last time.
    ``compared``: how many earlier days were computed anew the last time, of which ``differing`` gave another
    figure than before; ``past_at`` is when that was, and ``past_mark`` tells what the figures rested on
    (``core.measures.written``): as long as it is the same, the past is not computed anew.
    """

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="binding")
    measure = models.CharField(_("指标计算"), max_length=60)
    region = models.CharField(_("地区代码"), max_length=12, blank=True)
    options = models.JSONField(_("选项"), default=dict)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    bound_at = models.DateTimeField(_("对应时间"))
    note = models.CharField(_("依据"), max_length=200)
    last_run = models.ForeignKey(
        MeasureRun, null=True, blank=True, on_delete=models.PROTECT, related_name="bindings"
    )
    refreshed_at = models.DateTimeField(_("最近计算"), null=True, blank=True)
    compared = models.PositiveSmallIntegerField(_("复算的时点数"), default=0)
    differing = models.PositiveSmallIntegerField(_("复算后不同的时点数"), default=0)
    past_at = models.DateTimeField(_("往期时点最近计算"), null=True, blank=True)
    past_mark = models.CharField(_("往期时点计算时的登记标记"), max_length=64, blank=True)
    failure = models.CharField(_("未能计算的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("登记数据对应")
        indexes: ClassVar = []

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.measure}"

    @property
    def gap(self) -> str:
        """What stands in the way of a figure; empty where nothing does."""
        return self.failure or (self.last_run.missing if self.last_run else "")
