"""Adding what happened to a matter, and deriving what follows from it (记录与推算).

Every change of a matter goes through ``add_event`` inside the caller's transaction: the event is added, the
clocks are derived from all events, state, due day and turn are stored with the matter, and the index is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, NotFound
from zhichan.core.matters.clocks import noon_of
from zhichan.core.matters.happenings import Happening, What
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.matters.parts import LABELS, OUTSIDE, Part
from zhichan.core.matters.queries import Read, happening_of, is_visible_to, procedure_of, read_of
from zhichan.core.matters.writing.derived import Derived, changed_columns, derived_of, new_obligation
from zhichan.core.matters.writing.rows import insert_row, update_row
from zhichan.core.matters.writing.secrets import refuse_secrets_in
from zhichan.core.often import Often
from zhichan.core.search.outbox import note

AGAIN_WITHIN = timedelta(minutes=5)
_DERIVING = frozenset(What)
_LOCKED: Often[Matter] = Often(lambda pk: Matter.objects.select_for_update().filter(pk=pk))
_STORED: Often[Obligation] = Often(lambda matter: Obligation.objects.filter(matter=matter))


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
    advised: Mapping[str, object] = field(default_factory=dict)


def locked(matter_id: int, *, by: Actor, seen: int | None = None) -> Matter:
    """The matter, locked. ``seen``: the revision a form was opened on.

    Raises NotFound where the actor may not see it, Conflict where something has happened since.
    """
    found = _LOCKED(matter_id)
    if not found or not is_visible_to(by, found[0]):
        raise NotFound(_("没有找到这件事项。"), matter=matter_id)
    if seen is not None and seen != found[0].revision:
        raise _overtaken(found[0])
    return found[0]


def add_event(
    matter: Matter, new: NewEvent, *, by: Actor, at: datetime, read: Read | None = None
) -> MatterEvent:
    """Record an event of a locked matter and derive what follows. About eleven queries, four fewer where the
    caller has ``read`` the matter already. Raises InvalidInput where its words name somebody secret,
    Conflict where the same was written a moment ago."""
    _refuse_again(matter, new, read, by=by, at=at)
    refuse_secrets_in(matter, (new.note, new.values), by=by)
    event = MatterEvent(
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
        advised=dict(new.advised),
        note=new.note,
        source=by.as_source,
    )
    insert_row(event)
    if new.kind in _DERIVING:
        _derive(matter, _with(read, event), event.seq, at=at)
    else:
        update_row(matter, {"revision": event.seq, "handler_id": matter.handler_id})
    note("matters.matter", [matter.pk])
    record(
        f"matters.matter.{new.kind}",
        subject=matter,
        by=by,
        at=at,
        details={"seq": event.seq, "name": new.name, "from": event.from_state, "to": event.to_state},
    )
    return event


def _refuse_again(matter: Matter, new: NewEvent, read: Read | None, *, by: Actor, at: datetime) -> None:
    """The same step or note, in the same words, by the same person and right after: a form that was sent once
    more, by going back or from another window. One query for a note, for a step only where it looks so."""
    if new.kind == What.MOVED:
        last = read.happenings[-1] if read else None
        if last is None or not new.values or (last.name, last.values) != (new.name, new.values):
            return
    elif new.kind != MatterEvent.Kind.NOTED:
        return
    before = MatterEvent.objects.filter(matter=matter, seq=matter.revision, person_id=by.id or 0).first()
    if before is None or before.recorded_at < at - AGAIN_WITHIN:
        return
    if (before.kind, before.name, before.values, before.note) == (new.kind, new.name, new.values, new.note):
        raise Conflict(_("刚才已经记下同样的内容，没有再记一次。"), code="written_already", matter=matter.pk)


def _with(read: Read | None, event: MatterEvent) -> Read | None:
    """What was read and the event after it; None where it corrects what was read."""
    if read is None or event.kind == What.CORRECTED:
        return None
    return Read([*read.happenings, happening_of(event)], read.day_of)


def _derive(matter: Matter, read: Read | None, revision: int, *, at: datetime) -> None:
    """Store state, clocks and turn as they follow from the events."""
    read = read or read_of(matter)
    found = derived_of(procedure_of(matter), read, at=at)
    _store_clocks(matter, found)
    before = matter.kept_by_team
    columns = {**found.columns, "revision": revision, "handler_id": matter.handler_id}
    update_row(matter, columns)
    if matter.kept_by_team != before:
        matter.team.update(**matter.kept_by_team)


def _store_clocks(matter: Matter, found: Derived) -> None:
    stored = {(row.name, row.nth): row for row in _STORED(matter.pk)}
    for key, values in found.obligations.items():
        row = stored.pop(key, None)
        if row is None:
            insert_row(new_obligation(matter, key, values))
        else:
            update_row(row, changed_columns(row, values))
    if stored:
        Obligation.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()


def happened(happenings: Sequence[Happening], given: date | datetime | None, *, at: datetime) -> datetime:
    """When a step happened that is recorded ``at``: the instant itself, or within the day that was given.

    A day takes the latest instant of it that is not before the step before; today is now.
    """
    if isinstance(given, datetime):
        return given
    if given is None or given == timezone.localdate(at):
        return at
    noon = noon_of(given)
    last = last_at(happenings)
    return max(noon, last) if last and timezone.localdate(last) == given else noon


def last_at(happenings: Sequence[Happening]) -> datetime | None:
    """When the last step happened, as corrected."""
    steps = (one.at for one in happenings if one.kind in (What.OPENED, What.MOVED))
    return max(steps, default=None)


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
