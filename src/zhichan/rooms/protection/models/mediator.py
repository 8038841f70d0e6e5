"""Mediators (调解员) of mediation committees and of the office, and those whom courts invite."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Choice
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


class Kind(models.TextChoices):
    FULL_TIME = "full_time", _("专职")
    PART_TIME = "part_time", _("兼职")
    INVITED = "invited", _("特邀")


class Mediator(Adviser):
    """One mediator. ``organisation`` is the committee or body (调解组织) that appointed them."""

    Kind = Kind

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)

    class Meta(Adviser.Meta):
        verbose_name = _("调解员")


class MediatorEvent(RegisterEvent):
    subject = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("调解员事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class MediatorPeriod(AdviserPeriod):
    subject = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)

    class Meta(AdviserPeriod.Meta):
        verbose_name = _("调解员时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


_DAYS = Days(_("聘任日期"), _("聘期至"))
_FIELDS = (
    name_field(_("姓名")),
    RegisterField(
        "kind", _("类别"), Choice(Kind.choices), is_tracked=True, is_required=True, filter="choice"
    ),
    *adviser_fields(_("擅长领域"), _("调解组织"), _DAYS),
)

MEDIATORS = register(
    roster(
        _FIELDS,
        by_name=_("姓名"),
        name="protection.mediator",
        rank=61,
        label=_("调解员"),
        noun=_("人"),
        model=Mediator,
        event_model=MediatorEvent,
        period_model=MediatorPeriod,
        check=adviser_check(_DAYS),
        empty=_("登记调解员后会列在这里；也可以导入名册。"),
    )
)
