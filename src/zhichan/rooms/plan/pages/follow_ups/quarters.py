"""The quarter a page speaks of: the one asked for, else the running one."""

from __future__ import annotations

from datetime import date, timedelta

from zhichan.rooms.plan.periods import Period, period_of

OFFERED = 8


def quarters_offered(on: date) -> list[Period]:
    """The running quarter and those before it, the newest first."""
    found = [period_of(on, "quarter")]
    while len(found) < OFFERED:
        found.append(period_of(found[-1].start_on - timedelta(days=1), "quarter"))
    return found


def quarter_asked(label: str, on: date) -> Period:
    """The quarter of a label (2026Q3); what cannot be read is the running one."""
    year, _q, part = label.partition("Q")
    is_year = len(year) == 4 and year.isascii() and year.isdigit() and "1950" <= year <= "2199"
    is_quarter = is_year and part in {"1", "2", "3", "4"}
    return Period(int(year), int(part), "quarter") if is_quarter else period_of(on, "quarter")
