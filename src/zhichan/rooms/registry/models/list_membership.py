"""Dated lists (名录): key firms, certified firms, pilot projects, firm groups; the kinds of list are data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhichan.core.exports.kinds import Day, Text
from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.declaration import Button, Register, RegisterField, register
from zhichan.core.registers.kinds import Reference
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow, facet_index
from zhichan.core.registers.values import ValueEvent, Values, last_value_stands
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.models.party import Party, parties_called
from zhichan.rooms.registry.rights import LIST_EDIT, LIST_VIEW


class ListKind(models.Model):
    """A list that exists (名录种类). ``is_group``: a firm group, frozen for counting, e.g. 规上企业."""

    name = models.CharField(_("名录"), max_length=80, unique=True)
    level = models.CharField(_("级别"), max_length=40, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    is_group = models.BooleanField(_("企业分组"), default=False)
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("名录种类")

    def __str__(self) -> str:
        return self.name


class ListMembership(RegisterRow):
    """One party in one list. ``item``: the project or certificate, of which one party may have several."""

    list_kind = models.ForeignKey(
        ListKind, verbose_name=_("名录"), on_delete=models.PROTECT, related_name="memberships"
    )
    party = models.ForeignKey(
        Party, verbose_name=_("主体"), on_delete=models.PROTECT, related_name="memberships"
    )
    item = models.CharField(_("项目或证书"), max_length=120, blank=True)
    standard = models.CharField(_("标准版本"), max_length=40, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)

    class Meta(RegisterRow.Meta):
        verbose_name = _("名录成员")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list_kind", "party", "item"], name="list_membership_once")
        ]
        indexes: ClassVar = [
            *RegisterRow.Meta.indexes,
            facet_index("list_kind", "standard", name="list_membership_facets"),
        ]

    def __str__(self) -> str:
        return f"{self.list_kind}：{self.party}"


class ListMembershipEvent(RegisterEvent):
    subject = models.ForeignKey(ListMembership, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("名录事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class ListMembershipPeriod(RegisterPeriod):
    subject = models.ForeignKey(ListMembership, on_delete=models.CASCADE, related_name="periods")
    standard = models.CharField(_("标准版本"), max_length=40, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("名录时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


def until_it_expires(_subject: Any, events: Sequence[ValueEvent]) -> list[Segment[Values]]:
    """As the values stand, but no longer than the day the certificate or designation expires."""
    found = []
    for segment in last_value_stands(events, {"standard": "", "expires_on": None}):
        expires_on = segment.state[1]
        end = (
            segment.valid_to if expires_on is None else min(segment.valid_to, expires_on + timedelta(days=1))
        )
        if segment.valid_from < end:
            found.append(Segment(segment.valid_from, end, segment.state))
    return found


def _lists_called(words: str) -> models.QuerySet[Any]:
    return ListKind.objects.filter(name=words)


MEMBERSHIPS = register(
    Register(
        name="registry.list",
        rank=30,
        label=pgettext_lazy("登记册", "名录"),
        noun=_("条"),
        model=ListMembership,
        event_model=ListMembershipEvent,
        period_model=ListMembershipPeriod,
        view=LIST_VIEW,
        edit=LIST_EDIT,
        fields=(
            RegisterField(
                "party", _("主体"), Reference(Party, parties_called, _("组织或个人")), is_required=True
            ),
            RegisterField(
                "list_kind",
                _("名录"),
                Reference(ListKind, _lists_called, _("名录")),
                is_required=True,
                filter="values",
            ),
            RegisterField("item", _("项目或证书"), Text(120), filter="text"),
            RegisterField("standard", _("标准版本"), Text(40), is_tracked=True, filter="values"),
            RegisterField("expires_on", _("有效期至"), Day(), is_tracked=True),
        ),
        orders=(Order("newest", _("新登记的在前"), ("-id",)),),
        replay=until_it_expires,
        related=("party", "list_kind"),
        empty=_("先建名录，再登记成员。"),
        buttons=(Button(_("名录种类"), "registry:list_kinds", icon="list-check"),),
    )
)
