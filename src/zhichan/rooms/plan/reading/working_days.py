"""The day on which a count of working days ends, by the holidays the State Council has arranged (工作日).

The day of the start is not counted (民法典第二百零一条). Years without an arrangement yet are unknown.
"""

from __future__ import annotations

from datetime import date, timedelta


def working_day_after(start: date, count: int) -> date | None:
    """The ``count``-th working day after ``start``; None where it lies beyond the years known. O(days)."""
    from chinese_calendar import is_workday  # 20 ms: only where a plan counts working days

    day = start
    try:
        while count:
            day += timedelta(days=1)
            count -= is_workday(day)
    except NotImplementedError:
        return None
    return day
