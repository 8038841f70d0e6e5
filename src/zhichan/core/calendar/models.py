"""The calendar (日历): for each day, whether offices work."""

from __future__ import annotations

import secrets

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


def _new_token() -> str:
    return secrets.token_hex(8)


class CalendarChange(models.Model):
    """That the calendar changed from one day to another (日历变动): what was derived from those days before
    may be due on another day now. ``token`` is never given twice, so years that are kept under it hold."""

    first_on = models.DateField(_("自"))
    last_on = models.DateField(_("至"))
    changed_at = models.DateTimeField(_("变动时间"))
    token = models.CharField(_("标记"), max_length=16, default=_new_token)

    class Meta:
        verbose_name = _("日历变动")

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"
