"""Adding what happened to a matter, and deriving what follows from it (记录与推算).

Every change of a matter goes through ``add_event`` inside the caller's transaction: the event is added, the
clocks are derived from all events, and state, due day and turn are stored with the matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, NotFound
from zhichan.core.matters.clocks import Clock, ClockState, noon_of
from zhichan.core.matters.happenings import state_of
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.matters.models.matter import NEVER
from zhichan.core.matters.parts import LABELS, OUTSIDE, Part
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import clocks_now, happenings_of, matters_visible_to, procedure_of

_STORED = (
    "started_by",
    "due_on",
    "due_at",
    "promised_on",
    "extended",
    "is_provisional",
    "state",
    "is_open",
    "by_system",
    "met_by",
    "met_at",
)


@dataclass(frozen=True)
class NewEvent:
    """An event to be added."""

    kind: str
    name: str = ""
    to_state: str = ""
    happened_at: datetime | None = None
    part: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    note: str = ""


def locked(matter_id: int, *, by: Actor, seen: int | None = None) -> Matter:
    """The matter, locked. ``seen``: the revision a form was opened on.

    Raises NotFound where the actor may not see it, Conflict where something has happened since.
    """
    matter = matters_visible_to(by).select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None:
        raise NotFound(_("没有找到这件事项。"), matter=matter_id)
    if seen is not None and seen != matter.revision:
        raise _overtaken(matter)
    return matter


def add_event(matter: Matter, new: NewEvent, *, by: Actor, at: datetime) -> MatterEvent:
    """Record an event of a locked matter and derive what follows. About ten queries."""
    event = MatterEvent.objects.create(
        matter=matter,
        seq=matter.revision + 1,
        kind=new.kind,
        name=new.name,
        from_state=matter.state,
        to_state=new.to_state or matter.state,
        happened_at=new.happened_at or at,
        recorded_at=at,
        person_id=by.id if by.kind == "person" else None,
        part=new.part,
        values=dict(new.values),
        note=new.note,
        source=by.as_source,
    )
    matter.revision = event.seq
    derive(matter, at=at)
    record(
        f"matters.matter.{new.kind}",
        subject=matter,
        by=by,
        at=at,
        details={"seq": event.seq, "name": new.name, "from": event.from_state, "to": event.to_state},
    )
    return event


def derive(matter: Matter, *, at: datetime) -> tuple[Clock, ...]:
    """Store state, clocks and turn as they follow from the events; asked again, it changes nothing."""
    procedure, happenings = procedure_of(matter), happenings_of(matter)
    clocks = clocks_now(procedure, happenings, at=at)
    _store_clocks(matter, clocks)
    matter.state = state_of(happenings)
    is_final = procedure.state(matter.state).is_final
    matter.is_open = not is_final
    if not is_final:
        matter.closed_at = None
    elif matter.closed_at is None:
        matter.closed_at = _closed_at(happenings, matter.state, at)
    matter.waits_on = procedure.waits_on(matter.state)
    running = [clock.due_at for clock in clocks if clock.state is ClockState.RUNNING]
    matter.next_due_at = min(running, default=NEVER)
    matter.save(
        update_fields=["state", "is_open", "closed_at", "waits_on", "next_due_at", "revision", "handler"]
    )
    return clocks


def _closed_at(happenings: Sequence[object], state: str, at: datetime) -> datetime:
    """When the state that ended the matter was first reached for good."""
    closed = at
    for one in reversed(happenings):
        to_state, happened = getattr(one, "to_state", ""), getattr(one, "at", at)
        if to_state != state:
            break
        closed = happened
    return closed


def _store_clocks(matter: Matter, clocks: Sequence[Clock]) -> None:
    stored = {(row.name, row.nth): row for row in Obligation.objects.filter(matter=matter)}
    new, changed = [], []
    for clock in clocks:
        values = _columns(clock)
        row = stored.pop((clock.name, clock.nth), None)
        if row is None:
            new.append(Obligation(matter=matter, name=clock.name, nth=clock.nth, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    Obligation.objects.bulk_create(new)
    if changed:
        Obligation.objects.bulk_update(changed, _STORED)
    if stored:
        Obligation.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()


def _columns(clock: Clock) -> dict[str, object]:
    due, promised = clock.due.due, clock.promised.due if clock.promised else None
    return {
        "started_by": clock.started_by,
        "due_on": day_in_office(due),
        "due_at": clock.due_at,
        "promised_on": day_in_office(promised) if promised else None,
        "extended": clock.extended,
        "is_provisional": clock.due.is_provisional,
        "state": clock.state,
        "is_open": clock.state is ClockState.RUNNING,
        "by_system": any(Part.SYSTEM in move.by for move in clock.duty.moves),
        "met_by": clock.met_by,
        "met_at": clock.met_at,
    }


def day_in_office(due: date | datetime) -> date:
    return timezone.localdate(due) if isinstance(due, datetime) else due


def happened(matter: Matter, given: date | datetime | None, *, at: datetime) -> datetime:
    """When a step happened that is recorded ``at``: the instant itself, or within the day that was given.

    A day takes the latest instant of it that is not before the step before; today is now.
    """
    if isinstance(given, datetime):
        return given
    if given is None or given == timezone.localdate(at):
        return at
    noon = noon_of(given)
    last = last_event_at(matter)
    return max(noon, last) if last and timezone.localdate(last) == given else noon


def last_event_at(matter: Matter) -> datetime | None:
    """When the last step happened, as corrected. One query."""
    return max((one.at for one in happenings_of(matter)), default=None)


def _overtaken(matter: Matter) -> Conflict:
    last = MatterEvent.objects.select_related("person").filter(matter=matter).order_by("-seq").first()
    who = last.person.name if last and last.person else _("系统")
    if last and last.person is None and last.part in OUTSIDE:
        who = str(LABELS[Part(last.part)])
    name = last.get_kind_display() if last else ""
    if last and last.name:
        name = str(procedure_of(matter).move(last.name).label)
    return Conflict(
        _("您打开这页之后，%(who)s已于 %(when)s 办了“%(what)s”。什么都没有改动，请看过最新情况再办。")
        % {
            "who": who,
            "when": f"{timezone.localtime(last.recorded_at):%Y-%m-%d %H:%M}" if last else "",
            "what": name,
        },
        code="overtaken",
        matter=matter.pk,
    )


def labels_of(procedure: Procedure, names: Iterable[str]) -> str:
    return "、".join(str(procedure.move(name).label) for name in names)
