"""Stations (工作站) where firms and the public find help: rights aid, protection, brand guidance."""

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
from zhichan.rooms.registry.face import DivisionCodeKind


class Kind(models.TextChoices):
    RIGHTS_AID = "rights_aid", _("维权援助工作站")
    PROTECTION = "protection", _("知识产权保护工作站")
    BRAND = "brand", _("商标品牌指导站")


class Place(models.TextChoices):
    PARK = "park", _("园区")
    CLUSTER = "cluster", _("产业集聚区")
    TOWN = "town", _("镇（街道）")
    PLATFORM = "platform", _("电商平台")
    MARKET = "market", _("实体市场")
    EXHIBITION = "exhibition", _("展会")
    ASSOCIATION = "association", _("行业协会或商会")
    SCHOOL = "school", _("高校院所")
    OTHER = "other", _("其他")


class StationWords(models.Model):
    """What may change of a station."""

    place = models.CharField(_("布点"), max_length=12, choices=Place.choices)
    host = models.CharField(_("依托单位"), max_length=LONGEST_NAME, blank=True)
    region = models.CharField(_("地区代码"), max_length=12, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)

    class Meta:
        abstract = True


class Station(StationWords, RosterRow):
    """One station. ``host``: the body it stands with; ``place``: where it was put up."""

    Kind = Kind
    Place = Place

    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)

    class Meta(RosterRow.Meta):
        verbose_name = _("工作站")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "kind"], name="station_once"),
        ]


class StationEvent(RegisterEvent):
    subject = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("工作站事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class StationPeriod(StationWords, RosterPeriod):
    subject = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="periods")

    class Meta(RosterPeriod.Meta):
        verbose_name = _("工作站时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


_DAYS = Days(_("设立日期"), _("认定有效期至"))
_FIELDS = (
    name_field(_("名称")),
    RegisterField("kind", _("类别"), Choice(Kind.choices), is_required=True, filter="choice"),
    RegisterField(
        "place", _("布点"), Choice(Place.choices), is_tracked=True, is_required=True, filter="choice"
    ),
    STATE,
    RegisterField("host", _("依托单位"), Text(LONGEST_NAME), is_tracked=True, filter="text"),
    *day_fields(_DAYS, is_past=True),
    owner_field(_("管理单位")),
    RegisterField(
        "region", _("地区代码"), DivisionCodeKind(), is_tracked=True, is_listed=False, filter="text"
    ),
    RegisterField("address", _("地址"), Text(200), is_tracked=True, is_listed=False),
    CONTACT,
    PHONE,
)

STATIONS = register(
    roster(
        _FIELDS,
        by_name=_("名称"),
        name="protection.station",
        rank=64,
        label=_("工作站"),
        noun=_("个"),
        model=Station,
        event_model=StationEvent,
        period_model=StationPeriod,
        check=_DAYS,
        empty=_("登记维权援助工作站、保护工作站后会列在这里；也可以导入名册。"),
    )
)
