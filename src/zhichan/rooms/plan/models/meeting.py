"""Meetings of leading groups and joint meetings (领导小组会议、联席会议) and what they decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Collective, Unit
from zhichan.rooms.plan.models.task import Task


class Meeting(models.Model):
    """A meeting of a collective; who should attend follows from its membership on that day."""

    collective = models.ForeignKey(Collective, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("会议名称"), max_length=200)
    held_on = models.DateField(_("召开日期"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    chair = models.CharField(_("主持人"), max_length=60, blank=True)
    present = models.ManyToManyField(Unit, verbose_name=_("到会单位"), blank=True, related_name="+")
    minutes = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    minutes_name = models.CharField(_("纪要文件名"), max_length=200, blank=True)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("会议")

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """Something a meeting decided (议定事项); it may become a task."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    position = models.PositiveSmallIntegerField(_("次序"))
    text = models.TextField(_("议定内容"))
    task = models.OneToOneField(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="decision", verbose_name=_("任务")
    )

    class Meta:
        verbose_name = _("议定事项")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="decision_once")
        ]
