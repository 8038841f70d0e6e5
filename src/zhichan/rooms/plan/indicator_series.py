"""The evenly spaced series a forecast rests on, made of the values of an indicator. Plain values.

A quarter has the value of its end, or of the last days before it; where only ends of years are known, a year
has. The series is the longest run without a gap up to the last one. A yearly figure (当年数) is told for each
quarter as the sum of the last four, which at the end of a year is the year's figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhichan.rooms.plan.forecasting import FEWEST, Kind
from zhichan.rooms.plan.indicator_status import Counting, Dated
from zhichan.rooms.plan.periods import Period, period_of

# A value stands for the end of its quarter when it lies no farther before it than this.
DAYS_BEFORE_END = 15


@dataclass(frozen=True)
class Series:
    """``points`` evenly spaced, the last for the end of ``last``. ``so_far``: of a yearly figure what the
    running year has already, which no forecast of it may fall below."""

    kind: Kind
    last: Period
    points: tuple[Decimal, ...]
    so_far: Decimal | None = None

    @property
    def on(self) -> date:
        return self.last.end_on


def series_of(values: Sequence[Dated], counting: str) -> Series | None:
    """The series with most points: quarters, else years; None where no value lies at the end of a quarter."""
    quarters = _by_quarter(values)
    if not quarters:
        return None
    by_quarter = _quarterly(quarters, counting)
    years = {
        Period(quarter.year, 1, "year"): value for quarter, value in quarters.items() if quarter.part == 4
    }
    if (by_quarter is None or len(by_quarter.points) < FEWEST) and years:
        by_year = _yearly(years, counting)
        if by_quarter is None or len(by_year.points) > len(by_quarter.points):
            return by_year
    return by_quarter


def _by_quarter(values: Sequence[Dated]) -> dict[Period, Decimal]:
    found: dict[Period, Decimal] = {}
    for value in sorted(values, key=lambda one: one.on):
        quarter = period_of(value.on, "quarter")
        if (quarter.end_on - value.on).days <= DAYS_BEFORE_END:
            found[quarter] = value.value
    return found


def _quarterly(quarters: Mapping[Period, Decimal], counting: str) -> Series | None:
    run = _run(quarters)
    if counting != Counting.YEARLY:
        return Series(Kind.STOCK, run[-1], tuple(quarters[one] for one in run))
    added = _added(quarters, run)
    points = tuple(sum(added[place - 3 : place + 1], Decimal(0)) for place in range(3, len(added)))
    so_far = quarters[run[-1]] if run[-1].part < 4 else None
    return Series(Kind.FLOW, run[-1], points, so_far) if points else None


def _added(quarters: Mapping[Period, Decimal], run: Sequence[Period]) -> list[Decimal]:
    """What each quarter added to its year; those before the first whole one are not known and left out."""
    added = []
    for place, quarter in enumerate(run):
        if quarter.part == 1:
            added.append(quarters[quarter])
        elif place:
            added.append(quarters[quarter] - quarters[run[place - 1]])
    return added


def _yearly(years: Mapping[Period, Decimal], counting: str) -> Series:
    run = _run(years)
    kind = Kind.FLOW if counting == Counting.YEARLY else Kind.STOCK
    return Series(kind, run[-1], tuple(years[one] for one in run))


def _run(found: Mapping[Period, Decimal]) -> list[Period]:
    """The periods without a gap up to the last one, the oldest first."""
    run = [max(found)]
    earlier = sorted(found, reverse=True)[1:]
    for period in earlier:
        if period.next() != run[-1]:
            break
        run.append(period)
    return run[::-1]


def periods_ahead(series: Series, ends_on: date) -> list[Period]:
    """The periods after the last one until a day, the nearest first; none where the day is over."""
    found, period = [], series.last.next()
    while period.end_on <= ends_on:
        found.append(period)
        period = period.next()
    return found
