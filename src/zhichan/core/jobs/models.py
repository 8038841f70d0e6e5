"""Regular work (定时任务): when each sweeper ran last and how it went, and which workers are alive."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SweepRun(models.Model):
    """The last run of one sweeper (定时任务的最近一次运行).

    ``done_at``: the instant for which it last ran to its end.
    ``leased_until`` is the lock: whoever set it runs the sweeper, and nobody else does before that instant.
    """

    name = models.CharField(_("名称"), max_length=80, primary_key=True)
    leased_until = models.DateTimeField(_("占用至"), null=True, blank=True)
    started_at = models.DateTimeField(_("最近开始"), null=True, blank=True)
    done_at = models.DateTimeField(_("最近完成的一次"), null=True, blank=True)
    count = models.PositiveIntegerField(_("处理数"), default=0)
    error = models.CharField(_("错误"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("定时任务")

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """The last sign of life of a worker (心跳)."""

    worker_id = models.CharField(_("进程"), max_length=64, primary_key=True)
    started_at = models.DateTimeField(_("启动时间"))
    beat_at = models.DateTimeField(_("最近心跳"))

    class Meta:
        verbose_name = _("心跳")

    def __str__(self) -> str:
        return self.worker_id
