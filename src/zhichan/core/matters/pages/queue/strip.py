"""The calendar strip (两周时限): for each day of two weeks what is due and whether offices work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhichan.core.matters.clocks import ONE_DAY, end_of
from zhichan.core.matters.horizon import Horizon
from zhichan.core.matters.limits import DayOf
from zhichan.core.matters.work_counts import Counts

MOST_DAYS_OFF = 15
SATURDAY = 5
_WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


def weekday(day: date) -> str:
    return str(_WEEKDAYS[day.weekday()])


@dataclass(frozen=True)
class StripDay:
    """``count`` None: not counted. ``is_late``: what was due then is still to be done."""

    day: date
    weekday: str
    count: int | None
    words: str
    is_off: bool
    is_late: bool
    is_today: bool


def strip_of(counts: Counts, day_of: DayOf) -> list[StripDay]:
    return [_strip_day(day, counts, day_of) for day in counts.horizon.strip]


def _strip_day(day: date, counts: Counts, day_of: DayOf) -> StripDay:
    known = day_of(day)
    is_counted = not counts.is_capped or end_of(day) < counts.known_until
    count = counts.by_day.get(day, 0) if is_counted else None
    is_past = day < counts.horizon.today
    is_late = is_past and bool(count)
    return StripDay(
        day=day,
        weekday=weekday(day),
        count=count,
        words=_words(count, is_late, known.is_working, known.label, day),
        is_off=not known.is_working,
        is_late=is_late,
        is_today=day == counts.horizon.today,
    )


def _words(count: int | None, is_late: bool, is_working: bool, label: str, day: date) -> str:
    if is_late:
        return _("超期 %(n)d") % {"n": count}
    if not is_working and not count:
        return _("%(holiday)s假") % {"holiday": label} if label else _("休息")
    if count is None:
        return "—"
    if is_working and day.weekday() >= SATURDAY:
        return _("补班 %(n)d") % {"n": count}
    return ngettext("%(n)d 件", "%(n)d 件", count) % {"n": count}


def special_days(horizon: Horizon, day_of: DayOf) -> list[str]:
    """What is unusual in these two weeks: worked weekends, and holidays to their end."""
    days = [day for day in horizon.strip if day >= horizon.today]
    worked = [day for day in days if day.weekday() >= SATURDAY and day_of(day).is_working]
    lines = [
        _("%(weekday)s %(day)s 是补班日，计入工作日") % {"weekday": weekday(day), "day": f"{day:%m-%d}"}
        for day in worked
    ]
    for name, first, last in _holidays(days, day_of):
        words = {"first": f"{first:%m-%d}", "last": f"{last:%m-%d}", "name": name}
        if first == last:
            lines.append(_("%(first)s %(name)s放假，工作日时限顺延，自然日时限照走") % words)
        else:
            lines.append(_("%(first)s 至 %(last)s %(name)s放假，工作日时限顺延，自然日时限照走") % words)
    return lines


def _holidays(days: Sequence[date], day_of: DayOf) -> Iterator[tuple[str, date, date]]:
    """Named holidays among the days, each to its last day even where that lies beyond."""

    def name_of(day: date) -> str:
        known = day_of(day)
        return "" if known.is_working else known.label

    for name, stretch in groupby(days, name_of):
        if not name:
            continue
        first, *others = list(stretch)
        last = others[-1] if others else first
        for _n in range(MOST_DAYS_OFF):
            if last != days[-1] or day_of(last + ONE_DAY).is_working:
                break
            last += ONE_DAY
            days = [*days, last]
        yield name, first, last
