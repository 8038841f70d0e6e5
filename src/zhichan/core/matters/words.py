"""How a list or a notice says a limit and what is left of it (期限与余期的说法)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhichan.core.matters.clocks import ONE_DAY, office_day
from zhichan.core.matters.limits import DayOf, Unit
from zhichan.core.matters.procedure import Duty, Procedure

MOST_NAMED = 2
_LONGEST_WALK = 400


def duty_label(duty: Duty) -> str:
    """A limit is called by the steps that meet it: ``决定立案、决定不予立案``."""
    labels = list(dict.fromkeys(str(move.label) for move in duty.moves))
    if len(labels) <= MOST_NAMED:
        return "、".join(labels)
    return _("%(first)s等 %(n)d 项") % {"first": labels[0], "n": len(labels)}


def duty_named(procedure: Procedure, name: str) -> Duty | None:
    """The limit of that name; None for one that this version does not have."""
    return next((duty for duty in procedure.duties if duty.within.name == name), None)


def days_left(unit: Unit, due_on: date, due_at: datetime, at: datetime, day_of: DayOf) -> int:
    """How many hours, working days or days are left, negative where it is too late; months and years are
    told in days. The due day itself counts, today does not. O(days)."""
    if unit is Unit.HOUR:
        hours = (due_at - at).total_seconds() / 3600
        return int(hours) if hours > 0 else -int(-hours) - 1
    today = office_day(at)
    if unit is not Unit.WORKING_DAY or abs((due_on - today).days) > _LONGEST_WALK:
        return (due_on - today).days
    first, last = sorted((today, due_on))
    count = sum(day_of(first + n * ONE_DAY).is_working for n in range(1, (last - first).days + 1))
    return count if due_on >= today else -count


def left_text(left: int, unit: Unit) -> str:
    """``3 个工作日``; ``−1 个工作日`` where it is too late."""
    count = abs(left)
    if unit is Unit.HOUR:
        text = ngettext("%(n)d 小时", "%(n)d 小时", count)
    elif unit is Unit.WORKING_DAY:
        text = ngettext("%(n)d 个工作日", "%(n)d 个工作日", count)
    else:
        text = ngettext("%(n)d 天", "%(n)d 天", count)
    return ("−" if left < 0 else "") + text % {"n": count}


def due_text(due_on: date, due_at: datetime, unit: Unit, today: date) -> str:
    """``02-24``, for hours with the time; the year where it is another."""
    if unit is Unit.HOUR:
        local = timezone.localtime(due_at)
        return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"
    return f"{due_on:%m-%d}" if due_on.year == today.year else due_on.isoformat()
