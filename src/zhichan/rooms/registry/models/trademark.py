"""Trademarks (商标): one row for each number and class, with its goods or services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.exports.kinds import Choice, Day, Text
from zhichan.core.imports.ledger import Problem
from zhichan.core.registers.declaration import Button, Register, RegisterField, register
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow, facet_index
from zhichan.core.registers.moments import Moment
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.buttons import PUT_IN_LIST
from zhichan.rooms.registry.day_order import out_of_order
from zhichan.rooms.registry.held_entries import with_parties
from zhichan.rooms.registry.kinds import TrademarkItemKey
from zhichan.rooms.registry.legal_days import LegalDays
from zhichan.rooms.registry.models.held import HeldRight, first_holder_field, holders_field, region_field
from zhichan.rooms.registry.rights import TRADEMARK_EDIT, TRADEMARK_VIEW
from zhichan.rooms.registry.status import opposition_windows
from zhichan.rooms.registry.trademark_history import (
    DOMESTIC,
    PUBLIC_CLASSES,
    STATUSES,
    event_label,
    trademark_segments,
)

TONES = {"in_force": "ok", "pending": "info", "ended": "idle", "abroad": "idle"}
LONGEST_TITLE = 300
LONGEST_GOODS = 20_000
CLASSES = [(f"{number:02d}", format_lazy(_("第{number}类"), number=number)) for number in range(1, 46)]


class TrademarkItem(HeldRight, RegisterRow):
    """One mark in one class: the key of the right is number and class (domain: identifiers).

    ``number``: number and class as a key, ``4409718-31``; of another office with its code before, ``US:…``.
    ``status`` and ``goods`` follow from the events (``trademark_history``); ``expires_on`` is the last day of
    the term that runs.
    """

    number = models.CharField(_("注册号与类别"), max_length=40, unique=True)
    office = models.CharField(_("注册地"), max_length=2, default=DOMESTIC)
    nice_class = models.CharField(_("类别"), max_length=2, choices=CLASSES)
    title = models.CharField(_("商标名称"), max_length=LONGEST_TITLE, blank=True)
    mark_type = models.CharField(_("商标类型"), max_length=60, blank=True)
    groups = models.CharField(_("类似群"), max_length=500, blank=True)
    international_number = models.CharField(_("国际注册号"), max_length=24, blank=True)
    filed_on = models.DateField(_("申请日"), null=True, blank=True)
    published_on = models.DateField(_("初审公告日"), null=True, blank=True)
    registered_on = models.DateField(_("注册公告日"), null=True, blank=True)
    agency = models.CharField(_("代理机构"), max_length=200, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    priorities = models.CharField(_("优先权"), max_length=500, blank=True)
    status = models.CharField(_("法律状态"), max_length=24, choices=STATUSES)
    public_class = models.CharField(_("状态大类"), max_length=10, choices=PUBLIC_CLASSES)
    goods = models.TextField(_("商品或服务"), blank=True)
    expires_on = models.DateField(_("专用权截止日"), null=True, blank=True)

    class Meta(RegisterRow.Meta):
        verbose_name = _("商标")
        indexes: ClassVar = [
            *RegisterRow.Meta.indexes,
            facet_index("public_class", "nice_class", "status", "region", name="trademark_facets"),
            models.Index(fields=["is_shown", "expires_on", "id"], name="trademark_by_expiry"),
            models.Index(fields=["holder", "id"], name="trademark_of_holder"),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    def settle(self) -> Sequence[str]:
        """Office and class follow from the number."""
        self.office, self.nice_class = office_and_class(self.number)
        return ("office", "nice_class")


class TrademarkItemEvent(RegisterEvent):
    subject = models.ForeignKey(TrademarkItem, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("商标事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class TrademarkItemPeriod(HeldRight, RegisterPeriod):
    subject = models.ForeignKey(TrademarkItem, on_delete=models.CASCADE, related_name="periods")
    status = models.CharField(_("法律状态"), max_length=24, choices=STATUSES)
    public_class = models.CharField(_("状态大类"), max_length=10, choices=PUBLIC_CLASSES)
    goods = models.TextField(_("商品或服务"), blank=True)
    expires_on = models.DateField(_("专用权截止日"), null=True, blank=True)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("商标时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


def office_and_class(number: str) -> tuple[str, str]:
    """What the key of an item says of its office and class."""
    office, mark, rest = number.partition(":")
    whole = rest if mark else number
    return (office if mark else DOMESTIC), whole.rpartition("-")[2]


def _opposition(row: Any, _actor: Actor, _moment: Moment) -> Mapping[str, Any]:
    """The windows for an opposition, both where the period straddles a change of law."""
    is_open = row.office == DOMESTIC and row.published_on is not None
    return {
        "windows": opposition_windows(row.published_on) if is_open else (),
        "today": timezone.localdate(),
    }


def problems_of(values: Mapping[str, Any]) -> Iterable[Problem]:
    """Days that cannot be."""
    yield from out_of_order(TRADEMARKS, values, steps())


def steps() -> list[tuple[str, str, str]]:
    """An earlier day, the later one that rests on it, and what is wrong where they are the other way."""
    return [
        ("filed_on", "published_on", _now("初审公告日早于申请日")),
        ("published_on", "registered_on", _now("注册公告日早于初审公告日")),
        ("filed_on", "registered_on", _now("注册公告日早于申请日")),
        ("registered_on", "expires_on", _now("专用权截止日早于注册公告日")),
    ]


TRADEMARKS = register(
    Register(
        name="registry.trademark",
        rank=12,
        label=_("商标"),
        noun=_("件"),
        model=TrademarkItem,
        event_model=TrademarkItemEvent,
        period_model=TrademarkItemPeriod,
        view=TRADEMARK_VIEW,
        edit=TRADEMARK_EDIT,
        fields=(
            RegisterField("title", _("商标名称"), Text(LONGEST_TITLE), filter="text"),
            RegisterField("number", _("注册号与类别"), TrademarkItemKey(), is_required=True, filter="text"),
            RegisterField("nice_class", _("类别"), Choice(CLASSES), is_derived=True, filter="choice"),
            first_holder_field(_("第一注册人")),
            RegisterField(
                "public_class",
                _("状态大类"),
                Choice(PUBLIC_CLASSES),
                is_tracked=True,
                is_derived=True,
                filter="choice",
                tones=TONES,
            ),
            RegisterField(
                "status", _("法律状态"), Choice(STATUSES), is_tracked=True, is_derived=True, filter="choice"
            ),
            RegisterField(
                "goods",
                _("商品或服务"),
                Text(LONGEST_GOODS),
                is_tracked=True,
                is_listed=False,
                help=_("各项之间用“；”隔开"),
            ),
            RegisterField(
                "expires_on", _("专用权截止日"), Day(), is_tracked=True, is_derived=True, filter="day"
            ),
            holders_field(_("全部注册人")),
            region_field(),
            RegisterField("office", _("注册地"), Text(2), is_derived=True, is_listed=False, filter="text"),
            RegisterField("filed_on", _("申请日"), Day(), is_past=True),
            RegisterField("registered_on", _("注册公告日"), Day(), is_past=True, filter="day"),
            RegisterField("published_on", _("初审公告日"), Day(), is_past=True, is_listed=False),
            RegisterField("groups", _("类似群"), Text(500), is_listed=False, filter="text"),
            RegisterField("mark_type", _("商标类型"), Text(60), is_listed=False),
            RegisterField("international_number", _("国际注册号"), Text(24), is_listed=False),
            RegisterField("agency", _("代理机构"), Text(200), is_listed=False),
            RegisterField("address", _("地址"), Text(300), is_listed=False),
            RegisterField("priorities", _("优先权"), Text(500), is_listed=False),
        ),
        orders=(Order("newest", _("新登记的在前"), ("-id",)),),
        check=problems_of,
        replay=trademark_segments,
        event_label=event_label,
        related=("holder",),
        complete=with_parties,
        follow=LegalDays({"PUBLISHED": "published_on", "REGISTERED": "registered_on"}),
        status_field="status",
        empty=_("导入商标清单后会列在这里。"),
        template="registry/trademark.html",
        context=_opposition,
        buttons=(Button(_("导入"), "registry:import", icon="file-import"),),
        picks=(PUT_IN_LIST,),
    )
)
