"""International applications and rights abroad (国际申请与海外权利), by kind (decision 13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from zhichan.rooms.registry.identifiers.international import (
    HagueRegistration,
    MadridRegistration,
    PctApplication,
    parse_pct,
)
from zhichan.rooms.registry.identifiers.overseas import ForeignNumber, OverseasNumber, office_of, parse
from zhichan.rooms.registry.identifiers.overseas import parse_national as _parse_national
from zhichan.rooms.registry.kinds import ApplicationNumber, application_number_text
from zhichan.rooms.registry.legal_days import LegalDays
from zhichan.rooms.registry.machine_history import MachineHistory
from zhichan.rooms.registry.models.held import HeldRight, first_holder_field, holders_field, region_field
from zhichan.rooms.registry.models.right_cells import class_cell
from zhichan.rooms.registry.number_kinds import NumberOf, printed
from zhichan.rooms.registry.rights import OVERSEAS_EDIT, OVERSEAS_VIEW
from zhichan.rooms.registry.status import overseas

LONGEST_TITLE = 500
STEPS = {"filed_on": "FILED", "published_on": "PUBLISHED", "granted_on": "GRANTED"}
HISTORY = MachineHistory(overseas, STEPS, has_term=True)
PUBLIC_CLASSES = [("pending", _("审中")), ("in_force", _("有效")), ("ended", _("失效"))]


class Kind(models.TextChoices):
    PCT = "pct", _("PCT 国际申请")
    PATENT = "patent", _("海外发明专利")
    UTILITY_MODEL = "utility_model", _("海外实用新型")
    DESIGN = "design", _("海外外观设计")
    HAGUE = "hague", _("海牙外观设计注册")
    MADRID = "madrid", _("马德里商标注册")
    TRADEMARK = "trademark", _("海外商标")


PATENT_KINDS = (Kind.PATENT, Kind.UTILITY_MODEL, Kind.DESIGN)
"""What offices abroad grant as patents; a Hague registration is granted by none."""
_OF_NUMBER = {PctApplication: Kind.PCT, MadridRegistration: Kind.MADRID, HagueRegistration: Kind.HAGUE}


class OverseasRight(HeldRight, RegisterRow):
    """One application or right outside the mainland offices, or before the international bureau.

    ``number``: that of the application as a key, or that of the right where no other is known; ``row_key``:
    kind and number, since offices count each kind apart. ``office``: who received the PCT application,
    granted the right, or keeps the international registration. ``cn_number``: the Chinese application of
    the same family. ``expires_on``: the last day of the term as a source states it.
    """

    Kind = Kind

    row_key = models.CharField(max_length=60, unique=True, editable=False)
    number = models.CharField(_("权利号码"), max_length=40)
    kind = models.CharField(_("权利种类"), max_length=13, choices=Kind.choices)
    office = models.CharField(_("国别或组织"), max_length=2)
    title = models.CharField(_("名称"), max_length=LONGEST_TITLE, blank=True)
    classes = models.CharField(_("国际分类"), max_length=200, blank=True)
    grant_number = models.CharField(_("授权号或注册号"), max_length=40, blank=True)
    filed_on = models.DateField(_("申请日"), null=True, blank=True)
    published_on = models.DateField(_("公布日"), null=True, blank=True)
    granted_on = models.DateField(_("授权日或注册日"), null=True, blank=True)
    pct_number = models.CharField(_("国际申请号"), max_length=24, blank=True)
    publication_number = models.CharField(_("国际公布号"), max_length=40, blank=True)
    cn_number = models.CharField(_("对应的中国申请号"), max_length=40, blank=True)
    family = models.CharField(_("同族编号"), max_length=60, blank=True)
    priorities = models.CharField(_("优先权"), max_length=500, blank=True)
    designated = models.CharField(_("指定国"), max_length=500, blank=True)
    agency = models.CharField(_("代理机构"), max_length=200, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    status = models.CharField(_("法律状态"), max_length=12, choices=HISTORY.statuses)
    public_class = models.CharField(_("状态大类"), max_length=10, choices=PUBLIC_CLASSES)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)

    class Meta(RegisterRow.Meta):
        verbose_name = _("海外权利")
        indexes: ClassVar = [
            *RegisterRow.Meta.indexes,
            facet_index("kind", "public_class", "region", name="overseas_facets"),
            models.Index(fields=["holder", "id"], name="overseas_of_holder"),
            models.Index(
                fields=["grant_number"], condition=~models.Q(grant_number=""), name="overseas_by_grant"
            ),
            models.Index(fields=["cn_number"], condition=~models.Q(cn_number=""), name="overseas_by_family"),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    def settle(self) -> Sequence[str]:
        """Key and office follow from kind and number."""
        self.row_key, self.office = f"{self.kind}:{self.number}", office_of(parse(self.number))
        return ("row_key", "office")


class OverseasRightEvent(RegisterEvent):
    subject = models.ForeignKey(OverseasRight, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("海外权利事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class OverseasRightPeriod(HeldRight, RegisterPeriod):
    subject = models.ForeignKey(OverseasRight, on_delete=models.CASCADE, related_name="periods")
    status = models.CharField(_("法律状态"), max_length=12, choices=HISTORY.statuses)
    public_class = models.CharField(_("状态大类"), max_length=10, choices=PUBLIC_CLASSES)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("海外权利时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


def parse_national(text: str) -> ForeignNumber:
    """A number of a national office that names its office itself."""
    return _parse_national(text)


def is_of_kind(number: OverseasNumber, kind: str) -> bool:
    """Whether a number can be that of a kind of right: international ones tell their own."""
    told = _OF_NUMBER.get(type(number))
    return kind == told if told else kind not in _OF_NUMBER.values()


def steps() -> list[tuple[str, str, str]]:
    """An earlier day, the later one that rests on it, and what is wrong where they are the other way."""
    return [
        ("filed_on", "published_on", _now("公布日早于申请日")),
        ("filed_on", "granted_on", _now("授权日或注册日早于申请日")),
        ("granted_on", "expires_on", _now("有效期至早于授权日或注册日")),
    ]


def problems_of(values: Mapping[str, Any]) -> Iterable[Problem]:
    """What is wrong with the values of a right together."""
    number, kind = values.get("number"), values.get("kind")
    if number and kind and not is_of_kind(parse(number), kind):
        reason = _now("号码不是%(label)s的") % {"label": Kind(kind).label}
        yield Problem(str(_("权利号码")), printed(parse, number), reason, _now("核对号码与权利种类"))
    if kind == Kind.PCT and values.get("granted_on"):
        yield Problem(
            str(_("授权日或注册日")),
            values["granted_on"].isoformat(),
            _now("国际申请不授权"),
            _now("授权登记为各国的权利"),
        )
    yield from out_of_order(OVERSEAS, values, steps())


OVERSEAS = register(
    Register(
        name="registry.overseas",
        rank=13,
        label=_("国际申请与海外权利"),
        noun=_("件"),
        model=OverseasRight,
        event_model=OverseasRightEvent,
        period_model=OverseasRightPeriod,
        view=OVERSEAS_VIEW,
        edit=OVERSEAS_EDIT,
        fields=(
            RegisterField("title", _("名称"), Text(LONGEST_TITLE), filter="text"),
            RegisterField(
                "number",
                _("权利号码"),
                NumberOf(parse),
                is_required=True,
                filter="text",
                help=_(
                    "PCT/CN2022/123456、G1234567、DM/123456、US 17123456；写申请号，不知道的写授权号或注册号"
                ),
                shown=lambda row: printed(parse, row.number),
            ),
            RegisterField("kind", _("权利种类"), Choice(Kind.choices), is_required=True, filter="choice"),
            RegisterField("office", _("国别或组织"), Text(2), is_derived=True, filter="text"),
            first_holder_field(_("第一权利人")),
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
                "status", _("法律状态"), Choice(HISTORY.statuses), is_tracked=True, is_derived=True
            ),
            holders_field(_("权利人")),
            region_field(),
            RegisterField("expires_on", _("有效期至"), Day(), is_tracked=True, is_listed=False, filter="day"),
            RegisterField("filed_on", _("申请日"), Day(), is_past=True, filter="day"),
            RegisterField("published_on", _("公布日"), Day(), is_past=True, is_listed=False),
            RegisterField("granted_on", _("授权日或注册日"), Day(), is_past=True, filter="day"),
            RegisterField(
                "grant_number",
                _("授权号或注册号"),
                NumberOf(parse_national),
                is_listed=False,
                filter="text",
                help=_("US 11123456"),
                shown=lambda row: printed(parse, row.grant_number) if row.grant_number else None,
            ),
            RegisterField(
                "pct_number",
                _("国际申请号"),
                NumberOf(parse_pct),
                is_listed=False,
                filter="text",
                help=_("进入各国的权利写它来自的国际申请"),
                shown=lambda row: printed(parse_pct, row.pct_number) if row.pct_number else None,
            ),
            RegisterField("publication_number", _("国际公布号"), Text(40), is_listed=False),
            RegisterField(
                "cn_number",
                _("对应的中国申请号"),
                ApplicationNumber(),
                is_listed=False,
                filter="text",
                help=_("同族的中国专利申请，高价值发明专利的海外同族依据按它对应"),
                shown=lambda row: application_number_text(row.cn_number) if row.cn_number else None,
            ),
            RegisterField("family", _("同族编号"), Text(60), is_listed=False),
            RegisterField("classes", _("国际分类"), Text(200), is_listed=False),
            RegisterField("priorities", _("优先权"), Text(500), is_listed=False),
            RegisterField("designated", _("指定国"), Text(500), is_listed=False),
            RegisterField("agency", _("代理机构"), Text(200), is_listed=False),
            RegisterField("address", _("地址"), Text(300), is_listed=False),
        ),
        orders=(Order("newest", _("新登记的在前"), ("-id",)),),
        replay=HISTORY,
        event_label=HISTORY.label,
        check=problems_of,
        related=("holder",),
        complete=with_parties,
        follow=LegalDays({code: name for name, code in STEPS.items()}),
        empty=_("导入国际申请或海外权利清单后会列在这里，也可以登记一条。"),
        template="registry/right.html",
        buttons=(Button(_("导入"), "registry:import", icon="file-import"),),
        picks=(PUT_IN_LIST,),
    )
)
