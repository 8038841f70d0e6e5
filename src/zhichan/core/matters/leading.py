"""Which step leads a matter on (通常的下一步): what its procedure marks, or what follows from its main road.

Pure. Where several steps would meet the same limit and decide it differently (成立与不成立), and none is
marked as usual, nothing is suggested: the choice is that of whoever decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from zhichan.core.matters.clocks import Clock, office_day
from zhichan.core.matters.duties import is_ours
from zhichan.core.matters.happenings import Happening, What
from zhichan.core.matters.judging import Offer
from zhichan.core.matters.procedure import Move, Procedure
from zhichan.core.matters.roads import roads_of
from zhichan.core.matters.standing import Standing

SOON = timedelta(days=30)
"""A limit that is farther off presses nobody."""


@dataclass(frozen=True)
class Lead:
    """The step that leads on. ``until``: the last day of the running limit it meets; ``is_usual``: the
    procedure goes this way, else the limit alone speaks for it."""

    move: Move
    is_usual: bool
    until: date | None


def lead_of(standing: Standing, offered: Sequence[Offer]) -> Lead | None:
    """What to suggest of the steps somebody is offered, as the matter stands; None where nothing leads on."""
    free = {one.move.name: one.move for one in offered if one.refusal is None}
    for move in usual_moves(standing.procedure, standing.state):
        if move.name in free and not (_is_done(standing, move) or _is_not_due(standing, move)):
            return Lead(move, is_usual=True, until=_until(standing, move))
    return _by_limit(standing, free)


@cache
def usual_moves(procedure: Procedure, state: str) -> tuple[Move, ...]:
    """The steps that usually come in a state, in their order: as marked, else as the main road goes."""
    here = {move.name: move for move in procedure.moves_from(state)}
    if marked := procedure.state(state).usual:
        return tuple(here[name] for name in marked)
    return tuple(_along_the_road(procedure, state, here.values()))


def _along_the_road(procedure: Procedure, state: str, here: Iterable[Move]) -> Iterator[Move]:
    """The steps to the next state of the main road; off it, those that lead to an open state, those of whose
    turn it is before others'."""
    onward = [move for move in here if move.to != state]
    after = dict(pairwise(roads_of(procedure).main)).get(state)
    along = [move for move in onward if move.to == after]
    if not along:
        turn = procedure.waits_on(state)
        open_ones = [move for move in onward if not procedure.state(move.to).is_final]
        along = sorted(open_ones, key=lambda move: turn not in move.by)
    yield from along


def _is_done(standing: Standing, move: Move) -> bool:
    """Whether a step that stays was taken since the matter came into its state, and no limit asks for it
    again."""
    if move.to != standing.state or _until(standing, move) is not None:
        return False
    return any(one.name == move.name for one in _since_it_came(standing))


def _is_not_due(standing: Standing, move: Move) -> bool:
    """Whether a step that stays meets limits none of which ever began: there is nothing to do yet."""
    limits = [one for one in move.within if not one.limit.backwards]
    if move.to != standing.state or not limits:
        return False
    return all(standing.clock(one.name) is None for one in limits)


def _since_it_came(standing: Standing) -> Iterator[Happening]:
    """What was taken since the matter came into its present state, the latest first."""
    steps = [one for one in standing.happenings if one.kind in (What.OPENED, What.MOVED)]
    for former, one in reversed(list(pairwise(steps))):
        if one.to_state != standing.state or former.to_state != standing.state:
            return
        yield one


def _by_limit(standing: Standing, free: Mapping[str, Move]) -> Lead | None:
    """The one step that meets the limit of the office which is due first and soon, if it alone does among
    those offered."""
    pressing = [
        one
        for one in _running(standing)
        if is_ours(standing.procedure, one.duty) and one.due_at <= standing.at + SOON
    ]
    for clock in sorted(pressing, key=lambda one: one.due_at):
        meeting = [free[move.name] for move in clock.duty.moves if move.name in free]
        if len(meeting) == 1:
            return Lead(meeting[0], is_usual=False, until=_day(clock))
        if meeting:
            return None
    return None


def _until(standing: Standing, move: Move) -> date | None:
    names = {within.name for within in move.within}
    return min((_day(one) for one in _running(standing) if one.name in names), default=None)


def _running(standing: Standing) -> list[Clock]:
    return [one for one in standing.clocks if one.is_open]


def _day(clock: Clock) -> date:
    due = clock.due.due
    return office_day(due) if isinstance(due, datetime) else due
