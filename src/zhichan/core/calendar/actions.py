"""Setting single days of the calendar."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import CALENDAR_EDIT
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.calendar.models import CalendarChange, CalendarDay
from zhichan.core.calendar.queries import calendar_day
from zhichan.core.calendar.seed import CHANGING, FIRST_DAY
from zhichan.core.errors import InvalidInput
from zhichan.core.locks import hold


@transaction.atomic
def set_day(day: date, *, is_working: bool, reason: str, by: Actor, at: datetime) -> CalendarDay:
    """Say whether offices work on a day, against or ahead of the announced calendar.

    Raises NotAllowed, or InvalidInput for a day before 2004 or a missing reason; nothing is changed then.
    """
    require(by, CALENDAR_EDIT)
    reason = reason.strip()
    if not reason:
        raise InvalidInput(_("请填写调整日历的理由。"), field="reason")
    if day < FIRST_DAY:
        raise InvalidInput(_("日历从 2004 年 1 月 1 日开始，不能设定更早的日期。"), field="day")
    hold(CHANGING)
    before = calendar_day(day)
    row = CalendarDay(
        day=day,
        is_working=is_working,
        label=before.label,
        basis=CalendarDay.Basis.SET_HERE,
        source=reason[:200],
    )
    row.save()
    CalendarChange.objects.create(first_on=day, last_on=day, changed_at=at)
    record(
        "calendar.day.set",
        subject=row,
        by=by,
        at=at,
        details={
            "was_working": before.is_working,
            "was_provisional": before.is_provisional,
            "is_working": is_working,
            "reason": reason[:200],
        },
    )
    return row
