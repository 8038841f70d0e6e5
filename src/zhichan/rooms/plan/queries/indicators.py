"""Indicators as of a day, as known at an instant: their values, and how they stand against their path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.core.measures.models import MeasureRun
from zhichan.rooms.plan.indicator_status import (
    MARKS,
    Goal,
    PathPoint,
    Status,
    path_value,
    places_of,
    rounded,
    share_done,
    share_of_time,
    status_of,
)
from zhichan.rooms.plan.models import Indicator, IndicatorValue, MeasureBinding, PlanVersion, Target
from zhichan.rooms.plan.models import PathPoint as PathRow
from zhichan.rooms.plan.rights import INDICATOR_VIEW

WITH_BINDING = ("binding", "binding__last_run")


@dataclass(frozen=True)
class PromisedTarget:
    """A target of the version in force, with its path in the order of years."""

    target: Target
    path: Sequence[PathRow]


def indicators_visible_to(actor: Actor) -> QuerySet[Indicator]:
    """The office and its leaders see every indicator; a unit's contact those its units fill in."""
    reach = reach_of(actor, INDICATOR_VIEW)
    if reach is Reach.ALL:
        return Indicator.objects.all()
    if reach is None:
        return Indicator.objects.none()
    return Indicator.objects.filter(owner_unit_id__in=units_of(actor, INDICATOR_VIEW))


def indicator_visible_to(actor: Actor, pk: int) -> Indicator:
    """One indicator with its plan and owner; NotFound where the actor may not see it."""
    visible = indicators_visible_to(actor).select_related("plan", "owner_unit", *WITH_BINDING)
    found = visible.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这个指标。"), indicator=pk)
    return found


# Of one day what was computed stands before what was entered by hand, then what was known last.
IS_ENTERED = ExpressionWrapper(Q(run__isnull=True), BooleanField())
FIRST_OF_DAY = (F("run_id").desc(nulls_last=True), F("known_at").desc(), F("pk").desc())


def values_known_at(known_at: datetime, *, entered_only: bool = False) -> QuerySet[IndicatorValue]:
    """The value of each indicator for each day, as it was known at an instant: corrections included.

    ``entered_only``: as if nothing had been computed.
    """
    latest = Window(
        RowNumber(), partition_by=[F("indicator_id"), F("effective_on")], order_by=list(FIRST_OF_DAY)
    )
    known = IndicatorValue.objects.filter(known_at__lte=known_at)
    if entered_only:
        known = known.filter(run__isnull=True)
    return known.annotate(rank=latest).filter(rank=1)


def values_by_day(
    indicator_ids: Iterable[int], on: date, known_at: datetime
) -> dict[int, list[IndicatorValue]]:
    """For each indicator the values of its days up to ``on``, the latest first. One query."""
    latest = Window(
        RowNumber(),
        partition_by=[F("indicator_id"), F("effective_on"), F("is_entered")],
        order_by=[F("known_at").desc(), F("pk").desc()],
    )
    known = IndicatorValue.objects.filter(
        indicator_id__in=list(indicator_ids), effective_on__lte=on, known_at__lte=known_at
    )
    rows = known.annotate(is_entered=IS_ENTERED).annotate(rank=latest).filter(rank=1).select_related("run")
    found: defaultdict[int, list[IndicatorValue]] = defaultdict(list)
    for value in rows.order_by("-effective_on", "pk"):
        days = found[value.indicator_id]
        if days and days[-1].effective_on == value.effective_on:
            days[-1] = first_of(days[-1], value)
        else:
            days.append(value)
    return found


def values_as_of(indicator_ids: Iterable[int], on: date, known_at: datetime) -> dict[int, IndicatorValue]:
    """For each indicator the value of the latest day up to ``on``, as known at ``known_at``. One query.

    Of a day with both the computed one is given; the entered one stands ``at_odds`` where they differ.
    """
    latest = Window(
        RowNumber(),
        partition_by=[F("indicator_id"), F("is_entered")],
        order_by=[F("effective_on").desc(), F("known_at").desc(), F("pk").desc()],
    )
    known = IndicatorValue.objects.filter(
        indicator_id__in=list(indicator_ids), effective_on__lte=on, known_at__lte=known_at
    )
    found: dict[int, IndicatorValue] = {}
    for value in (
        known.annotate(is_entered=IS_ENTERED).annotate(rank=latest).filter(rank=1).select_related("run")
    ):
        before = found.get(value.indicator_id)
        found[value.indicator_id] = value if before is None else first_of(before, value)
    return found


