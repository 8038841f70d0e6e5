"""Regular work (定时任务): when each sweeper ran last and how it went, and which workers are alive."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SweepRun(models.Model):
    """The last run of one sweeper. The row is locked while the sweeper runs: two sweeps never overlap."""

    name = models.CharField(_("名称"), max_length=80, primary_key=True)
    due_at = models.DateTimeField(_("应运行时间"), null=True, blank=True)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    count = models.PositiveIntegerField(_("处理数"), default=0)
    error = models.CharField(_("错误"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("定时任务")

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """The last sign of life of a long-running process (心跳)."""

    name = models.CharField(_("进程"), max_length=80, primary_key=True)
    beat_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("心跳")

    def __str__(self) -> str:
        return self.name
