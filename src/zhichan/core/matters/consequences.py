"""What will follow from a step before it is taken (办理后果): state, limits, documents, another matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zhichan.core.documents.loading import title_of
from zhichan.core.matters.clocks import Clock
from zhichan.core.matters.effects import effect_named
from zhichan.core.matters.guards import guard_named
from zhichan.core.matters.judging import attempted
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.procedure import Duty, Move, State
from zhichan.core.matters.queries import clocks_now
from zhichan.core.matters.showing.limits import Today, due_text
from zhichan.core.matters.standing import Standing
from zhichan.core.matters.wording import SaidLimit, SaidSource, amount_text, said_limit, said_source
from zhichan.core.matters.words import duty_label


@dataclass(frozen=True)
class Starts:
    """A limit that begins: ``due`` where it counts from the step itself and so is known already."""

    title: str
    amount: str
    due: str
    said: SaidLimit


@dataclass(frozen=True)
class Consequences:
    """``state`` None: the matter stays where it is. ``meets`` and ``starts``: limits."""

    state: State | None
    meets: tuple[str, ...]
    starts: tuple[Starts, ...]
    stops: str
    documents: tuple[str, ...]
    child: str
    effects: tuple[str, ...]
    conditions: tuple[str, ...]
    basis: SaidSource


def consequences_of(standing: Standing, move: Move, today: Today) -> Consequences:
    """What the step would bring if it were taken now."""
    procedure = standing.procedure
    to = move.to or standing.state
    state = procedure.state(to)
    child = str(procedure_on(move.starts, today.day).label) if move.starts else ""
    return Consequences(
        state=state if to != standing.state else None,
        meets=tuple(_meets(standing, move)),
        starts=tuple(_starts(standing, move, today.at)),
        stops=state.stops,
        documents=tuple(title_of(name) for name in move.issues),
        child=child,
        effects=tuple(str(effect_named(name).label) for name in move.effects),
        conditions=tuple(str(guard_named(name).label) for name in move.guards),
        basis=said_source(move.basis),
    )


def _meets(standing: Standing, move: Move) -> Iterator[str]:
    for clock in standing.clocks:
        if clock.is_open and any(one.name == move.name for one in clock.duty.moves):
            yield duty_label(clock.duty)


def _starts(standing: Standing, move: Move, at: datetime) -> Iterator[Starts]:
    """The limits that count from the step, or from a day its form asks for."""
    procedure = standing.procedure
    asked = {field.name for field in move.form}
    begun = {clock.name: clock for clock in _clocks_after(standing, move, at)}
    for duty in procedure.duties:
        since = duty.within.since
        if since != move.name and since not in asked:
            continue
        clock = begun.get(duty.within.name) if since == move.name else None
        yield Starts(
            duty_label(duty),
            amount_text(duty.within.limit),
            due_text(clock.due.due) if clock else "",
            _said(standing, duty),
        )


def _said(standing: Standing, duty: Duty) -> SaidLimit:
    return said_limit(standing.procedure, duty.within, [str(move.label) for move in duty.moves])


def _clocks_after(standing: Standing, move: Move, at: datetime) -> list[Clock]:
    """The clocks that would run after the step was taken now, the latest of each limit."""
    if not any(duty.within.since == move.name for duty in standing.procedure.duties):
        return []
    if standing.state not in standing.procedure.leaving(move):
        return []
    _judged, attempt = attempted(standing, move, {}, at)
    return [
        clock
        for clock in clocks_now(standing.procedure, [*standing.happenings, attempt], at=at)
        if clock.started_by == attempt.seq
    ]
