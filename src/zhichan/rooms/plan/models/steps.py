"""What every step of a status machine keeps (办理记录); each machine has its own table."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person


class StepEvent(models.Model):
    """One step: from which state to which, on which day, by whom. Never changed. See ``steps``."""

    append_only = True

    move = models.CharField(_("动作"), max_length=20)
    origin = models.CharField(_("原状态"), max_length=12, blank=True)
    target = models.CharField(_("新状态"), max_length=12)
    on = models.DateField(_("日期"))
    note = models.CharField(_("说明"), max_length=400, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        abstract = True
