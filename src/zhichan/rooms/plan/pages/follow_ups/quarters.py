"""The quarter a page speaks of: the one asked for, else the running one."""

from __future__ import annotations

from datetime import date, timedelta

from zhichan.rooms.plan.periods import Period, period_named, period_of

OFFERED = 8


def quarters_offered(on: date) -> list[Period]:
    """The running quarter and those before it, the newest first."""
    found = [period_of(on, "quarter")]
    while len(found) < OFFERED:
        found.append(period_of(found[-1].start_on - timedelta(days=1), "quarter"))
    return found


def quarter_asked(label: str, on: date) -> Period:
    """The quarter of a label (2026Q3); what cannot be read is the running one."""
    found = period_named(label)
    return found if found and found.every == "quarter" else period_of(on, "quarter")
