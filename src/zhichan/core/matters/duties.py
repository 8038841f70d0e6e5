"""Whose limit it is (期限归谁): one the office must keep, one of somebody outside, or a term that just ends.

Pure. What a list calls overdue is what the office has not done in time; that a party let its time pass, or
that a term of publicity ended, is told in other words.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from zhichan.core.matters.clocks import Clock
from zhichan.core.matters.parts import OUTSIDE, Part
from zhichan.core.matters.procedure import Duty, Mark, Move, Procedure

_NOT_OURS = OUTSIDE | {Part.SYSTEM}


@cache
def moves_after(procedure: Procedure, limit: str) -> tuple[Move, ...]:
    """The moves the system takes by itself once a limit has run out."""
    return tuple(move for move in procedure.moves if Part.SYSTEM in move.by and limit in move.after)


def is_term(procedure: Procedure, duty: Duty) -> bool:
    """Whether the limit is a term whose end the system brings about (公示期满)."""
    return bool(moves_after(procedure, duty.within.name))


def is_ours(procedure: Procedure, duty: Duty) -> bool:
    """Whether the office has to keep the limit: somebody of it can meet it, and it is no term."""
    if is_term(procedure, duty):
        return False
    return any(part not in _NOT_OURS for move in duty.moves for part in move.by)


def is_ending_right(duty: Duty) -> bool:
    """Whether a right ends with the limit: nothing can meet it afterwards, so nothing waits for it.

    Only where the rule was checked against its text (ARCHITECTURE §3.4); counted backwards the day before
    which it had to be done can still be put off.
    """
    within = duty.within
    return within.bars and not within.limit.backwards and within.basis.mark is Mark.VERIFIED


def has_lapsed(clock: Clock, at: datetime) -> bool:
    """Whether the right that a limit bars has run out."""
    return is_ending_right(clock.duty) and clock.is_overdue(at)


def may_act(procedure: Procedure, move: Move) -> bool:
    """Whether the system may take a move by itself: the rule it rests on and the limits that must have run
    out were checked against their texts (ARCHITECTURE §3.4)."""
    limits = (duty.within for duty in procedure.duties if duty.within.name in move.after)
    return all(mark is Mark.VERIFIED for mark in (move.basis.mark, *(one.basis.mark for one in limits)))
