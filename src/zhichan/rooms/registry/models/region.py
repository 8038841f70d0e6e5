"""Regions (地区): the places of the installation, city, districts and towns, with their dated codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Names, Text
from zhichan.core.registers.declaration import Register, RegisterField, register
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.kinds import DivisionCodeKind
from zhichan.rooms.registry.rights import REFERENCE_EDIT, REFERENCE_VIEW


class Region(RegisterRow):
    """One place. A code below another begins with it: 120118 holds 120118101.

    ``other_names``: how addresses write it besides. Source of the codes: GB/T 2260 for six digits; nine and
    twelve digits by the statistics bureau [memory].
    """

    code = models.CharField(
        _("地区代码"), max_length=12, unique=True, validators=[RegexValidator(r"^\d{2,12}$")]
    )
    name = models.CharField(_("名称"), max_length=60)
    other_names = models.JSONField(_("别的写法"), default=list, blank=True)

    class Meta(RegisterRow.Meta):
        verbose_name = _("地区")

    def __str__(self) -> str:
        return self.name


def region_names(codes: Sequence[str]) -> dict[str, str]:
    """The names of these codes that are in the register today. One query."""
    rows = Region.objects.filter(code__in=codes, is_shown=True)
    return {code: f"{name}（{code}）" for code, name in rows.values_list("code", "name")}


class RegionEvent(RegisterEvent):
    subject = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("地区事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class RegionPeriod(RegisterPeriod):
    subject = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="periods")
    name = models.CharField(_("名称"), max_length=60)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("地区时段")
        indexes: ClassVar[list[models.Index]] = []

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


REGIONS = register(
    Register(
        name="registry.region",
        label=_("地区"),
        noun=_("个"),
        model=Region,
        event_model=RegionEvent,
        period_model=RegionPeriod,
        view=REFERENCE_VIEW,
        edit=REFERENCE_EDIT,
        fields=(
            RegisterField("name", _("名称"), Text(60), is_tracked=True, is_required=True, filter="text"),
            RegisterField("code", _("地区代码"), DivisionCodeKind(), is_required=True, filter="text"),
            RegisterField("other_names", _("别的写法"), Names()),
        ),
        orders=(Order("code", _("代码"), ("code",)),),
        empty=_("登记本市、本区和镇街的代码与名称，导入的地址才能归到地区。"),
    )
)
