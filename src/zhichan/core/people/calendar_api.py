"""The working calendar through the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from zhichan.core.access.core_rights import CALENDAR_EDIT, CALENDAR_VIEW
from zhichan.core.access.operation import Line, operation
from zhichan.core.access.requests import actor_in, now
from zhichan.core.calendar.actions import set_day
from zhichan.core.calendar.queries import calendar_day, calendar_days
from zhichan.core.calendar.seed import FIRST_DAY
from zhichan.core.errors import InvalidInput

LONGEST_SPAN_DAYS = 366
Day = Annotated[date, Field(ge=FIRST_DAY, le=date(2099, 12, 31))]

router = Router(tags=["工作日历"])


class DayOut(Schema):
    """``is_provisional``: neither announced nor set here, so Monday to Friday are taken for worked."""

    day: date
    is_working: bool
    label: str
    is_provisional: bool
    is_set_here: bool
    source: str


class DaysOut(Schema):
    working_days: int
    days: list[DayOut]


class DayIn(Schema):
    is_working: bool
    reason: Line


@operation(router.get, "/calendar", right=CALENDAR_VIEW, out=DaysOut, summary="某段日子哪天上班")
def calendar_span(request: HttpRequest, first: Day, last: Day) -> DaysOut:  # noqa: ARG001
    if not first <= last <= first + timedelta(days=LONGEST_SPAN_DAYS - 1):
        raise InvalidInput(_("起止日期要按先后，最多 %(days)d 天。") % {"days": LONGEST_SPAN_DAYS})
    days = [DayOut.from_orm(day) for day in calendar_days(first, last)]
    return DaysOut(working_days=sum(day.is_working for day in days), days=days)


@operation(router.put, "/calendar/{day}", right=CALENDAR_EDIT, out=DayOut, summary="设定一天上班或放假")
def set_calendar_day(request: HttpRequest, day: Day, body: DayIn) -> DayOut:
    set_day(day, is_working=body.is_working, reason=body.reason, by=actor_in(request), at=now())
    return DayOut.from_orm(calendar_day(day))
