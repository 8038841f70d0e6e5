"""Experts (专家) who give advice and opinions, with their fields and what they declared of conflicts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Text
from zhichan.core.registers.declaration import RegisterField, register
from zhichan.core.registers.models import RegisterEvent
from zhichan.rooms.protection.models.roster import (
    Adviser,
    AdviserPeriod,
    adviser_check,
    adviser_fields,
    name_field,
    roster,
)
from zhichan.rooms.protection.models.validity import Days


class Expert(Adviser):
    """One expert. Whoever declared a conflict with a party does not advise in its matters."""

    title = models.CharField(_("职称或职务"), max_length=60, blank=True)

    class Meta(Adviser.Meta):
        verbose_name = _("专家")


class ExpertEvent(RegisterEvent):
    subject = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("专家事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class ExpertPeriod(AdviserPeriod):
    subject = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="periods")
    title = models.CharField(_("职称或职务"), max_length=60, blank=True)

    class Meta(AdviserPeriod.Meta):
        verbose_name = _("专家时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


_DAYS = Days(_("聘任日期"), _("聘期至"))
_FIELDS = (
    name_field(_("姓名")),
    RegisterField("title", _("职称或职务"), Text(60), is_tracked=True),
    *adviser_fields(_("专业领域"), _("工作单位"), _DAYS),
)

EXPERTS = register(
    roster(
        _FIELDS,
        by_name=_("姓名"),
        name="protection.expert",
        rank=62,
        label=_("专家"),
        noun=_("人"),
        model=Expert,
        event_model=ExpertEvent,
        period_model=ExpertPeriod,
        check=adviser_check(_DAYS),
        empty=_("登记专家后会列在这里；也可以导入名册。"),
    )
)
