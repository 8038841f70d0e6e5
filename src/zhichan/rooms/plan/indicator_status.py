"""How an indicator stands against its path (研判): the rule, as plain functions.

The rule, first line that fits:

1. 无数据 no data: nothing is known as of the day;
2. 达标 met: the value reaches what was promised (beyond it where the plan says 超过; the lower end of a
   range). Where the promise lies below the baseline, less is better;
3. 按进度 on path: the value reaches the path on the day it speaks of;
4. 偏慢 slow: an expected figure (预期性) below its path that still reaches the promise in time if it moves on
   as it did over the year before;
5. 滞后 lagging: everything else. A binding figure (约束性) below its path is lagging at once.

Source of 4 and 5: binding misses are red at once, expected ones judged by trend (domain/statistics.md §2).
The path is known at the end of each year. Between two year ends it runs day by day, in equal ratios where
it was computed so, else in equal steps. A yearly figure (当年数) starts from nothing each January: its
path is that year's point times the share of the year that has passed. Values and path are compared as
they are shown: rounded to the places of the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.models import Indicator, Target

Counting = Indicator.Counting
_DIGITS = 40
_SHORTEST_TREND = 180


class Status(models.TextChoices):
    MET = "met", _("已达标")
    ON_PATH = "on_path", _("按进度")
    SLOW = "slow", _("偏慢")
    LAGGING = "lagging", _("滞后")
    NO_DATA = "no_data", _("无数据")


MARKS: dict[Status, str] = {
    Status.MET: "done",
    Status.ON_PATH: "ok",
    Status.SLOW: "warn",
    Status.LAGGING: "bad",
    Status.NO_DATA: "idle",
}


@dataclass(frozen=True)
class PathPoint:
    """Where it should stand at the end of a year; ``is_geometric``: reached by equal ratios."""

    year: int
    value: Decimal
    is_geometric: bool


@dataclass(frozen=True)
class Goal:
    """What was promised. ``points`` in the order of years, the last for the promised year.

    ``end``: the level that fulfils the promise (an increment on top of the baseline is added up).
    """

    op: str
    end: Decimal
    baseline: Decimal | None
    baseline_year: int | None
    counting: str
    points: Sequence[PathPoint]
    is_binding: bool = False

    @property
    def ends_on(self) -> date | None:
        """The last day of the promised year."""
        return date(self.points[-1].year, 12, 31) if self.points else None

    @property
    def is_falling(self) -> bool:
        """Less is better: the promise lies below the baseline."""
        return self.start is not None and self.end < self.start

    @property
    def start(self) -> Decimal | None:
        """Where the path begins: nothing for a sum over the period, else the baseline."""
        return Decimal(0) if self.counting == Counting.CUMULATIVE else self.baseline


def is_met(goal: Goal, value: Decimal) -> bool:
    if goal.op == Target.Op.EXCEED:
        return value < goal.end if goal.is_falling else value > goal.end
    return value <= goal.end if goal.is_falling else value >= goal.end


@dataclass(frozen=True)
class Dated:
    """A figure with the day it speaks of."""

    on: date
    value: Decimal


def status_of(goal: Goal, value: Decimal | None, on: date, before: Dated | None = None) -> Status:
    """How a value stands; ``on`` is the day it speaks of, ``before`` what it was about a year earlier."""
    if value is None:
        return Status.NO_DATA
    if is_met(goal, value):
        return Status.MET
    expected = path_value(goal, on)
    if expected is None:
        return Status.LAGGING
    shown = rounded(expected, places_of(goal, value))
    keeps_up = value <= shown if goal.is_falling else value >= shown
    if keeps_up:
        return Status.ON_PATH
    is_in_time = before is not None and not goal.is_binding and arrives(goal, before, Dated(on, value))
    return Status.SLOW if is_in_time else Status.LAGGING


def arrives(goal: Goal, before: Dated, now: Dated) -> bool:
    """Whether the promise is met at its end if the figure moves on as it did between two days.

    In equal ratios where the path runs so, else in equal steps. Never said of a yearly figure, which starts
    anew, nor from days less than half a year apart.
    """
    end, days = goal.ends_on, (now.on - before.on).days
    if end is None or end <= now.on or days < _SHORTEST_TREND or goal.counting == Counting.YEARLY:
        return False
    share = Decimal((end - now.on).days) / days
    if goal.points[-1].is_geometric and before.value > 0 and now.value > 0:
        with localcontext(prec=_DIGITS):
            return is_met(goal, now.value * (now.value / before.value) ** share)
    return is_met(goal, now.value + (now.value - before.value) * share)


def path_value(goal: Goal, on: date) -> Decimal | None:
    """Where the indicator should stand on a day; None before the path begins, or where it has no start."""
    if goal.counting == Counting.YEARLY:
        return _yearly(goal, on)
    known = _year_ends(goal)
    before = [point for point in known if date(point.year, 12, 31) <= on]
    after = [point for point in known if date(point.year, 12, 31) > on]
    if not before:
        return None
    if not after:
        return before[-1].value
    return _between(before[-1], after[0], on)


def _year_ends(goal: Goal) -> list[PathPoint]:
    """The points of the path with the one it starts from."""
    if not goal.points or goal.start is None:
        return list(goal.points)
    first = goal.baseline_year if goal.baseline_year is not None else goal.points[0].year - 1
    if goal.counting == Counting.CUMULATIVE or first >= goal.points[0].year:
        first = goal.points[0].year - 1
    return [PathPoint(first, goal.start, False), *goal.points]


def _between(before: PathPoint, after: PathPoint, on: date) -> Decimal:
    start, end = date(before.year, 12, 31), date(after.year, 12, 31)
    share = Decimal((on - start).days) / (end - start).days
    if after.is_geometric and before.value > 0 and after.value > 0:
        with localcontext(prec=_DIGITS):
            return before.value * (after.value / before.value) ** share
    return before.value + (after.value - before.value) * share


def _yearly(goal: Goal, on: date) -> Decimal | None:
    """A yearly figure: the year's point times the share of the year that has passed."""
    point = next((p for p in goal.points if p.year == on.year), None)
    if point is None:
        past = [p for p in goal.points if p.year < on.year]
        if not past:
            return None
        point = past[-1]
    days = (date(on.year, 12, 31) - date(on.year - 1, 12, 31)).days
    return point.value * (on - date(on.year - 1, 12, 31)).days / days


def places_of(goal: Goal, value: Decimal | None = None) -> int:
    """As many decimals as the figures have: of the promise, the baseline and the value."""
    figures = [goal.end, goal.baseline, value]
    return max(_places(figure) for figure in figures if figure is not None)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def share_done(goal: Goal, value: Decimal) -> int:
    """How much of the way from the start to the promise is done, in percent, 0 to 100, rounded down."""
    start = goal.start or Decimal(0)
    if goal.counting == Counting.YEARLY:
        start = Decimal(0)
    if goal.end == start:
        return 100 if is_met(goal, value) else 0
    share = (value - start) * 100 / (goal.end - start)
    return max(0, min(100, int(share)))


def share_of_time(goal: Goal, on: date) -> int | None:
    """How much of the time from the baseline's year end to the promised year end has passed, in percent."""
    if not goal.points:
        return None
    ends = _year_ends(goal)
    first, last = date(ends[0].year, 12, 31), date(goal.points[-1].year, 12, 31)
    if len(ends) == 1 or last <= first:
        return None
    return max(0, min(100, (on - first).days * 100 // (last - first).days))
