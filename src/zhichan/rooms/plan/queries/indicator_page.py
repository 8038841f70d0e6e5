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
from zhichan.rooms.plan.models import Indicator, IndicatorNote, IndicatorValue, Target, ValueDecision
from zhichan.rooms.plan.models import PathPoint as PathRow
from zhichan.rooms.plan.queries.indicator_history import Correction, corrections_of, notes_of
from zhichan.rooms.plan.queries.indicators import IndicatorRow, indicator_visible_to
from zhichan.rooms.plan.queries.outlook import Outlook, outlooks_of
from zhichan.rooms.plan.queries.values import is_for_entered
from zhichan.rooms.plan.rights import INDICATOR_NOTE, MEASURE_BIND, PATH_EDIT, VALUE_DECIDE, VALUE_ENTER

MOST_DAYS = 60
RECENT = timedelta(days=31)
MATRIX_DAYS = 8
MATRIX_INSTANTS = 5


@dataclass(frozen=True)
class ValueLine:
    """The value for one day that counts as known, with where the path stood.

    ``earlier``: what the same source said before; ``beside``: what the other source says of that day, the
    latest known; ``decision``: why the one counts and not the other.
    """

    value: IndicatorValue
    expected: Decimal | None
    gap: Decimal | None
    earlier: Sequence[IndicatorValue]
    beside: IndicatorValue | None = None
    decision: ValueDecision | None = None

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
    outlook: Outlook
    known_now: IndicatorValue | None
    lines: Sequence[ValueLine]
    matrix: Matrix
    drawn: Drawn
    may_enter: bool
    may_edit: bool
    may_bind: bool
    may_decide: bool
    may_note: bool
    corrections: Sequence[Correction]
    notes: Sequence[IndicatorNote]

    @property
    def row(self) -> IndicatorRow:
        return self.outlook.row

    @property
    def points(self) -> Sequence[PathRow]:
        return self.row.path

    @property
    def indicator(self) -> Indicator:
        return self.row.indicator

    @property
    def target(self) -> Target | None:
        return self.row.target


def indicator_page(actor: Actor, pk: int, on: date, known_at: datetime, now: datetime) -> IndicatorPage:
    """The indicator as of a day, as known at an instant; NotFound where the actor may not see it.

    About a dozen queries. ``known_now`` is set where today another value is known for the same day.
    """
    indicator = indicator_visible_to(actor, pk)
    [outlook] = outlooks_of([indicator], at=known_at, on=on)
    row = outlook.row
    every = list(
        IndicatorValue.objects.filter(indicator=indicator, effective_on__lte=on)
        .select_related("reporter", "file", "run")
        .order_by("-effective_on", "-known_at", "-pk")
    )
    decided = list(ValueDecision.objects.filter(indicator=indicator).order_by("decided_at", "pk"))
    by_day = _by_day([value for value in every if _is_told(value, on)])
    lines = _lines(row.goal, by_day, decided, known_at)
    owners = [indicator.owner_unit_id] if indicator.owner_unit_id else []
    is_open = indicator.retired_at is None
    return IndicatorPage(
        outlook=outlook,
        known_now=_known_now(row.value, by_day, decided, now),
        lines=lines,
        matrix=_matrix(by_day, decided, known_at, now),
        drawn=drawn_of(row.goal, [line.value for line in lines]),
        may_enter=may(actor, VALUE_ENTER, owners) and is_open,
        may_edit=may(actor, PATH_EDIT, owners) and is_open,
        may_bind=may(actor, MEASURE_BIND, owners) and is_open,
        may_decide=may(actor, VALUE_DECIDE, owners) and is_open,
        may_note=may(actor, INDICATOR_NOTE, owners) and is_open,
        corrections=corrections_of(value for value in every if value.known_at <= known_at),
        notes=notes_of(indicator.pk, known_at),
    )


