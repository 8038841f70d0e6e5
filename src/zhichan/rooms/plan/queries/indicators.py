"""Indicators as of a day, as known at an instant: their values, and how they stand against their path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.core.measures.models import MeasureRun
from zhichan.rooms.plan.indicator_status import (
    MARKS,
    Dated,
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
from zhichan.rooms.plan.queries.values import values_on
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
        is_binding=indicator.nature == Indicator.Nature.BINDING,
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
        return {Status.LAGGING: "bad", Status.SLOW: "warn"}.get(self.status, "")

    @property
    def gap(self) -> Decimal | None:
        """How far the value lies above the path, below zero where it lies under it."""
        return None if self.value is None or self.expected is None else self.value.value - self.expected


def indicator_rows(indicators: Sequence[Indicator], on: date, known_at: datetime) -> list[IndicatorRow]:
    """The indicators with what was promised and how they stand. Three queries mostly."""
    ids = [indicator.pk for indicator in indicators]
    targets = targets_in_force(indicators)
    values, before = values_on([dict.fromkeys(ids, on), dict.fromkeys(ids, a_year_before(on))], known_at)
    return [
        row_of(one, targets.get(one.pk), values.get(one.pk), before.get(one.pk), on) for one in indicators
    ]


def a_year_before(on: date) -> date:
    """The same day of the year before; of 29 February the 28th."""
    return on.replace(year=on.year - 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


def row_of(
    indicator: Indicator,
    promised: PromisedTarget | None,
    value: IndicatorValue | None,
    before: IndicatorValue | None,
    on: date,
) -> IndicatorRow:
    """How one indicator stands with a value, and ``before`` about a year earlier; no query."""
    if promised is None:
        return IndicatorRow(indicator, None, (), None, value, Status.NO_DATA, None, None, None)
    goal = goal_of(indicator, promised)
    figure = value.value if value else None
    day = value.effective_on if value else on
    expected = path_value(goal, day)
    earlier = Dated(before.effective_on, before.value) if before else None
    return IndicatorRow(
        indicator=indicator,
        target=promised.target,
        path=promised.path,
        goal=goal,
        value=value,
        status=status_of(goal, figure, day, earlier),
        expected=None if expected is None else rounded(expected, places_of(goal, figure)),
        done=None if figure is None else share_done(goal, figure),
        elapsed=share_of_time(goal, on),
    )


def counts_by_status(rows: Iterable[IndicatorRow]) -> Mapping[Status, int]:
    counts = dict.fromkeys(Status, 0)
    for row in rows:
        counts[row.status] += 1
    return counts
