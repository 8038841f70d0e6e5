"""The classification of goods and services (商品和服务分类): classes, similar groups and their items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Choice, Text
from zhichan.core.registers.declaration import Register, RegisterField, register
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.kinds import SimilarGroup
from zhichan.rooms.registry.models.trademark import CLASSES
from zhichan.rooms.registry.rights import REFERENCE_EDIT, REFERENCE_VIEW


class GoodsItem(RegisterRow):
    """One item of the table of similar goods and services (类似商品和服务区分表), in one of its groups.

    The table is published by the office, ever anew, and comes in as a file; none is built in.
    """

    group = models.CharField(_("类似群"), max_length=4)
    nice_class = models.CharField(_("类别"), max_length=2, choices=CLASSES)
    group_name = models.CharField(_("类似群名称"), max_length=200)
    code = models.CharField(_("项目编码"), max_length=12, blank=True)
    name = models.CharField(_("项目名称"), max_length=200, blank=True)

    class Meta(RegisterRow.Meta):
        verbose_name = _("商品和服务项目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "code", "name"], name="goods_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.name or self.group_name}"

    def settle(self) -> Sequence[str]:
        """The class follows from the group."""
        self.nice_class = self.group[:2]
        return ("nice_class",)


class GoodsItemEvent(RegisterEvent):
    subject = models.ForeignKey(GoodsItem, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("商品和服务项目事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class GoodsItemPeriod(RegisterPeriod):
    subject = models.ForeignKey(GoodsItem, on_delete=models.CASCADE, related_name="periods")
    group_name = models.CharField(_("类似群名称"), max_length=200)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("商品和服务项目时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


GOODS_ITEMS = register(
    Register(
        name="registry.goods-item",
        rank=62,
        label=_("商品和服务分类"),
        noun=_("项"),
        model=GoodsItem,
        event_model=GoodsItemEvent,
        period_model=GoodsItemPeriod,
        view=REFERENCE_VIEW,
        edit=REFERENCE_EDIT,
        fields=(
            RegisterField("group", _("类似群"), SimilarGroup(), is_required=True, filter="text"),
            RegisterField("nice_class", _("类别"), Choice(CLASSES), is_derived=True, filter="choice"),
            RegisterField("group_name", _("类似群名称"), Text(200), is_required=True, is_tracked=True),
            RegisterField("code", _("项目编码"), Text(12), filter="text"),
            RegisterField("name", _("项目名称"), Text(200), filter="text"),
        ),
        orders=(Order("group", _("类似群"), ("group", "code", "id")),),
        empty=_("用台账导入《类似商品和服务区分表》后，才能按商品和服务查类别和类似群。"),
    )
)