def first_of(one: IndicatorValue, other: IndicatorValue) -> IndicatorValue:
    """Of an entered and a computed value that of the later day, of one day the computed one."""
    if one.effective_on != other.effective_on:
        return one if one.effective_on > other.effective_on else other
    computed, entered = (one, other) if one.run_id is not None else (other, one)
    computed.at_odds = entered if entered.value != computed.value else None
    return computed


def value_as_of(indicator: Indicator, on: date, known_at: datetime) -> IndicatorValue | None:
    """The value of the latest day up to ``on``, as known at ``known_at``."""
    return values_as_of([indicator.pk], on, known_at).get(indicator.pk)


def targets_in_force(indicators: Iterable[Indicator]) -> dict[int, PromisedTarget]:
    """For each indicator what the version in force promises, with its path.

    One query, and a second where a target has no path because nobody knows its year.
    """
    wanted = {indicator.pk for indicator in indicators}
    points = PathRow.objects.filter(
        target__indicator_id__in=wanted, target__version__state=PlanVersion.State.IN_FORCE
    )
    paths: dict[int, list[PathRow]] = defaultdict(list)
    for point in points.select_related("target").order_by("target_id", "year"):
        paths[point.target.indicator_id].append(point)
    found = {pk: PromisedTarget(path[0].target, path) for pk, path in paths.items()}
    if without := wanted - found.keys():
        bare = Target.objects.filter(indicator_id__in=without, version__state=PlanVersion.State.IN_FORCE)
        found |= {target.indicator_id: PromisedTarget(target, ()) for target in bare}
    return found


def goal_of(indicator: Indicator, promised: PromisedTarget) -> Goal:
    """The promise as the rule of ``indicator_status`` takes it."""
    target = promised.target
    points = [
        PathPoint(point.year, point.value, point.kind == PathRow.Kind.GEOMETRIC) for point in promised.path
    ]
    return Goal(
        op=target.op,
        end=points[-1].value if points else promised_value(target),
        baseline=target.baseline,
        baseline_year=target.baseline_year,
        counting=indicator.counting,
        points=points,
    )


def promised_value(target: Target) -> Decimal:
    """The figure as printed; of a range its lower end."""
    value = target.value_min if target.op == Target.Op.RANGE else target.value
    assert value is not None, "a constraint of the table holds this"
    return value


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator as of a day. ``expected``: where the path stands on the day the value speaks of."""

    indicator: Indicator
    target: Target | None
    path: Sequence[PathRow]
    goal: Goal | None
    value: IndicatorValue | None
    status: Status
    expected: Decimal | None
    done: int | None
    elapsed: int | None

    @property
    def pk(self) -> int:
        return self.indicator.pk

    @property
    def mark(self) -> str:
        return MARKS[self.status]

    @property
    def binding(self) -> MeasureBinding | None:
        """What it is computed from; no query where ``binding`` was selected with the indicator."""
        return getattr(self.indicator, "binding", None)

    @property
    def run(self) -> MeasureRun | None:
        """The figure the value was computed as, or None for one entered by hand."""
        return self.value.run if self.value else None

    @property
    def bar(self) -> str:
        return "bad" if self.status is Status.LAGGING else ""

    @property
    def gap(self) -> Decimal | None:
        """How far the value lies above the path, below zero where it lies under it."""
        return None if self.value is None or self.expected is None else self.value.value - self.expected


def indicator_rows(indicators: Sequence[Indicator], on: date, known_at: datetime) -> list[IndicatorRow]:
    """The indicators with what was promised and how they stand. Two queries mostly."""
    targets = targets_in_force(indicators)
    values = values_as_of((indicator.pk for indicator in indicators), on, known_at)
    return [
        row_of(indicator, targets.get(indicator.pk), values.get(indicator.pk), on) for indicator in indicators
    ]


def row_of(
    indicator: Indicator, promised: PromisedTarget | None, value: IndicatorValue | None, on: date
) -> IndicatorRow:
    """How one indicator stands with a value; no query."""
    if promised is None:
        return IndicatorRow(indicator, None, (), None, value, Status.NO_DATA, None, None, None)
    goal = goal_of(indicator, promised)
    figure = value.value if value else None
    day = value.effective_on if value else on
    expected = path_value(goal, day)
    return IndicatorRow(
        indicator=indicator,
        target=promised.target,
        path=promised.path,
        goal=goal,
        value=value,
        status=status_of(goal, figure, day),
        expected=None if expected is None else rounded(expected, places_of(goal, figure)),
        done=None if figure is None else share_done(goal, figure),
        elapsed=share_of_time(goal, on),
    )


def counts_by_status(rows: Iterable[IndicatorRow]) -> Mapping[Status, int]:
    counts = dict.fromkeys(Status, 0)
    for row in rows:
        counts[row.status] += 1
    return counts
