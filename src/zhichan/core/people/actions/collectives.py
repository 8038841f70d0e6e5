"""Collectives and who belongs to them: append an event, derive the intervals in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import MEMBERS_MANAGE
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, WrongState
from zhichan.core.people.actions.known_names import KnownNames
from zhichan.core.people.actions.names import checked_name, require_free_name
from zhichan.core.people.actions.sources import source_or_actor
from zhichan.core.people.intervals import intervals
from zhichan.core.people.models import Collective, CollectiveName, Membership, MembershipEvent, Unit
from zhichan.core.people.names import name_key
from zhichan.core.people.queries import was_member_on
from zhichan.core.people.queries.collectives import change_of


@dataclass(frozen=True)
class NewCollective:
    """What is known of a collective. ``other_names``: further ways papers write it."""

    name: str
    kind: str
    other_names: tuple[str, ...] = ()
    source: str = ""
    is_sample: bool = False


@transaction.atomic
def create_collective(
    new: NewCollective, *, by: Actor, at: datetime, known: KnownNames | None = None
) -> Collective:
    """Register a collective, still without members.

    ``known``: the names at hand, where the transaction gives more than these.
    Raises InvalidInput for an empty name or unknown kind, Conflict where a name already means a body.
    """
    require(by, MEMBERS_MANAGE)
    name = checked_name(new.name)
    if new.kind not in Collective.Kind.values:
        raise InvalidInput(_("没有这个集合单位种类。"), kind=new.kind)
    known = known or KnownNames()
    require_free_name(name, at=at, known=known)
    collective = Collective.objects.create(
        name=name, kind=new.kind, source=source_or_actor(new.source, by), is_sample=new.is_sample
    )
    known.add(_write_name(collective, name))
    details = {"kind": collective.kind, "name": name}
    record("people.collective.created", subject=collective, by=by, at=at, details=details)
    for other in new.other_names:
        add_collective_name(collective, other, by=by, at=at, known=known)
    return collective


@transaction.atomic
def add_collective_name(
    collective: Collective, name: str, *, by: Actor, at: datetime, known: KnownNames | None = None
) -> CollectiveName:
    """Add a way papers write the collective; raises Conflict where the name is already somebody's."""
    require(by, MEMBERS_MANAGE)
    written = checked_name(name)
    known = known or KnownNames()
    require_free_name(written, at=at, owner=collective, known=known)
    if CollectiveName.objects.filter(key=name_key(written)).exists():
        raise Conflict(_("这个名称已经登记过了：%(name)s。") % {"name": written}, name=written)
    added = _write_name(collective, written)
    known.add(added)
    record("people.collective.name_added", subject=collective, by=by, at=at, details={"name": written})
    return added


@transaction.atomic
def add_member(
    collective: Collective, unit: Unit, *, effective_on: date, source: str = "", by: Actor, at: datetime
) -> MembershipEvent:
    """Say that a unit belongs to the collective from a day on. Raises Conflict where it does already."""
    require(by, MEMBERS_MANAGE)
    held = _locked(collective)
    if was_member_on(held, unit, effective_on):
        raise Conflict(_("%(unit)s在这一天已经是成员。") % {"unit": unit.name}, unit=unit.pk)
    change = MembershipEvent.Change.JOINED
    return _append(
        MembershipEvent(unit=unit, change=change, effective_on=effective_on, source=source), held, by, at
    )


@transaction.atomic
def remove_member(
    collective: Collective, unit: Unit, *, effective_on: date, source: str = "", by: Actor, at: datetime
) -> MembershipEvent:
    """Say that a unit does not belong to the collective from a day on.

    Raises WrongState where it was no member the day before, or is none on that day already.
    """
    require(by, MEMBERS_MANAGE)
    held = _locked(collective)
    days = (effective_on - timedelta(days=1), effective_on)
    if not all(was_member_on(held, unit, day) for day in days):
        raise WrongState(
            _("%(unit)s在这一天不是成员，或者前一天还不是。") % {"unit": unit.name}, unit=unit.pk
        )
    change = MembershipEvent.Change.LEFT
    return _append(
        MembershipEvent(unit=unit, change=change, effective_on=effective_on, source=source), held, by, at
    )


@transaction.atomic
def withdraw_membership_event(
    event: MembershipEvent, *, source: str = "", by: Actor, at: datetime
) -> MembershipEvent:
    """Take back an event that was wrong: it stays to be read, and counts no more from now on.

    Raises WrongState for an event that was taken back already or itself takes one back.
    """
    require(by, MEMBERS_MANAGE)
    held = _locked(event.collective)
    if event.withdraws_id is not None or MembershipEvent.objects.filter(withdraws=event).exists():
        raise WrongState(_("这条变动已经撤回，或者本身就是撤回。"), event=event.pk)
    taking_back = MembershipEvent(
        unit=event.unit, change=event.change, effective_on=event.effective_on, withdraws=event, source=source
    )
    return _append(taking_back, held, by, at)


def _locked(collective: Collective) -> Collective:
    """The collective, locked: two changes of its members follow each other."""
    return Collective.objects.select_for_update().get(pk=collective.pk)


def _append(event: MembershipEvent, collective: Collective, by: Actor, at: datetime) -> MembershipEvent:
    event.collective = collective
    event.known_at = at
    event.source = source_or_actor(event.source, by)
    event.save(force_insert=True)
    _derive_intervals(collective, event.unit)
    kind = "withdrawn" if event.withdraws_id else event.change
    details = {
        "event": event.pk,
        "unit": event.unit_id,
        "effective_on": event.effective_on.isoformat(),
        "withdraws": event.withdraws_id,
    }
    record(f"people.membership.{kind}", subject=collective, by=by, at=at, details=details)
    return event


def _derive_intervals(collective: Collective, unit: Unit) -> None:
    """Write the intervals of one unit anew from its events. O(events of the unit)."""
    events = MembershipEvent.objects.filter(collective=collective, unit=unit)
    spans = intervals(change_of(event) for event in events)
    Membership.objects.filter(collective=collective, unit=unit).delete()
    Membership.objects.bulk_create(
        Membership(collective=collective, unit=unit, from_on=span.from_on, until_on=span.until_on)
        for span in spans
    )


def _write_name(collective: Collective, name: str) -> CollectiveName:
    return CollectiveName.objects.create(collective=collective, name=name, key=name_key(name))
