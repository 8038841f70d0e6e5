"""Random walks through a procedure: whoever may take a step takes it, with values its form accepts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from tests.core.matters.conftest import House
from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.errors import LimitPassed, NotAllowed, WrongState
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Matter
from zhichan.core.matters.parts import OUTSIDE, Part
from zhichan.core.matters.procedure import Field, Kind, Move, Procedure
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.writing.opening import Opening, enter
from zhichan.core.matters.writing.seats import NewParticipant

SYSTEM = system_actor("sweep")


def value_of(one: Field, draw: random.Random, at: datetime, people: Sequence[int]) -> object:
    """A value the form of a step takes."""
    day = timezone.localdate(at)
    ahead = timedelta(days=draw.randrange(15, 40)) if one.may_be_ahead else -timedelta(days=draw.randrange(3))
    if one.kind is Kind.DAY:
        return (day + ahead).isoformat()
    if one.kind is Kind.INSTANT:
        return (at + ahead).isoformat()
    if one.kind is Kind.MONEY:
        return str(draw.randrange(1, 10_000_000) / 100)
    if one.kind is Kind.NUMBER:
        return draw.randrange(1, 50)
    if one.kind is Kind.YES_NO:
        return draw.choice(["yes", "no"])
    if one.kind is Kind.CHOICE:
        return draw.choice(one.choices)[0]
    if one.kind is Kind.PEOPLE:
        return [draw.choice(people)] if one.part == Part.HEARING_HOST else list(people[:2])
    return f"示例{draw.randrange(1000)}"


def form_of(
    fields: Sequence[Field], draw: random.Random, at: datetime, people: Sequence[int]
) -> dict[str, object]:
    """Values for a whole form; what may be left empty sometimes is."""
    return {
        one.name: value_of(one, draw, at, people) for one in fields if one.is_required or draw.random() < 0.7
    }


@dataclass
class Walk:
    """One matter on its way: its moves, and what was refused."""

    matter: Matter
    taken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def actor_for(move: Move, house: House) -> Actor:
    """Somebody who may take a step in the first of its parts."""
    part = move.by[0]
    if part in (Part.DEPARTMENT_HEAD, Part.OFFICE_HEAD, Part.INTAKE):
        return house.leader
    if part == Part.LEGAL_REVIEWER:
        return house.reviewer
    if part == Part.SYSTEM:
        return SYSTEM
    if part == Part.HEARING_HOST:
        return house.host
    assert part == Part.CASE_TEAM or part in OUTSIDE, part
    return house.officer


def opened(procedure: Procedure, house: House, draw: random.Random, at: datetime) -> Matter:
    """A matter of a procedure with somebody in every seat and two officers on its team."""
    from zhichan.core.matters.writing.team import join_team

    seats = tuple(
        NewParticipant(seat.name, f"{procedure.name}{seat.name}示例", identifier=f"ID{seat.name}")
        for seat in procedure.seats
    )
    values = form_of(procedure.opening, draw, at, [house.officer.id, house.second.id])
    opening = Opening(procedure.name, f"示例{procedure.label}", house.unit, values, seats)
    parent = None
    matter = enter(procedure, opening, at, parent=parent, by=SYSTEM, at=at)
    join_team(matter, [house.officer.id, house.second.id], Part.CASE_TEAM, by=SYSTEM, at=at)
    join_team(matter, [house.host.id], Part.HEARING_HOST, by=SYSTEM, at=at)
    matter.save()
    return matter


def walk(
    matter: Matter, house: House, draw: random.Random, at: datetime, *, most: int = 40
) -> Iterator[tuple[Move, datetime]]:
    """Steps until the matter is settled; yields each that was taken. A refusal that the step itself may meet
    (a condition, a limit that ran out) leads to another step."""
    procedure = procedure_of(matter)
    tried = 0
    while tried < most:
        tried += 1
        matter.refresh_from_db()
        if not matter.is_open:
            return
        at += timedelta(hours=draw.randrange(1, 72))
        move = draw.choice(list(procedure.moves_from(matter.state)))
        people = [house.host.id] if _hosts(move) else [house.officer.id, house.second.id]
        values = form_of(move.form, draw, at, people)
        try:
            take_move(matter.pk, Step(move.name, values, at), by=actor_for(move, house), at=at)
        except (WrongState, LimitPassed, NotAllowed):
            continue
        yield move, at


def _hosts(move: Move) -> bool:
    return any(one.part == Part.HEARING_HOST for one in move.form)
