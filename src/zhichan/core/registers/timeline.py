"""The line of time of one row (时间线): in which state it was from when to when, and what happened when.

Two days stand at every event: from which day it works, and on which it was learned. The states are those
known now; an event that was learned only after the moment one looks back to is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from zhichan.core.registers.declaration import Register
from zhichan.core.registers.moments import BEGINNING, FOREVER, Moment
from zhichan.core.registers.showing import EventLine
from zhichan.core.registers.tables import shown_value
from zhichan.core.tables.rendering import shown

SCALE = 1000


@dataclass(frozen=True)
class Stretch:
    """A state from a day on; ``until`` None: it lasts. ``x`` and ``width`` in thousandths of the line."""

    words: str
    tone: str
    since: date
    until: date | None
    x: int = 0
    width: int = 0


@dataclass(frozen=True)
class Happening:
    """An event with what it changed. ``late_days``: from the day it works to the day it was learned.

    ``is_latest``: the last that works by the day looked at; ``is_ahead``: it works only after it;
    ``is_unknown``: it was learned after the instant looked back to.
    """

    event: EventLine
    before: str
    after: str
    has_no_effect: bool
    late_days: int
    is_latest: bool
    is_ahead: bool
    is_unknown: bool


@dataclass(frozen=True)
class Timeline:
    """``here``: the place of the day looked at, in thousandths."""

    stretches: Sequence[Stretch]
    happenings: Sequence[Happening]
    first: date | None
    last: date
    here: int


def timeline_of(
    register: Register, periods: Sequence[Any], events: Sequence[EventLine], moment: Moment, today: date
) -> Timeline:
    """``periods`` as known now in order of time; ``events`` in any order. Pure, O(periods + events)."""
    bare = _stretches(register, periods)
    last = max(today, moment.on)
    placed, scale = _placed([one for one in bare if one.since <= last], last)
    return Timeline(
        placed,
        _happenings(bare, events, moment),
        placed[0].since if placed else None,
        last,
        scale(moment.on),
    )


def _stretches(register: Register, periods: Sequence[Any]) -> list[Stretch]:
    """Neighbouring periods of one state as one; nothing for a register whose rows have no state."""
    toned = next((field for field in register.tracked if field.tones), None)
    if toned is None:
        return []
    named = register.by_name.get(register.status_field) or toned
    found: list[Stretch] = []
    for period in periods:
        words = shown(shown_value(named, period))
        tone = (toned.tones or {}).get(getattr(period, toned.name), "idle")
        until = None if period.valid_to == FOREVER else period.valid_to
        last = found[-1] if found else None
        if last and (last.words, last.tone, last.until) == (words, tone, period.valid_from):
            found[-1] = Stretch(words, tone, last.since, until)
        else:
            found.append(Stretch(words, tone, period.valid_from, until))
    return found


def _placed(bare: Sequence[Stretch], last: date) -> tuple[list[Stretch], Callable[[date], int]]:
    """The stretches on a line from the first known day to the last; what has held always begins there."""
    days = [day for one in bare for day in (one.since, one.until) if day and day != BEGINNING]
    first = min([*days, last])
    span = max((max([*days, last]) - first).days, 1)

    def scale(day: date) -> int:
        return min(max(round((day - first).days * SCALE / span), 0), SCALE)

    placed = []
    for one in bare:
        x, end = scale(max(one.since, first)), scale(one.until) if one.until else SCALE
        since = first if one.since == BEGINNING else one.since
        placed.append(Stretch(one.words, one.tone, since, one.until, x, max(end - x, 2)))
    return placed, scale


def _happenings(bare: Sequence[Stretch], events: Sequence[EventLine], moment: Moment) -> list[Happening]:
    """The latest first; what has held always comes last."""

    def day_of(event: EventLine) -> date:
        return event.effective_on if isinstance(event.effective_on, date) else BEGINNING

    ordered = sorted(events, key=lambda event: (day_of(event), event.known_at, event.pk), reverse=True)
    reached = [e for e in ordered if day_of(e) <= moment.on and e.known_at <= moment.known_at]
    standing = [event for event in reached if not event.is_withdrawn]
    found = []
    for event in ordered:
        day = day_of(event)
        before, after = _around(bare, day)
        changed = before != after and not event.is_withdrawn
        known_on = timezone.localtime(event.known_at).date()
        found.append(
            Happening(
                event,
                before if changed else "",
                after if changed else "",
                bool(bare) and event.moves_status and not changed and not event.is_withdrawn,
                0 if day == BEGINNING else max((known_on - day).days, 0),
                bool(standing) and event is standing[0],
                day > moment.on,
                event.known_at > moment.known_at,
            )
        )
    return found


def _around(bare: Sequence[Stretch], day: date) -> tuple[str, str]:
    """The states on the day before and on the day itself; empty where there was none."""
    before = next((s.words for s in bare if s.since < day and (s.until is None or day <= s.until)), "")
    after = next((s.words for s in bare if s.since <= day and (s.until is None or day < s.until)), "")
    return before, after
