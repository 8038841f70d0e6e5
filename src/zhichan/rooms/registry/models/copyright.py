"""Copyright registrations (著作权登记): computer software and works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Choice, Day, Text
from zhichan.core.imports.ledger import Problem
from zhichan.core.registers.declaration import Button, Register, RegisterField, register
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow, facet_index
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.buttons import PUT_IN_LIST
from zhichan.rooms.registry.day_order import out_of_order
from zhichan.rooms.registry.held_entries import with_parties
from zhichan.rooms.registry.identifiers.copyrights import WorkCopyright, parse, parse_certificate
from zhichan.rooms.registry.legal_days import LegalDays
from zhichan.rooms.registry.machine_history import MachineHistory
from zhichan.rooms.registry.models.held import HeldRight, first_holder_field, holders_field, region_field
from zhichan.rooms.registry.models.right_cells import class_cell
from zhichan.rooms.registry.number_kinds import NumberOf, printed
from zhichan.rooms.registry.rights import COPYRIGHT_EDIT, COPYRIGHT_VIEW
from zhichan.rooms.registry.status import copyrights

LONGEST_TITLE = 300
HISTORY = MachineHistory(copyrights, {"registered_on": "REGISTERED"})
PUBLIC_CLASSES = [("in_force", _("登记有效")), ("ended", _("登记失效"))]


class Kind(models.TextChoices):
    SOFTWARE = "software", _("软件")
    WORK = "work", _("作品")


class Copyright(HeldRight, RegisterRow):
    """One registration of a copyright (著作权登记); the copyright itself stands without one.

    ``number``: 登记号, or that of the certificate where no other is known. ``status`` follows from events.
    """

    Kind = Kind

    number = models.CharField(_("登记号"), max_length=40, unique=True)
    certificate_number = models.CharField(_("证书号"), max_length=40, blank=True)
    kind = models.CharField(_("类型"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=LONGEST_TITLE, blank=True)
    version = models.CharField(_("版本号"), max_length=40, blank=True)
    work_type = models.CharField(_("作品类别"), max_length=60, blank=True)
    authors = models.CharField(_("作者"), max_length=500, blank=True)
    completed_on = models.DateField(_("完成日"), null=True, blank=True)
    published_on = models.DateField(_("首次发表日"), null=True, blank=True)
    registered_on = models.DateField(_("登记日"), null=True, blank=True)
    agency = models.CharField(_("代理机构"), max_length=200, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    status = models.CharField(_("登记状态"), max_length=12, choices=HISTORY.statuses)
    public_class = models.CharField(_("状态大类"), max_length=10, choices=PUBLIC_CLASSES)

    class Meta(RegisterRow.Meta):
        verbose_name = _("著作权登记")
        indexes: ClassVar = [
            *RegisterRow.Meta.indexes,
            facet_index("kind", "public_class", "region", name="copyright_facets"),
            models.Index(fields=["holder", "id"], name="copyright_of_holder"),
            models.Index(
                fields=["certificate_number"],
                condition=~models.Q(certificate_number=""),
                name="copyright_by_certificate",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.number


class CopyrightEvent(RegisterEvent):
    subject = models.ForeignKey(Copyright, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("著作权登记事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class CopyrightPeriod(HeldRight, RegisterPeriod):
    subject = models.ForeignKey(Copyright, on_delete=models.CASCADE, related_name="periods")
    status = models.CharField(_("登记状态"), max_length=12, choices=HISTORY.statuses)
    public_class = models.CharField(_("状态大类"), max_length=10, choices=PUBLIC_CLASSES)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("著作权登记时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


def kind_of(number: str) -> Kind:
    """Software or work, as a kept number tells."""
    return Kind.WORK if isinstance(parse(number), WorkCopyright) else Kind.SOFTWARE


def problems_of(values: Mapping[str, Any]) -> Iterable[Problem]:
    """What is wrong with the values of a registration together."""
    number, kind = values.get("number"), values.get("kind")
    if number and kind and kind != kind_of(number):
        label = Kind(kind).label
        reason = _now("登记号不是%(label)s的") % {"label": label}
        yield Problem(str(_("类型")), str(label), reason, _now("核对登记号与类型"))
    yield from out_of_order(COPYRIGHTS, values, steps())


def steps() -> list[tuple[str, str, str]]:
    """An earlier day, the later one that rests on it, and what is wrong where they are the other way."""
    return [
        ("completed_on", "registered_on", _now("登记日早于完成日")),
        ("published_on", "registered_on", _now("登记日早于首次发表日")),
        ("completed_on", "published_on", _now("首次发表日早于完成日")),
    ]


COPYRIGHTS = register(
    Register(
        name="registry.copyright",
        rank=14,
        label=_("著作权登记"),
        noun=_("件"),
        model=Copyright,
        event_model=CopyrightEvent,
        period_model=CopyrightPeriod,
        view=COPYRIGHT_VIEW,
        edit=COPYRIGHT_EDIT,
        fields=(
            RegisterField("title", _("名称"), Text(LONGEST_TITLE), filter="text"),
            RegisterField(
                "number",
                _("登记号"),
                NumberOf(parse),
                is_required=True,
                filter="text",
                help=_("2023SR1234567、国作登字-2022-F-01234567；没有登记号的写证书号"),
                shown=lambda row: printed(parse, row.number),
            ),
            RegisterField("kind", _("类型"), Choice(Kind.choices), is_required=True, filter="choice"),
            first_holder_field(_("第一著作权人")),
            RegisterField(
                "public_class",
                _("状态大类"),
                Choice(PUBLIC_CLASSES),
                is_tracked=True,
                is_derived=True,
                filter="choice",
                cell=class_cell,
            ),
            RegisterField(
                "status",
                _("登记状态"),
                Choice(HISTORY.statuses),
                is_tracked=True,
                is_derived=True,
                is_listed=False,
            ),
            holders_field(_("著作权人")),
            region_field(),
            RegisterField("registered_on", _("登记日"), Day(), is_past=True, filter="day"),
            RegisterField("version", _("版本号"), Text(40)),
            RegisterField("work_type", _("作品类别"), Text(60), is_listed=False, filter="text"),
            RegisterField(
                "certificate_number",
                _("证书号"),
                NumberOf(parse_certificate),
                is_listed=False,
                filter="text",
                help=_("软著登字第1234567号"),
            ),
            RegisterField("authors", _("作者"), Text(500), is_listed=False),
            RegisterField("completed_on", _("完成日"), Day(), is_past=True, is_listed=False),
            RegisterField("published_on", _("首次发表日"), Day(), is_past=True, is_listed=False),
            RegisterField("agency", _("代理机构"), Text(200), is_listed=False),
            RegisterField("address", _("地址"), Text(300), is_listed=False),
        ),
        orders=(Order("newest", _("新登记的在前"), ("-id",)),),
        replay=HISTORY,
        event_label=HISTORY.label,
        check=problems_of,
        related=("holder",),
        complete=with_parties,
        follow=LegalDays({"REGISTERED": "registered_on"}),
        empty=_("导入软件或作品登记清单后会列在这里，也可以登记一条。"),
        template="registry/right.html",
        buttons=(Button(_("导入"), "registry:import", icon="file-import"),),
        picks=(PUT_IN_LIST,),
    )
)
