"""Whether the rule opens follow-ups for a plan by itself (自动立项开关)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Person
from zhichan.rooms.plan.models.plan import Plan


class FollowUpSwitch(models.Model):
    """The rule turned on or off for one plan. Only added to: the last holds, and before any it is on."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="follow_up_switches", verbose_name=_("规划")
    )
    is_on = models.BooleanField(_("自动立项"))
    reason = models.CharField(_("理由"), max_length=400)
    at = models.DateTimeField(_("时间"))
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("操作人")
    )
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("自动立项开关")
        indexes: ClassVar = [models.Index(fields=["plan", "-id"], name="follow_up_switch_last")]

    def __str__(self) -> str:
        return f"{self.plan_id} {'on' if self.is_on else 'off'}"
