"""The calendar of a year, and setting one day of it with a reason."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.core_rights import CALENDAR_EDIT, CALENDAR_VIEW
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may
from zhichan.core.calendar.actions import set_day
from zhichan.core.calendar.queries import Day, announced_until, calendar_day, calendar_days
from zhichan.core.calendar.seed import FIRST_DAY
from zhichan.core.errors import NotFound
from zhichan.core.people.pages.acting import FormPage, change_page, posted

LAST_YEAR = 2099


@dataclass(frozen=True)
class Month:
    """One month of the grid: empty places before the first, then its days."""

    number: int
    blanks: range
    days: list[Day]

    @property
    def working_days(self) -> int:
        return sum(day.is_working for day in self.days)


class DayForm(forms.Form):
    is_working = forms.TypedChoiceField(
        label=gettext_lazy("这一天"),
        choices=[("yes", gettext_lazy("上班")), ("no", gettext_lazy("放假"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        help_text=gettext_lazy("依据的通知或文号；期限计算会随之改变"),
    )


@page(CALENDAR_VIEW)
def calendar(request: HttpRequest) -> HttpResponse:
    year = _year(request.GET.get("year", ""))
    days = calendar_days(date(year, 1, 1), date(year, 12, 31))
    months = [_month(year, number, days) for number in range(1, 13)]
    context = {
        "year": year,
        "months": months,
        "working_days": sum(month.working_days for month in months),
        "announced_until": announced_until(),
        "set_here": [day for day in days if day.is_set_here],
        "previous": year - 1 if year > FIRST_DAY.year else None,
        "following": year + 1 if year < LAST_YEAR else None,
        "may_edit": may(actor_in(request), CALENDAR_EDIT),
    }
    return render(request, "system/calendar.html", context)


@page(CALENDAR_EDIT)
def calendar_day_set(request: HttpRequest, day: date) -> HttpResponse:
    if not FIRST_DAY <= day <= date(LAST_YEAR, 12, 31):
        raise NotFound(_("日历里没有这一天。"))
    known = calendar_day(day)
    form = DayForm(posted(request), initial={"is_working": "no" if known.is_working else "yes"})
    now_is = _("上班") if known.is_working else _("放假")
    lead = _("%(day)s 现在是“%(state)s”%(label)s。") % {
        "day": day.isoformat(),
        "state": now_is,
        "label": f"（{known.label}）" if known.label else "",
    }
    back = f"{reverse('system_calendar')}?year={day.year}"
    crumbs = ((_("工作日历"), back),)
    words = FormPage(_("调整 %(day)s") % {"day": day.isoformat()}, _("保存"), back, lead=lead, crumbs=crumbs)
    return change_page(
        request, form, words, lambda: set_day(day, **form.cleaned_data, by=actor_in(request), at=now())
    )


def _year(asked: str) -> int:
    """The year asked for, this year without one; NotFound for one the calendar does not hold."""
    if not asked:
        return today().year
    if not (
        asked.isascii() and asked.isdigit() and len(asked) == 4 and FIRST_DAY.year <= int(asked) <= LAST_YEAR
    ):
        raise NotFound(_("日历里没有这一年。"))
    return int(asked)


def _month(year: int, number: int, days: list[Day]) -> Month:
    first_weekday, _length = monthrange(year, number)
    return Month(number, range(first_weekday), [day for day in days if day.day.month == number])
