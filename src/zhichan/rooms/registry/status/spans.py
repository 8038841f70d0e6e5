"""What a replay gives back: spans of states in order, and what did not fit."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from zhichan.rooms.registry.status.machine import Mark


class LegalEvent(NamedTuple):
    """Something that happened to a right (法律事件).

    ``effective_on`` is the day from which it works: for a termination the due day it names, not the day of
    the gazette. ``known_at`` is when the office learned of it. ``order`` is the place within the day where a
    source states one; leave 0 where it does not. ``reference`` names a contract or case, so that overlays
    close what they opened.
    """

    code: str
    effective_on: date
    known_at: datetime
    order: int = 0
    source: str = ""
    reference: str = ""


class Facts(NamedTuple):
    """What a timeline rests on besides events.

    ``right_from`` is the first day of a trademark's right where it is not the day of registration (art. 36).
    ``compensation_days`` are granted days of term compensation (期限补偿). ``term_ends_on`` is the first day
    after the term as a source states it; the later of it and the computed day counts.
    """

    filed_on: date
    right_from: date | None = None
    compensation_days: int = 0
    term_ends_on: date | None = None


class Span(NamedTuple):
    """A state from one day until another, which no longer belongs to it; None while it lasts.

    ``recorded`` is what events alone say, and ``by`` the event that began it. Where the term ran out and
    nobody recorded it, ``state`` says so, ``is_computed`` is true and ``mark`` tells how sure the rule is:
    such a state never acts by itself.
    """

    starts_on: date
    ends_on: date | None
    state: str
    by: LegalEvent | None
    recorded: str
    is_computed: bool = False
    mark: Mark | None = None


class Misfit(StrEnum):
    """Why an event did not move the status."""

    UNKNOWN = "unknown"  # the machine has no such event
    EARLY = "early"  # before the first day of the right
    REPEATED = "repeated"  # the state it leads to stood already
    OVERTAKEN = "overtaken"  # it fitted until a later known event reached back behind it
    UNFIT = "unfit"  # the state it met does not know it


class Problem(NamedTuple):
    """An event that did not fit the state it met; it is kept, and a person looks."""

    event: LegalEvent
    state: str
    misfit: Misfit


class Timeline(NamedTuple):
    """Spans without gap from the first day on, what did not fit, and the decisions that were undone."""

    spans: tuple[Span, ...]
    problems: tuple[Problem, ...]
    set_aside: tuple[LegalEvent, ...]


_START = attrgetter("starts_on")


def span_on(timeline: Timeline, day: date) -> Span | None:
    """The span that covers a day, or None before the first. O(log spans)."""
    index = bisect_right(timeline.spans, day, key=_START)
    return timeline.spans[index - 1] if index else None


def state_on(timeline: Timeline, day: date, *, is_recorded_only: bool = False) -> str | None:
    """The state on a day, or None before the first; recorded only: as if no term were ever computed."""
    span = span_on(timeline, day)
    if span is None:
        return None
    return span.recorded if is_recorded_only else span.state
