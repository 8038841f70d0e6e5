"""Due days follow the calendar (日历变动后的重算): a holiday that is announced or set moves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from zhichan.core.access.actor import system_actor
from zhichan.core.audit.actions import Entry, record_batch
from zhichan.core.calendar.models import CalendarChange
from zhichan.core.matters.clocks import ClockState
from zhichan.core.matters.models import Matter, Obligation
from zhichan.core.matters.procedure import Duty
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.sweeping.telling import Telling, Word
from zhichan.core.matters.words import duty_label, duty_named
from zhichan.core.matters.writing.refresh import Shift, refresh
from zhichan.core.matters.writing.team import path_of

CALENDAR = system_actor("calendar")
LONGEST_STEP = timedelta(minutes=15)
"""A step that began before a change may end after it, and have counted by the old days: what changed is
followed again for so long."""
MOST_STRETCHES = 20
MOVED = "matters.obligation.moved"


def follow_calendar(since: datetime | None, *, at: datetime) -> int:
    """Derive anew what rests on days that changed after ``since``; None: on any that ever changed.

    Whoever handles a matter is told of the due day that moved, and it is recorded. Counts those days.
    """
    changes = CalendarChange.objects.all()
    if since is not None:
        changes = changes.filter(changed_at__gte=since - LONGEST_STEP)
    resting = _resting_on(list(changes.values_list("first_on", "last_on")))
    return refresh(resting, at=at, tell=lambda shifts: _tell(shifts, at))


def _resting_on(stretches: Sequence[tuple[date, date]]) -> list[int]:
    """The matters with a clock that has not ended and goes over one of the days. Two queries."""
    if not stretches:
        return []
    if len(stretches) > MOST_STRETCHES:
        stretches = [(min(first for first, _last in stretches), max(last for _first, last in stretches))]
    touched = Q()
    for first, last in stretches:
        forward = Q(start_on__lte=last, due_on__gte=first)
        backward = Q(due_on__lte=last, start_on__gte=first)
        touched |= forward | backward
    running = Obligation.objects.filter(touched, is_open=True)
    paused = Obligation.objects.filter(touched, matter__is_paused=True, state=ClockState.PAUSED)
    return sorted({pk for rows in (running, paused) for pk in rows.values_list("matter_id", flat=True)})


def _tell(shifts: list[Shift], at: datetime) -> None:
    telling = Telling()
    entries = []
    for one in shifts:
        details = {"name": one.name, "from": one.before.isoformat(), "to": one.after.isoformat()}
        entries.append(Entry("matters.matter.rederived", one.matter, details))
        if one.is_open and one.matter.handler_id:
            telling.add([one.matter.handler_id], Word(MOVED, _text(one), path_of(one.matter.pk)))
    record_batch(entries, by=CALENDAR, at=at)
    telling.send(at)


def _text(one: Shift) -> str:
    words = {
        "number": one.matter.number,
        "what": _label(one.matter, one.name),
        "before": one.before.isoformat(),
        "after": one.after.isoformat(),
    }
    return _("日历有变动：%(number)s 的期限（%(what)s）由 %(before)s 改到 %(after)s") % words


def _label(matter: Matter, name: str) -> str:
    duty: Duty | None = duty_named(procedure_of(matter), name)
    return duty_label(duty) if duty else name


def refresh_paused(*, at: datetime) -> int:
    """Derive anew the matters of which time is excluded now: they are due as if it ended today. Counts the
    due days that moved."""
    paused = Matter.objects.filter(is_paused=True).order_by("pk").values_list("pk", flat=True)
    return refresh(list(paused), at=at)
