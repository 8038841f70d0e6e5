"""The calendar (日历): for each day, whether offices work."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """One day as offices keep it (工作日或放假). A day without a row is provisional."""

    class Basis(models.TextChoices):
        ANNOUNCED = "announced", _("国务院办公厅放假安排")
        SET_HERE = "set_here", _("本单位设定")

    day = models.DateField(_("日期"), primary_key=True)
    is_working = models.BooleanField(_("是否工作日"))
    label = models.CharField(_("说明"), max_length=60, blank=True)
    basis = models.CharField(_("依据"), max_length=10, choices=Basis.choices)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("日历日")

    def __str__(self) -> str:
        return self.day.isoformat()
