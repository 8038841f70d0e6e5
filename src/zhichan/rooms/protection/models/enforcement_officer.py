"""Enforcement staff (执法人员) with their certificates: who has none that is valid is given no case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Text
from zhichan.core.registers.declaration import RegisterField, register
from zhichan.core.registers.kinds import NameList
from zhichan.core.registers.models import RegisterEvent, withdrawals_index
from zhichan.core.tables.declaration import Order
from zhichan.rooms.protection.kinds import Username
from zhichan.rooms.protection.models.roster import (
    LONGEST_LIST,
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


class EnforcementOfficer(RosterRow):
    """One certificate and who holds it; somebody with two certificates stands here twice.

    Renewed under its number the row gets a later last day; under another number it is a new row.
    ``username``: the account of the holder, where they have one.
    """

    begins_on = models.DateField(_("证件有效期起"))
    ends_on = models.DateField(_("证件有效期至"))
    certificate_number = models.CharField(_("证件号"), max_length=40)
    issuing_body = models.CharField(_("发证机关"), max_length=LONGEST_NAME)
    scope = models.CharField(_("执法类别"), max_length=LONGEST_LIST, blank=True)
    username = models.CharField(_("账号"), max_length=60, blank=True)

    class Meta(RosterRow.Meta):
        verbose_name = _("执法人员")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate_number"], name="certificate_number_once"),
        ]


class EnforcementOfficerEvent(RegisterEvent):
    subject = models.ForeignKey(EnforcementOfficer, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("执法人员事件")
        indexes: ClassVar = [withdrawals_index("enforcement_officer_withdraws")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class EnforcementOfficerPeriod(RosterPeriod):
    subject = models.ForeignKey(EnforcementOfficer, on_delete=models.CASCADE, related_name="periods")
    begins_on = models.DateField(_("证件有效期起"))
    ends_on = models.DateField(_("证件有效期至"))
    scope = models.CharField(_("执法类别"), max_length=LONGEST_LIST, blank=True)

    class Meta(RosterPeriod.Meta):
        verbose_name = _("执法人员时段")
        indexes: ClassVar = [models.Index(fields=["state", "valid_from"], name="certificate_state_from")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


_DAYS = Days(_("证件有效期起"), _("证件有效期至"))
_FIELDS = (
    name_field(_("姓名")),
    RegisterField("certificate_number", _("证件号"), Text(40), is_required=True, filter="text"),
    STATE,
    *day_fields(_DAYS, is_required=True),
    owner_field(_("所在单位")),
    RegisterField("issuing_body", _("发证机关"), Text(LONGEST_NAME), is_required=True, filter="values"),
    RegisterField(
        "scope", _("执法类别"), NameList(LONGEST_LIST), is_tracked=True, help=_("证件上写的执法类别")
    ),
    RegisterField("username", _("账号"), Username(), help=_("持证人在本系统的账号；没有账号的留空")),
    PHONE,
)

ENFORCEMENT_OFFICERS = register(
    roster(
        _FIELDS,
        by_name=_("姓名"),
        first=(Order("ends", _("到期早的在前"), ("ends_on",)),),
        name="protection.officer",
        rank=60,
        label=_("执法人员"),
        noun=_("证"),
        model=EnforcementOfficer,
        event_model=EnforcementOfficerEvent,
        period_model=EnforcementOfficerPeriod,
        check=_DAYS,
        empty=_("登记持证执法人员后会列在这里；证件过期的人不能被指派办案。"),
    )
)
