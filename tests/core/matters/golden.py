"""The golden table of time limits (期限算例): how it was made, and the second way to every row.

    python -m tests.core.matters.golden    # writes tests/core/matters/golden_limits.csv

Nothing here uses the engine or the package that seeds the calendar: working days are places in a sorted
list of the notices' days, months are those of dateutil.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from tests.core.matters.notices import festivals, worked_weekends, working_days

TABLE = Path(__file__).parent / "golden_limits.csv"
WORKED = list(working_days(date(2014, 1, 1), date(2029, 12, 31)))
ONE_DAY = timedelta(days=1)
KNOWN_UNTIL = date(2026, 12, 31)


class Case(NamedTuple):
    """One row; ``excluded`` as ``A..B`` or empty."""

    amount: int
    unit: str
    start: str
    roll: str = "next_working_day"
    backwards: str = ""
    excluded: str = ""
    due: str = ""
    provisional: str = ""
    note: str = ""


# Worked by hand with the notices in view.
BY_HAND = (
    Case(5, "working_day", "2026-02-10", due="2026-02-24", note="春节九天；2月14日调休上班"),
    Case(15, "working_day", "2026-09-28", due="2026-10-23", note="国庆七天；10月10日调休上班"),
    Case(20, "working_day", "2025-01-20", due="2025-02-21", note="1月26日、2月8日调休上班"),
    Case(7, "working_day", "2020-01-23", due="2020-02-11", note="2020年春节假期延长到2月2日"),
    Case(5, "working_day", "2015-09-02", due="2015-09-10", note="抗战胜利纪念日9月3日放假，9月6日上班"),
    Case(1, "working_day", "2016-09-30", due="2016-10-08", note="10月8日、9日调休上班"),
    Case(2, "working_day", "2016-09-30", due="2016-10-09"),
    Case(3, "working_day", "2016-09-30", due="2016-10-10"),
    Case(30, "calendar_day", "2026-01-20", "none", due="2026-02-19", note="查封扣押三十日，不因春节顺延"),
    Case(30, "calendar_day", "2026-01-20", due="2026-02-24", note="同一天起算，顺延的期限过了春节才满"),
    Case(15, "calendar_day", "2026-04-20", due="2026-05-06", note="5月5日仍放假"),
    Case(90, "calendar_day", "2025-11-20", due="2026-02-24", note="2月18日在春节假期内"),
    Case(90, "calendar_day", "2025-11-20", "none", due="2026-02-18"),
    Case(3, "month", "2025-11-30", "none", due="2026-02-28", note="二月没有30日"),
    Case(3, "month", "2025-11-30", due="2026-02-28", note="2月28日调休上班，不顺延"),
    Case(1, "month", "2024-01-31", "none", due="2024-02-29", note="闰年"),
    Case(1, "year", "2024-02-29", "none", due="2025-02-28"),
    Case(2, "month", "2026-08-01", due="2026-10-08", note="10月1日起放假七天"),
    Case(
        7,
        "working_day",
        "2026-10-12",
        "next_working_day",
        "yes",
        due="2026-09-24",
        note="听证前七个工作日通知",
    ),
    Case(3, "working_day", "2026-05-06", "next_working_day", "yes", due="2026-04-28"),
    Case(
        10,
        "calendar_day",
        "2026-10-15",
        "next_working_day",
        "yes",
        due="2026-09-30",
        note="10月5日放假，提前",
    ),
    Case(
        5,
        "working_day",
        "2026-03-02",
        excluded="2026-03-04..2026-03-10",
        due="2026-03-16",
        note="扣除检验期间",
    ),
    Case(30, "calendar_day", "2026-03-02", "none", excluded="2026-03-10..2026-03-19", due="2026-04-11"),
    Case(2, "month", "2026-01-31", "none", excluded="2026-02-10..2026-02-12", due="2026-04-03"),
    Case(
        5,
        "calendar_day",
        "2026-03-02",
        excluded="2026-03-09..2026-03-11",
        due="2026-03-12",
        note="3月7日是周六，顺延到的9日起鉴定，12日才能办",
    ),
)
LIMITS = (
    *((amount, "working_day") for amount in (3, 5, 7, 10, 15, 20)),
    *((amount, "calendar_day") for amount in (5, 15, 30, 60, 90)),
    *((amount, "month") for amount in (1, 2, 3, 6)),
    (1, "year"),
)


def worked_out(case: Case) -> Case:
    """The same case with its end, by places in lists instead of a walk."""
    start, back = date.fromisoformat(case.start), bool(case.backwards)
    first, _to, last = case.excluded.partition("..")
    out = set(_between(date.fromisoformat(first), date.fromisoformat(last))) if first else set()
    if case.unit == "working_day":
        days = [day for day in WORKED if day not in out]
        due = days[
            bisect_left(days, start) - case.amount if back else bisect_right(days, start) + case.amount - 1
        ]
        seen = due
    else:
        due = _of_calendar(case, start, out, -1 if back else 1)
        seen = KNOWN_UNTIL
        if case.roll != "none":
            days = [day for day in WORKED if day not in out]
            due = seen = days[bisect_right(days, due) - 1 if back else bisect_left(days, due)]
    return case._replace(
        due=due.isoformat(), provisional="yes" if max(seen, KNOWN_UNTIL) > KNOWN_UNTIL else ""
    )


def _of_calendar(case: Case, start: date, out: set[date], sign: int) -> date:
    """As many days further as were excluded on the way, again until no more are."""
    plain = {"calendar_day": "days", "month": "months", "year": "years"}[case.unit]
    end = start + relativedelta(**{plain: sign * case.amount})
    lost = 0
    while True:
        reached = end + sign * lost * ONE_DAY
        low, high = sorted((start, reached))
        now_lost = sum(low < day <= high if sign > 0 else low <= day < high for day in out)
        if now_lost == lost:
            return reached
        lost = now_lost


def _between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def _around_holidays() -> Iterator[Case]:
    """Starts before, in and after each stretch of days off and on each worked weekend, the limits in turn."""
    turn = 0
    for year in range(2015, 2028):
        days = [date(2027, 1, 4) + 7 * n * ONE_DAY for n in range(26)] if year == 2027 else []
        if year < 2027:
            for first, last in festivals(year):
                days += [
                    first - 5 * ONE_DAY,
                    first - ONE_DAY,
                    first,
                    last,
                    last + ONE_DAY,
                    last + 4 * ONE_DAY,
                ]
            days += worked_weekends(year)
            days += [date(year, 12, 30)] if year == 2026 else []
        for day in sorted(set(days)):
            amount, unit = LIMITS[turn % len(LIMITS)]
            roll = "none" if unit != "working_day" and turn % 3 == 0 else "next_working_day"
            back = "yes" if turn % 7 == 0 and year > 2015 else ""
            pause = (
                f"{day + 2 * ONE_DAY}..{day + (2 + turn % 9) * ONE_DAY}" if turn % 5 == 0 and not back else ""
            )
            yield Case(amount, unit, day.isoformat(), roll, back, pause)
            turn += 1


def made() -> list[Case]:
    by_hand = [case._replace(note=f"手算：{case.note}".rstrip("：")) for case in BY_HAND]
    return by_hand + [worked_out(case) for case in _around_holidays()]


def stored() -> list[Case]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Case(int(row.pop("amount")), **row) for row in csv.DictReader(file)]


if __name__ == "__main__":
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Case._fields)
        writer.writerows(made())
