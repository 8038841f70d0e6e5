"""Pilot and demonstration designations (试点示范创建): kinds, who holds or seeks one, on what conditions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models.indicator import Indicator
from zhichan.rooms.plan.models.steps import StepEvent

OPEN_END = date(9999, 12, 31)


class DesignationKind(models.Model):
    """A kind of designation and the time in which it is given (试点示范种类): reference data."""

    class Level(models.TextChoices):
        NATION = "nation", _("国家级")
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        DISTRICT = "district", _("区级")

    name = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("级别"), max_length=8, choices=Level.choices)
    basis = models.CharField(_("依据"), max_length=200)
    from_on = models.DateField(_("起用日期"))
    until_on = models.DateField(_("停用日期"), null=True, blank=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("试点示范种类")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "level"], name="designation_kind_once"),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
                name="designation_kind_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_level_display()}）"


class Designation(models.Model):
    """One designation of one holder, sought or held; state and term follow from its events.

    ``holder_key`` names a unit (``unit:3``), a region (``region:120110``) or a party of the registry
    (``party:5``). ``list_entry``: the entry of the registry's dated list (名录) where the same designation of
    a firm is counted; 0 for none. ``term_until`` is the last day, ``OPEN_END`` without one.
    """

    class State(models.TextChoices):
        APPLYING = "applying", _("申报中")
        DECLINED = "declined", _("未获批")
        APPROVED = "approved", _("已获批")
        BUILDING = "building", _("创建中")
        ACCEPTED = "accepted", _("已验收")
        EXPIRED = "expired", _("已到期")
        REVOKED = "revoked", _("已撤销")

    kind = models.ForeignKey(
        DesignationKind, verbose_name=_("种类"), on_delete=models.PROTECT, related_name="designations"
    )
    holder_key = models.CharField(_("对象代号"), max_length=40)
    holder_name = models.CharField(_("创建对象"), max_length=120)
    unit = models.ForeignKey(Unit, verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="+")
    list_entry = models.PositiveBigIntegerField(_("名录条目"), default=0)
    applied_on = models.DateField(_("申报日期"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.APPLYING)
    awarded_on = models.DateField(_("获批日期"), null=True, blank=True, editable=False)
    term_from = models.DateField(_("有效期自"), null=True, blank=True, editable=False)
    term_until = models.DateField(_("有效期至"), default=OPEN_END, editable=False)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("试点示范")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "holder_key"],
                condition=~models.Q(state__in=("declined", "expired", "revoked")),
                name="designation_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(term_from__isnull=True) | models.Q(term_until__gte=models.F("term_from")),
                name="designation_term_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["term_until", "id"], name="designation_by_end")]

    def __str__(self) -> str:
        return f"{self.kind}：{self.holder_name}"


class Criterion(models.Model):
    """A condition of a designation (条件); with an indicator and a threshold it is judged by itself."""

    class Op(models.TextChoices):
        AT_LEAST = "ge", _("不低于")
        AT_MOST = "le", _("不高于")

    designation = models.ForeignKey(Designation, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("次序"))
    text = models.CharField(_("条件"), max_length=200)
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("指标"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    op = models.CharField(_("要求"), max_length=2, choices=Op.choices, blank=True)
    threshold = models.DecimalField(_("数值"), max_digits=20, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = _("创建条件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["designation", "position"], name="criterion_once"),
            models.CheckConstraint(
                condition=models.Q(indicator__isnull=True, op="", threshold__isnull=True)
                | models.Q(indicator__isnull=False, op__in=("ge", "le"), threshold__isnull=False),
                name="criterion_threshold_has_indicator",
            ),
        ]


class DesignationEvent(StepEvent):
    """A step of a designation, with the term as it stands after it."""

    designation = models.ForeignKey(Designation, on_delete=models.PROTECT, related_name="events")
    term_from = models.DateField(_("有效期自"), null=True, blank=True)
    term_until = models.DateField(_("有效期至"), default=OPEN_END)

    class Meta:
        verbose_name = _("试点示范记录")
        indexes: ClassVar = [
            models.Index(fields=["designation", "-on", "-id"], name="designation_event_latest")
        ]
