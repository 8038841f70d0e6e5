"""A matter that became a further source of another (又一来源): who reported it is answered by itself.

It went into the other matter and follows its steps: state, and limits that begin by them, are its own, so is
the code of whoever submitted it. The team of the other works on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.matters.happenings import Happening, What
from zhichan.core.matters.models import Matter, MatterEvent, MatterLink, TeamMember
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import happening_of, happenings_of, procedure_of
from zhichan.core.matters.writing.events import NewEvent, add_event

Kind = MatterEvent.Kind


def sources_of(head: Matter) -> Iterator[Matter]:
    """The further sources of a locked matter, locked in the order of their keys. A query only where its
    procedure takes any, one more where there are some."""
    if not procedure_of(head).takes_sources:
        return
    links = MatterLink.objects.filter(second=head, kind=MatterLink.Kind.SOURCE)
    if ids := list(links.values_list("first_id", flat=True)):
        yield from Matter.objects.select_for_update().filter(pk__in=ids).order_by("pk")


def lead_sources(head: Matter, event: MatterEvent, *, by: Actor, at: datetime) -> None:
    """The sources of a matter follow a step of it that led on or made a limit longer, with its team."""
    procedure = procedure_of(head)
    if not procedure.takes_sources or not _leads(procedure, event):
        return
    for source in sources_of(head):
        share_team(head, source, by=by, at=at)
        _follow(source, head, happening_of(event), by=by, at=at)


def catch_up(source: Matter, head: Matter, *, by: Actor, at: datetime) -> None:
    """A new source comes to where the matter stands: it follows the step that led there, from now on."""
    steps = [one for one in happenings_of(head) if one.kind == What.MOVED and one.to_state == head.state]
    last = next((one for one in reversed(steps) if _leads_to(head, one.name)), None)
    if last is not None and source.state != head.state:
        _follow(source, head, replace(last, at=at), by=by, at=at)


def put_right_in_sources(head: Matter, correction: MatterEvent, *, by: Actor, at: datetime) -> None:
    """The corrected day of a step holds for the sources that followed it, too."""
    given = correction.values
    if not given.get("at"):
        return
    moment = datetime.fromisoformat(str(given["at"]))
    for source in sources_of(head):
        followed = source.events.filter(kind=Kind.FOLLOWED, values__matter=head.pk, values__seq=given["seq"])
        joined = source.events.filter(kind=Kind.LINKED, values__ends=True).order_by("-seq").first()
        for one in followed.order_by("seq"):
            if joined is None or one.seq < joined.seq or one.happened_at == joined.happened_at:
                continue
            right = {"seq": one.seq, "at": max(moment, source.opened_at).isoformat()}
            new = NewEvent(Kind.CORRECTED, values=right, note=correction.note)
            add_event(source, new, by=by, at=at)


def share_team(head: Matter, source: Matter, *, by: Actor, at: datetime) -> None:
    """The case team of a matter works on its source, in the charge of the same person; whoever withdrew from
    the source for a conflict of interest does not come back by it. Two queries, more where somebody changed.
    """
    wanted = set(_team(head).values_list("person_id", flat=True))
    recused = set(source.team.filter(is_recused=True).values_list("person_id", flat=True))
    there = {one.person_id: one for one in _team(source)}
    wanted -= recused
    gone = [one.pk for person, one in there.items() if person not in wanted]
    new = sorted(wanted - set(there))
    if gone:
        source.team.filter(pk__in=gone).update(until=at)
    kept = {"part": Part.CASE_TEAM.value, "since": at, "source": by.as_source, **source.kept_by_team}
    TeamMember.objects.bulk_create(TeamMember(matter=source, person_id=one, **kept) for one in new)
    source.handler_id = head.handler_id if head.handler_id in wanted else next(iter(sorted(wanted)), None)
    if new:
        values = {"what": "assigned", "part": Part.CASE_TEAM.value, "people": new}
        add_event(source, NewEvent(Kind.TEAM_CHANGED, values=values), by=by, at=at)
    elif gone:
        source.save(update_fields=["handler"])


def share_team_of(head: Matter, *, by: Actor, at: datetime) -> None:
    """After a change of a team: its sources get the same."""
    for source in sources_of(head):
        share_team(head, source, by=by, at=at)


def _team(matter: Matter) -> QuerySet[TeamMember]:
    return matter.team.filter(until__isnull=True, part=Part.CASE_TEAM)


def _leads(procedure: Procedure, event: MatterEvent) -> bool:
    return event.from_state != event.to_state or event.name in _lengthening(procedure)


def _leads_to(head: Matter, name: str) -> bool:
    """Whether a move comes from another state: what stays in a state only records something there."""
    procedure = procedure_of(head)
    move = procedure.move(name)
    return any(state != move.to for state in procedure.leaving(move)) and bool(move.to)


def _lengthening(procedure: Procedure) -> set[str]:
    return {longer.move for duty in procedure.duties for longer in duty.within.extensions}


def _follow(source: Matter, head: Matter, step: Happening, *, by: Actor, at: datetime) -> None:
    """Write that a source followed a step: the day it did, not what the form of the step was given."""
    new = NewEvent(
        Kind.FOLLOWED,
        step.name,
        step.to_state,
        max(step.at, source.opened_at),
        values={"matter": head.pk, "seq": step.seq},
    )
    add_event(source, new, by=by, at=at)