def _is_told(value: IndicatorValue, on: date) -> bool:
    """Of the days that were computed long ago only the last of each month is told; all else always."""
    is_recent = value.effective_on > on - RECENT
    return value.run_id is None or is_recent or (value.effective_on + timedelta(days=1)).day == 1


def _by_day(values: Sequence[IndicatorValue]) -> dict[date, list[IndicatorValue]]:
    """The values of each day, latest known first; the latest days first, sixty of them at most."""
    days: dict[date, list[IndicatorValue]] = {}
    for value in values:
        if value.effective_on in days or len(days) < MOST_DAYS:
            days.setdefault(value.effective_on, []).append(value)
    return days


def _lines(
    goal: Goal | None,
    by_day: Mapping[date, Sequence[IndicatorValue]],
    decided: Sequence[ValueDecision],
    known_at: datetime,
) -> list[ValueLine]:
    lines = []
    for day, values in by_day.items():
        known = [value for value in values if value.known_at <= known_at]
        chosen = _known_by(values, decided, known_at)
        if chosen is not None:
            value, beside, decision = chosen
            expected = _expected(goal, day, value.value)
            gap = None if expected is None else value.value - expected
            same = [one for one in known if one != value and (one.run_id is None) == (value.run_id is None)]
            lines.append(ValueLine(value, expected, gap, same, beside, decision))
    return lines


Chosen = tuple[IndicatorValue, IndicatorValue | None, ValueDecision | None]


def _known_by(
    values: Sequence[IndicatorValue], decided: Sequence[ValueDecision], instant: datetime
) -> Chosen | None:
    """Of one day the value that counted as known at an instant, what the other source said, and who decided.

    ``values``: latest known first.
    """
    known = [value for value in values if value.known_at <= instant]
    computed = next((value for value in known if value.run_id is not None), None)
    entered = next((value for value in known if value.run_id is None), None)
    if computed is None or entered is None:
        only = computed or entered
        return None if only is None else (only, None, None)
    pair = (computed.pk, entered.pk)
    about = [
        one for one in decided if (one.computed_id, one.entered_id) == pair and one.decided_at <= instant
    ]
    decision = about[-1] if about and computed.value != entered.value else None
    return (entered, computed, decision) if is_for_entered(decision) else (computed, entered, decision)


def _expected(goal: Goal | None, day: date, value: Decimal) -> Decimal | None:
    found = path_value(goal, day) if goal else None
    return None if goal is None or found is None else rounded(found, places_of(goal, value))


def _known_now(
    shown: IndicatorValue | None,
    by_day: Mapping[date, Sequence[IndicatorValue]],
    decided: Sequence[ValueDecision],
    now: datetime,
) -> IndicatorValue | None:
    if shown is None:
        return None
    chosen = _known_by(by_day.get(shown.effective_on, ()), decided, now)
    return chosen[0] if chosen is not None and chosen[0].pk != shown.pk else None


def _matrix(
    by_day: Mapping[date, Sequence[IndicatorValue]],
    decided: Sequence[ValueDecision],
    known_at: datetime,
    now: datetime,
) -> Matrix:
    """The last days against the last days on which something became known, and today."""
    days = list(by_day)[:MATRIX_DAYS]
    known = {_end_of_day(value.known_at) for day in days for value in by_day[day]}
    known |= {_end_of_day(one.decided_at) for one in decided}
    instants = sorted(known | {_end_of_day(now)})[-MATRIX_INSTANTS:]
    rows = []
    for day in sorted(days):
        chosen = [_known_by(by_day[day], decided, instant) for instant in instants]
        rows.append((day, [one[0].value if one else None for one in chosen]))
    reached = [place for place, instant in enumerate(instants) if instant <= _end_of_day(known_at)]
    return Matrix(instants, rows, reached[-1] if reached else None)


def _end_of_day(instant: datetime) -> datetime:
    return timezone.localtime(instant).replace(hour=23, minute=59, second=59, microsecond=999_999)


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
