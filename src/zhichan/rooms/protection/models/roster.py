"""What the rosters of the room have in common (名册): columns, fields, kinds of field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.exports.kinds import Choice, Day, Text
from zhichan.core.imports.ledger import Problem
from zhichan.core.people.models import Unit
from zhichan.core.registers.declaration import Register, RegisterField
from zhichan.core.registers.kinds import NameList, Phone, Reference
from zhichan.core.registers.models import RegisterPeriod, RegisterRow
from zhichan.core.tables.declaration import Label, Order
from zhichan.rooms.protection.models.validity import TONES, Days, State, valid_between
from zhichan.rooms.protection.rights import CONTACT_VIEW, ROSTER_EDIT, ROSTER_VIEW

LONGEST_NAME = 120
LONGEST_LIST = 400
LONGEST_CONFLICTS = 1000


class RosterRow(RegisterRow):
    """One entry of a roster, with the days between which it is valid; ``phone`` is personal."""

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    begins_on = models.DateField(_("有效期起"), null=True, blank=True)
    ends_on = models.DateField(_("有效期至"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)

    class Meta(RegisterRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class RosterPeriod(RegisterPeriod):
    """A period of an entry of a roster."""

    begins_on = models.DateField(_("有效期起"), null=True, blank=True)
    ends_on = models.DateField(_("有效期至"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices)

    class Meta(RegisterPeriod.Meta):
        abstract = True


class Adviser(RosterRow):
    """A person who helps in matters without deciding them: mediator, expert, technical investigator.

    ``number`` tells people of one name apart. ``conflicts``: whom they declared to have an interest in,
    ``declared_on`` when; a day without names is a declaration that there are none.
    """

    number = models.CharField(_("编号"), max_length=40, blank=True)
    organisation = models.CharField(_("工作单位"), max_length=LONGEST_NAME, blank=True)
    expertise = models.CharField(_("专业领域"), max_length=LONGEST_LIST, blank=True)
    conflicts = models.CharField(_("利益冲突"), max_length=LONGEST_CONFLICTS, blank=True)
    declared_on = models.DateField(_("声明日期"), null=True, blank=True)

    class Meta(RosterRow.Meta):
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "number"], name="%(class)s_once"),
        ]


class AdviserPeriod(RosterPeriod):
    """A period of such a person."""

    organisation = models.CharField(_("工作单位"), max_length=LONGEST_NAME, blank=True)
    expertise = models.CharField(_("专业领域"), max_length=LONGEST_LIST, blank=True)
    conflicts = models.CharField(_("利益冲突"), max_length=LONGEST_CONFLICTS, blank=True)
    declared_on = models.DateField(_("声明日期"), null=True, blank=True)

    class Meta(RosterPeriod.Meta):
        abstract = True


def units_called(words: str) -> QuerySet[Unit]:
    """Units by any name they go or went by."""
    return Unit.objects.filter(Q(name=words) | Q(names__name=words)).distinct()


def _units_offered() -> QuerySet[Unit]:
    return Unit.objects.filter(abolished_on=None).order_by("name")


def _own_unit(actor: Actor) -> int | None:
    """The unit in which somebody keeps rosters."""
    return next((one.unit_id for one in actor.held if one.unit_id and one.role in ROSTER_EDIT.reach), None)


UNIT = Reference(Unit, units_called, _("单位"), offered=_units_offered)
STATE = RegisterField(
    "state",
    _("状态"),
    Choice(State.choices),
    is_tracked=True,
    is_derived=True,
    filter="choice",
    tones=TONES,
)
PHONE = RegisterField("phone", _("联系电话"), Phone(), is_listed=False, right=CONTACT_VIEW)
CONTACT = RegisterField(
    "contact", _("联系人"), Text(60), is_tracked=True, is_listed=False, right=CONTACT_VIEW
)


def name_field(label: Label) -> RegisterField:
    return RegisterField("name", label, Text(LONGEST_NAME), is_required=True, filter="text")


def owner_field(label: Label) -> RegisterField:
    """The unit that keeps the entry."""
    return RegisterField("owner_unit", label, UNIT, is_required=True, filter="values", initial=_own_unit)


def day_fields(days: Days, *, is_required: bool = False, is_past: bool = False) -> tuple[RegisterField, ...]:
    """The two days; ``is_past``: it cannot begin on a day to come."""
    return (
        RegisterField(
            "begins_on", days.begins, Day(), is_tracked=True, is_required=is_required, is_past=is_past
        ),
        RegisterField("ends_on", days.ends, Day(), is_tracked=True, is_required=is_required),
    )


def adviser_fields(expertise: Label, organisation: Label, days: Days) -> tuple[RegisterField, ...]:
    """What is known of every adviser besides name and what their register adds."""
    return (
        RegisterField(
            "expertise",
            expertise,
            NameList(LONGEST_LIST),
            is_tracked=True,
            is_required=True,
            filter="text",
            help=_("几项之间写“、”，如：发明专利、商标、商业秘密"),
        ),
        RegisterField(
            "organisation", organisation, Text(LONGEST_NAME), is_tracked=True, is_required=True, filter="text"
        ),
        STATE,
        *day_fields(days),
        owner_field(_("管理单位")),
        RegisterField(
            "number", _("编号"), Text(40), filter="text", help=_("聘书或名册编号；同名的人用编号分开")
        ),
        RegisterField(
            "conflicts",
            _("利益冲突"),
            NameList(LONGEST_CONFLICTS),
            is_tracked=True,
            is_listed=False,
            help=_("声明与之有利害关系的单位或个人，几个之间写“、”；没有的留空"),
        ),
        RegisterField("declared_on", _("声明日期"), Day(), is_tracked=True, is_past=True, is_listed=False),
        PHONE,
    )


def adviser_check(days: Days) -> Callable[[Mapping[str, Any]], Iterable[Problem]]:
    """The days, and that whoever names conflicts says when they were declared."""

    def check(values: Mapping[str, Any]) -> Iterable[Problem]:
        yield from days(values)
        if values.get("conflicts") and not values.get("declared_on"):
            yield Problem(
                gettext("声明日期"), "", gettext("写了利益冲突，没有写声明日期"), gettext("补上声明日期")
            )

    return check


def roster(
    fields: tuple[RegisterField, ...], *, by_name: Label, first: tuple[Order, ...] = (), **more: Any
) -> Register:
    """A register of the room: who sees and keeps it, how it is ordered and replayed. ``first``: orders before
    the usual two; ``more``: what a ``Register`` takes else."""
    return Register(
        view=ROSTER_VIEW,
        edit=ROSTER_EDIT,
        fields=fields,
        orders=(*first, Order("newest", _("新登记的在前"), ("-id",)), Order("name", by_name, ("name",))),
        replay=valid_between(fields),
        related=("owner_unit",),
        **more,
    )
