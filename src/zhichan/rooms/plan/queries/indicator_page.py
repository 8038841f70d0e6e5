"""What the page of one indicator shows: how it stands, its path, and its values as they became known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.rooms.plan.indicator_status import Goal, path_value, places_of, rounded
from zhichan.rooms.plan.models import Indicator, IndicatorValue, Target
from zhichan.rooms.plan.models import PathPoint as PathRow
from zhichan.rooms.plan.queries.indicators import (
    FIRST_OF_DAY,
    IndicatorRow,
    indicator_rows,
    indicator_visible_to,
)
from zhichan.rooms.plan.rights import MEASURE_BIND, PATH_EDIT, VALUE_ENTER

MOST_DAYS = 60
RECENT = timedelta(days=31)
MATRIX_DAYS = 8
MATRIX_INSTANTS = 5


@dataclass(frozen=True)
class ValueLine:
    """The value for one day as known, with where the path stood; ``earlier``: what it was before.

    ``beside``: what was entered by hand for a day that was also computed, the latest known.
    """

    value: IndicatorValue
    expected: Decimal | None
    gap: Decimal | None
    earlier: Sequence[IndicatorValue]
    beside: IndicatorValue | None = None

    @property
    def is_at_odds(self) -> bool:
        return self.beside is not None and self.beside.value != self.value.value


@dataclass(frozen=True)
class Matrix:
    """Days down, instants of knowing across: each figure as it was known then (None: not yet).

    ``chosen``: the place of the last instant not after the one asked about, or None.
    """

    instants: Sequence[datetime]
    rows: Sequence[tuple[date, Sequence[Decimal | None]]]
    chosen: int | None


@dataclass(frozen=True)
class Drawn:
    """What the chart draws: (day, figure) pairs, and the figure of the promise."""

    path: Sequence[tuple[date, Decimal]]
    actual: Sequence[tuple[date, Decimal]]
    promised: Decimal | None


@dataclass(frozen=True)
class IndicatorPage:
    row: IndicatorRow
    known_now: IndicatorValue | None
    lines: Sequence[ValueLine]
    matrix: Matrix
    points: Sequence[PathRow]
    drawn: Drawn
    may_enter: bool
    may_edit: bool
    may_bind: bool

    @property
    def at_odds(self) -> ValueLine | None:
        """The latest day of which a computed and an entered figure differ."""
        return next((line for line in self.lines if line.is_at_odds), None)

    @property
    def indicator(self) -> Indicator:
        return self.row.indicator

    @property
    def target(self) -> Target | None:
        return self.row.target


def indicator_page(actor: Actor, pk: int, on: date, known_at: datetime, now: datetime) -> IndicatorPage:
    """The indicator as of a day, as known at an instant; NotFound where the actor may not see it.

    Four queries. ``known_now`` is set where today another value is known for the same day.
    """
    indicator = indicator_visible_to(actor, pk)
    row = indicator_rows([indicator], on, known_at)[0]
    every = list(
        IndicatorValue.objects.filter(indicator=indicator, effective_on__lte=on)
        .select_related("reporter", "file", "run")
        .order_by("-effective_on", *FIRST_OF_DAY)
    )
    by_day = _by_day([value for value in every if _is_told(value, on)])
    lines = _lines(row.goal, by_day, known_at)
    owners = [indicator.owner_unit_id] if indicator.owner_unit_id else []
    return IndicatorPage(
        row=row,
        known_now=_known_now(row.value, by_day, now),
        lines=lines,
        matrix=_matrix(by_day, known_at, now),
        points=row.path,
        drawn=drawn_of(row.goal, [line.value for line in lines]),
        may_enter=may(actor, VALUE_ENTER, owners) and indicator.retired_at is None,
        may_edit=may(actor, PATH_EDIT, owners) and indicator.retired_at is None,
        may_bind=may(actor, MEASURE_BIND, owners) and indicator.retired_at is None,
    )


def _is_told(value: IndicatorValue, on: date) -> bool:
    """Of the days that were computed long ago only the last of each month is told; all else always."""
    is_recent = value.effective_on > on - RECENT
    return value.run_id is None or is_recent or (value.effective_on + timedelta(days=1)).day == 1


def _by_day(values: Sequence[IndicatorValue]) -> dict[date, list[IndicatorValue]]:
    """The values of each day, computed before entered and latest known first; the latest days first, sixty
    of them at most."""
    days: dict[date, list[IndicatorValue]] = {}
    for value in values:
        if value.effective_on in days or len(days) < MOST_DAYS:
            days.setdefault(value.effective_on, []).append(value)
    return days


def _lines(
    goal: Goal | None, by_day: Mapping[date, Sequence[IndicatorValue]], known_at: datetime
) -> list[ValueLine]:
    lines = []
    for day, values in by_day.items():
        known = [value for value in values if value.known_at <= known_at]
        if known:
            first = known[0]
            expected = _expected(goal, day, first.value)
            gap = None if expected is None else first.value - expected
            same = [value for value in known[1:] if (value.run_id is None) == (first.run_id is None)]
            beside = next((value for value in known if value.run_id is None), None) if first.run_id else None
            lines.append(ValueLine(first, expected, gap, same, beside))
    return lines


def _expected(goal: Goal | None, day: date, value: Decimal) -> Decimal | None:
    found = path_value(goal, day) if goal else None
    return None if goal is None or found is None else rounded(found, places_of(goal, value))


def _known_now(
    shown: IndicatorValue | None, by_day: Mapping[date, Sequence[IndicatorValue]], now: datetime
) -> IndicatorValue | None:
    if shown is None:
        return None
    latest = next((v for v in by_day.get(shown.effective_on, ()) if v.known_at <= now), None)
    return latest if latest is not None and latest.pk != shown.pk else None


def _matrix(by_day: Mapping[date, Sequence[IndicatorValue]], known_at: datetime, now: datetime) -> Matrix:
    """The last days against the last days on which something became known, and today."""
    days = list(by_day)[:MATRIX_DAYS]
    known = {_end_of_day(value.known_at) for day in days for value in by_day[day]}
    instants = sorted(known | {_end_of_day(now)})[-MATRIX_INSTANTS:]
    rows = [(day, [_known_by(by_day[day], instant) for instant in instants]) for day in sorted(days)]
    reached = [place for place, instant in enumerate(instants) if instant <= _end_of_day(known_at)]
    return Matrix(instants, rows, reached[-1] if reached else None)


def _end_of_day(instant: datetime) -> datetime:
    return timezone.localtime(instant).replace(hour=23, minute=59, second=59, microsecond=999_999)


def _known_by(values: Sequence[IndicatorValue], instant: datetime) -> Decimal | None:
    return next((value.value for value in values if value.known_at <= instant), None)


def drawn_of(goal: Goal | None, values: Sequence[IndicatorValue]) -> Drawn:
    """What a chart of the path and the values (latest day first) draws."""
    actual = [(value.effective_on, value.value) for value in reversed(values)]
    if goal is None or not goal.points:
        return Drawn((), actual, None)
    first = goal.points[0].year
    if goal.start is not None:
        first = min(first - 1, goal.baseline_year or first - 1)
    days = [
        date(year, month, 31 if month in (3, 12) else 30)
        for year in range(first, goal.points[-1].year + 1)
        for month in (3, 6, 9, 12)
        if (year, month) >= (first, 12)
    ]
    path = [(day, value) for day in days if (value := path_value(goal, day)) is not None]
    return Drawn([(day, rounded(value, 4)) for day, value in path], actual, goal.end)
