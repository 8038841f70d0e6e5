"""Units: register, rename, give another name, move under a parent, abolish."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import UNITS_ADD, UNITS_MANAGE
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, WrongState
from zhichan.core.locks import hold
from zhichan.core.people.actions.known_names import KnownNames
from zhichan.core.people.actions.names import checked_name, require_free_name
from zhichan.core.people.actions.sources import source_or_actor
from zhichan.core.people.models import Post, Unit, UnitName
from zhichan.core.people.names import name_key
from zhichan.core.people.queries import existing_on
from zhichan.core.search.outbox import note


@dataclass(frozen=True)
class NewUnit:
    """What is known of a unit to be registered. ``other_names``: short and other names, undated."""

    name: str
    kind: str
    parent: Unit | None = None
    established_on: date | None = None
    other_names: tuple[str, ...] = field(default=())
    source: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class NewName:
    """Another name of a unit, from one day until another where the paper says so."""

    name: str
    kind: str = UnitName.Kind.ALIAS
    from_on: date | None = None
    until_on: date | None = None
    source: str = ""


@transaction.atomic
def create_unit(new: NewUnit, *, by: Actor, at: datetime, known: KnownNames | None = None) -> Unit:
    """Register a unit with its official and other names.

    ``known``: the names at hand, where the transaction gives more than these.
    Raises InvalidInput for an empty name or unknown kind, Conflict where a name already means a body.
    """
    require(by, UNITS_ADD)
    name = checked_name(new.name)
    if new.kind not in Unit.Kind.values:
        raise InvalidInput(_("没有这个单位类别。"), kind=new.kind)
    if Unit.objects.filter(name=name).exists():
        raise Conflict(_("已有同名单位：%(name)s。") % {"name": name}, name=name)
    known = known or KnownNames()
    require_free_name(name, at=at, known=known)
    source = source_or_actor(new.source, by)
    unit = Unit.objects.create(
        name=name,
        kind=new.kind,
        parent=new.parent,
        established_on=new.established_on,
        is_sample=new.is_sample,
        source=source,
    )
    official = NewName(name, UnitName.Kind.OFFICIAL, from_on=new.established_on, source=source)
    known.add(_write_name(unit, official))
    record("people.unit.created", subject=unit, by=by, at=at, details={"kind": unit.kind, "name": unit.name})
    for other in new.other_names:
        add_alias(unit, NewName(other, UnitName.Kind.SHORT, source=source), by=by, at=at, known=known)
    return unit


@transaction.atomic
def add_alias(
    unit: Unit, new: NewName, *, by: Actor, at: datetime, known: KnownNames | None = None
) -> UnitName:
    """Give a unit another name, so that papers that use it find the unit.

    Raises Conflict where the name means another body in that time, InvalidInput for an official name
    (``rename_unit`` is for that) or dates in the wrong order.
    """
    require(by, UNITS_ADD)
    name = checked_name(new.name)
    if new.kind not in {UnitName.Kind.SHORT, UnitName.Kind.ALIAS}:
        raise InvalidInput(_("这里只能登记简称或别称。"), kind=new.kind)
    if new.from_on and new.until_on and new.until_on <= new.from_on:
        raise InvalidInput(_("停用日期要在启用日期之后。"))
    held = Unit.objects.select_for_update().get(pk=unit.pk)
    known = known or KnownNames()
    require_free_name(name, at=at, owner=held, from_on=new.from_on, until_on=new.until_on, known=known)
    same = UnitName.objects.filter(unit=held, name=name, kind=new.kind, from_on=new.from_on)
    if same.exists():
        raise Conflict(_("这个名称已经登记过了：%(name)s。") % {"name": name}, name=name)
    dated = NewName(name, new.kind, new.from_on, new.until_on, source_or_actor(new.source, by))
    alias = _write_name(held, dated)
    known.add(alias)
    record("people.unit.alias_added", subject=held, by=by, at=at, details={"name": alias.name})
    note("people.unit", [held.pk])
    return alias


@transaction.atomic
def rename_unit(
    unit: Unit, name: str, *, from_on: date, source: str = "", by: Actor, at: datetime
) -> UnitName:
    """Give a unit a new official name from a day on; the old one stays, dated.

    Raises InvalidInput for a day to come or one before the present name began, Conflict where the name
    means another body.
    """
    require(by, UNITS_MANAGE)
    new_name = checked_name(name)
    held = _existing_unit(unit)
    if from_on > timezone.localdate(at):
        raise InvalidInput(_("更名日期不能在今天之后。"), from_on=str(from_on))
    if Unit.objects.filter(name=new_name).exclude(pk=held.pk).exists():
        raise Conflict(_("已有同名单位：%(name)s。") % {"name": new_name}, name=new_name)
    require_free_name(new_name, at=at, owner=held, from_on=from_on, known=KnownNames())
    _close_official_name(held, from_on)
    given = _write_name(
        held, NewName(new_name, UnitName.Kind.OFFICIAL, from_on=from_on, source=source_or_actor(source, by))
    )
    old_name, held.name = held.name, new_name
    held.save(update_fields=["name"])
    note("people.unit", [held.pk])
    details = {"from": old_name, "to": new_name, "from_on": from_on.isoformat()}
    record("people.unit.renamed", subject=held, by=by, at=at, details=details)
    return given


@transaction.atomic
def move_unit(unit: Unit, parent: Unit | None, *, by: Actor, at: datetime) -> Unit:
    """Put a unit under another, or under none. Raises InvalidInput where a unit would stand above itself.

    Moves follow each other: two of them crosswise would make a ring that each alone does not.
    """
    require(by, UNITS_MANAGE)
    hold("people.tree")
    held = _existing_unit(unit)
    above_id = parent.pk if parent else None
    while above_id is not None:
        if above_id == held.pk:
            raise InvalidInput(_("单位不能成为自己的上级。"))
        above_id = Unit.objects.values_list("parent_id", flat=True).get(pk=above_id)
    details = {"from": held.parent_id, "to": parent.pk if parent else None}
    held.parent = parent
    held.save(update_fields=["parent"])
    record("people.unit.moved", subject=held, by=by, at=at, details=details)
    return held


@transaction.atomic
def abolish_unit(unit: Unit, *, abolished_on: date, by: Actor, at: datetime) -> Unit:
    """Say that a unit does not exist from a day on; its names and rows stay.

    Raises WrongState while people hold posts in it after that day or existing units stand below it.
    """
    require(by, UNITS_MANAGE)
    held = _existing_unit(unit)
    if held.established_on and abolished_on <= held.established_on:
        raise InvalidInput(_("撤销日期要在成立日期之后。"))
    still_held = Q(until_on__isnull=True) | Q(until_on__gt=abolished_on)
    if posts := Post.objects.filter(still_held, unit=held).count():
        raise WrongState(_("还有 %(count)d 人任职，请先由安全管理员免去。") % {"count": posts}, posts=posts)
    if below := existing_on(Unit.objects.filter(parent=held), abolished_on).count():
        raise WrongState(_("还有 %(count)d 个下级单位，请先调整。") % {"count": below}, below=below)
    held.abolished_on = abolished_on
    held.save(update_fields=["abolished_on"])
    record("people.unit.abolished", subject=held, by=by, at=at, details={"on": abolished_on.isoformat()})
    return held


def _existing_unit(unit: Unit) -> Unit:
    """The unit, locked; WrongState when it was abolished."""
    held = Unit.objects.select_for_update().get(pk=unit.pk)
    if held.abolished_on is not None:
        raise WrongState(_("这个单位已经撤销。"), unit=held.pk)
    return held


def _write_name(unit: Unit, new: NewName) -> UnitName:
    return UnitName.objects.create(
        unit=unit,
        name=new.name,
        key=name_key(new.name),
        kind=new.kind,
        from_on=new.from_on,
        until_on=new.until_on,
        source=new.source,
    )


def _close_official_name(unit: Unit, on: date) -> None:
    """End the present official name the day before ``on``; a unit without one gets it written down first."""
    present = unit.names.filter(kind=UnitName.Kind.OFFICIAL, until_on__isnull=True).first()
    if present is None:
        present = _write_name(unit, NewName(unit.name, UnitName.Kind.OFFICIAL, source=unit.source))
    if present.from_on and on <= present.from_on:
        raise InvalidInput(
            _("更名日期要在现用名称启用之后（%(day)s）。") % {"day": present.from_on.isoformat()}
        )
    present.until_on = on
    present.save(update_fields=["until_on"])
