"""Groups of the International Patent Classification (分类表): how deep each stands under its main group."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Number, Text
from zhichan.core.registers.declaration import Register, RegisterField, register
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.kinds import ClassSymbol
from zhichan.rooms.registry.rights import REFERENCE_EDIT, REFERENCE_VIEW

MOST_DOTS = 15


class IpcSymbol(RegisterRow):
    """One group of the published scheme. ``dots``: none for a main group; a group belongs to the nearest one
    before it that has fewer. The scheme comes in as a file; none is built in."""

    symbol = models.CharField(_("国际专利分类号"), max_length=20)
    dots = models.PositiveSmallIntegerField(_("圆点数"))
    title = models.CharField(_("类名"), max_length=500, blank=True)
    edition = models.CharField(_("版本"), max_length=60, blank=True)

    class Meta(RegisterRow.Meta):
        verbose_name = _("分类表条目")
        constraints: ClassVar = [models.UniqueConstraint(fields=["symbol"], name="ipc_symbol_once")]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"


class IpcSymbolEvent(RegisterEvent):
    subject = models.ForeignKey(IpcSymbol, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("分类表条目事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class IpcSymbolPeriod(RegisterPeriod):
    subject = models.ForeignKey(IpcSymbol, on_delete=models.CASCADE, related_name="periods")
    dots = models.PositiveSmallIntegerField(_("圆点数"))
    title = models.CharField(_("类名"), max_length=500, blank=True)
    edition = models.CharField(_("版本"), max_length=60, blank=True)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("分类表条目时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


IPC_SYMBOLS = register(
    Register(
        name="registry.ipc-symbol",
        rank=61,
        label=_("分类表"),
        noun=_("条"),
        model=IpcSymbol,
        event_model=IpcSymbolEvent,
        period_model=IpcSymbolPeriod,
        view=REFERENCE_VIEW,
        edit=REFERENCE_EDIT,
        fields=(
            RegisterField(
                "symbol",
                _("国际专利分类号"),
                ClassSymbol(),
                is_required=True,
                filter="text",
                help=_("大组或小组，如 H01M10/05。"),
            ),
            RegisterField(
                "dots",
                _("圆点数"),
                Number(least=Decimal(0), most=Decimal(MOST_DOTS)),
                is_required=True,
                is_tracked=True,
                help=_("分类表里类名前的圆点数，大组为 0。"),
            ),
            RegisterField("title", _("类名"), Text(500), is_tracked=True, filter="text"),
            RegisterField("edition", _("版本"), Text(60), is_tracked=True),
        ),
        orders=(Order("symbol", _("分类号"), ("symbol",)), Order("newest", _("新登记的在前"), ("-id",))),
        empty=_("登记或用台账导入公布的国际专利分类表后，检索才能按分类号展开下位组。"),
    )
)
