"""Reference values (基础数): population, firm counts and other denominators, each with year and source."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Choice, Number, Text
from zhichan.core.registers.declaration import Register, RegisterField, register
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.rights import REFERENCE_EDIT, REFERENCE_VIEW


class ReferenceValue(RegisterRow):
    """A figure of a region at the end of a year. A revision is a change; the former figure stays known."""

    class Kind(models.TextChoices):
        RESIDENT_POPULATION = "resident_population", _("常住人口（万人）")
        FIRMS = "firms", _("企业数（家）")
        FIRMS_ABOVE_SIZE = "firms_above_size", _("规上企业数（家）")
        GDP = "gdp", _("地区生产总值（亿元）")
        PCT_RECEIVED = "pct_received", _("公布的 PCT 国际申请受理量（件）")

    kind = models.CharField(_("种类"), max_length=24, choices=Kind.choices)
    region = models.CharField(_("地区代码"), max_length=12)
    year = models.PositiveSmallIntegerField(_("年末"))
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4, null=True)

    class Meta(RegisterRow.Meta):
        verbose_name = _("基础数")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "region", "year"], name="reference_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year} {self.get_kind_display()}"


class ReferenceValueEvent(RegisterEvent):
    subject = models.ForeignKey(ReferenceValue, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("基础数事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class ReferenceValuePeriod(RegisterPeriod):
    subject = models.ForeignKey(ReferenceValue, on_delete=models.CASCADE, related_name="periods")
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4, null=True)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("基础数时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


REFERENCE_VALUES = register(
    Register(
        name="registry.reference",
        label=_("基础数"),
        noun=_("条"),
        model=ReferenceValue,
        event_model=ReferenceValueEvent,
        period_model=ReferenceValuePeriod,
        view=REFERENCE_VIEW,
        edit=REFERENCE_EDIT,
        fields=(
            RegisterField(
                "kind", _("种类"), Choice(ReferenceValue.Kind.choices), is_required=True, filter="choice"
            ),
            RegisterField("region", _("地区代码"), Text(12), is_required=True, filter="text"),
            RegisterField(
                "year",
                _("年末"),
                Number(0, Decimal(1949), Decimal(2200)),
                is_required=True,
                shown=lambda row: str(row.year),
            ),
            RegisterField("value", _("数值"), Number(4, Decimal(0)), is_tracked=True, is_required=True),
        ),
        orders=(Order("newest", _("年份，新的在前"), ("-year",)), Order("region", _("地区"), ("region",))),
        empty=_("先登记常住人口，每万人口的指标才能计算。"),
    )
)
