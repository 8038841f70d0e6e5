"""How limits are said (期限的说法), where a list or a notice names one."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhichan.core.matters.clocks import office_day
from zhichan.core.matters.limits import DayOf, Limit, Unit
from zhichan.core.matters.procedure import Duty, Procedure

_LONGEST_WALK = 400


def duty_label(duty: Duty) -> str:
    """What has to be done: the moves that meet the limit."""
    return "、".join(dict.fromkeys(str(move.label) for move in duty.moves))


def duty_named(procedure: Procedure, name: str) -> Duty | None:
    """The limit of that name; None for one that this version does not have."""
    return next((duty for duty in procedure.duties if duty.within.name == name), None)


def amount_text(amount: int, unit: Unit) -> str:
    """``5 个工作日``."""
    return {
        Unit.HOUR: lambda: ngettext("%(n)d 小时", "%(n)d 小时", amount),
        Unit.WORKING_DAY: lambda: ngettext("%(n)d 个工作日", "%(n)d 个工作日", amount),
        Unit.CALENDAR_DAY: lambda: ngettext("%(n)d 日", "%(n)d 日", amount),
        Unit.MONTH: lambda: ngettext("%(n)d 个月", "%(n)d 个月", amount),
        Unit.YEAR: lambda: ngettext("%(n)d 年", "%(n)d 年", amount),
    }[unit]() % {"n": amount}


def limit_text(limit: Limit) -> str:
    """``5 个工作日内``, ``会前 7 个工作日`` counted backwards."""
    words = amount_text(limit.amount, limit.unit)
    return (_("提前 %(amount)s") if limit.backwards else _("%(amount)s内")) % {"amount": words}


def left_until(unit: Unit, due: date | datetime, due_at: datetime, at: datetime, day_of: DayOf) -> int:
    """How many hours, working days or days are left, negative where it is too late; months and years are
    told in days. The due day itself counts, today does not. O(days)."""
    if unit is Unit.HOUR:
        return int((due_at - at).total_seconds() // 3600)
    today, last = office_day(at), office_day(due) if isinstance(due, datetime) else due
    if unit is not Unit.WORKING_DAY or abs((last - today).days) > _LONGEST_WALK:
        return (last - today).days
    first, end = sorted((today, last))
    days = (date.fromordinal(n) for n in range(first.toordinal() + 1, end.toordinal() + 1))
    count = sum(day_of(day).is_working for day in days)
    return count if last >= today else -count


def left_text(left: int, unit: Unit) -> str:
    """``3 个工作日``; ``−1 个工作日`` where it is too late."""
    shown = unit if unit in (Unit.HOUR, Unit.WORKING_DAY) else Unit.CALENDAR_DAY
    text = amount_text(abs(left), shown)
    return f"−{text}" if left < 0 else text


def due_text(due: date | datetime) -> str:
    """``02-24``, with the time for hours."""
    return date_format(due, "m-d H:i") if isinstance(due, datetime) else date_format(due, "m-d")
