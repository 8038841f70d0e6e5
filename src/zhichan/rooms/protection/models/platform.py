"""Platforms (平台): e-commerce and live-streaming platforms, markets and fairs the office works with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Choice, Text
from zhichan.core.registers.declaration import RegisterField, register
from zhichan.core.registers.models import RegisterEvent
from zhichan.rooms.protection.models.roster import (
    CONTACT,
    LONGEST_NAME,
    PHONE,
    STATE,
    RosterPeriod,
    RosterRow,
    day_fields,
    name_field,
    owner_field,
    roster,
)
from zhichan.rooms.protection.models.validity import Days
from zhichan.rooms.registry.face import CreditCode


class Kind(models.TextChoices):
    E_COMMERCE = "e_commerce", _("电商平台")
    LIVE = "live", _("直播平台")
    MARKET = "market", _("实体市场")
    EXHIBITION = "exhibition", _("展会")


class PlatformWords(models.Model):
    """What may change of a platform."""

    operator = models.CharField(_("经营者"), max_length=LONGEST_NAME, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    site = models.CharField(_("网址或地址"), max_length=200, blank=True)
    complaint_channel = models.CharField(_("投诉渠道"), max_length=200, blank=True)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)

    class Meta:
        abstract = True


class Platform(PlatformWords, RosterRow):
    """One platform or market. ``complaint_channel``: where right holders complain to it."""

    Kind = Kind

    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)

    class Meta(RosterRow.Meta):
        verbose_name = _("平台")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "kind"], name="platform_once"),
        ]


class PlatformEvent(RegisterEvent):
    subject = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("平台事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class PlatformPeriod(PlatformWords, RosterPeriod):
    subject = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="periods")

    class Meta(RosterPeriod.Meta):
        verbose_name = _("平台时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


_DAYS = Days(_("纳入日期"), _("纳入至"))
_FIELDS = (
    name_field(_("名称")),
    RegisterField("kind", _("类别"), Choice(Kind.choices), is_required=True, filter="choice"),
    RegisterField(
        "operator", _("经营者"), Text(LONGEST_NAME), is_tracked=True, is_required=True, filter="text"
    ),
    STATE,
    RegisterField("site", _("网址或地址"), Text(200), is_tracked=True),
    *day_fields(_DAYS, is_past=True),
    owner_field(_("管理单位")),
    RegisterField(
        "credit_code",
        _("统一社会信用代码"),
        CreditCode(),
        is_tracked=True,
        is_listed=False,
        filter="text",
        help=_("经营者的代码"),
    ),
    RegisterField("complaint_channel", _("投诉渠道"), Text(200), is_tracked=True, is_listed=False),
    CONTACT,
    PHONE,
)

PLATFORMS = register(
    roster(
        _FIELDS,
        by_name=_("名称"),
        name="protection.platform",
        rank=65,
        label=_("平台"),
        noun=_("个"),
        model=Platform,
        event_model=PlatformEvent,
        period_model=PlatformPeriod,
        check=_DAYS,
        empty=_("登记电商平台、市场和展会后会列在这里；也可以导入名册。"),
    )
)
