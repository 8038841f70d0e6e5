"""Rights that somebody holds (权利人): the fields of a row and of its periods, and of the register."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.declaration import RegisterField
from zhichan.core.tables.declaration import Label, link
from zhichan.core.tables.text import UNKNOWN
from zhichan.rooms.registry.kinds import DivisionCodeKind, RowId
from zhichan.rooms.registry.models.party import Party
from zhichan.rooms.registry.models.region import region_names
from zhichan.rooms.registry.number_kinds import Holders


class HeldRight(models.Model):
    """``holder``: the first-named holder or applicant; ``holder_ids``: the keys of all of them, in order.

    ``region``: where the first-named one is. All three follow from the events of the right.
    """

    holder = models.ForeignKey(
        Party,
        verbose_name=_("第一权利人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    holder_ids = models.CharField(_("全部权利人"), max_length=500, blank=True)
    region = models.CharField(_("地区代码"), max_length=12, blank=True)

    class Meta:
        abstract = True


def first_holder_field(label: Label) -> RegisterField:
    """The first-named holder, with the way to its page."""
    return RegisterField(
        "holder_id", label, RowId(), is_tracked=True, is_derived=True, shown=_first_name, cell=_first_cell
    )


def holders_field(label: Label) -> RegisterField:
    """All holders: their names are typed, each finds its party or founds one."""
    return RegisterField(
        "holder_ids",
        label,
        Holders(),
        is_tracked=True,
        is_listed=False,
        is_offered=False,
        keeps_both=True,
        help=_("名称、统一社会信用代码或记录号，每行一个，或用“；”隔开；册上没有的名称会新登记一个主体"),
        shown=_names,
    )


def region_field() -> RegisterField:
    return RegisterField(
        "region",
        _("地区代码"),
        DivisionCodeKind(),
        is_tracked=True,
        is_listed=False,
        filter="values",
        labels=region_names,
        help=_("第一权利人所在地区，统计按它归区；登记时不填，按地址推定"),
    )


def _first_name(row: Any) -> str | None:
    return row.holder.name if row.holder_id else None


def _first_cell(row: Any) -> SafeString | str:
    if not row.holder_id:
        return UNKNOWN
    return link(row_address("registry.party", row.holder_id), row.holder.name)


def _names(row: Any) -> str | None:
    return Holders().words(row.holder_ids) if row.holder_ids else None
