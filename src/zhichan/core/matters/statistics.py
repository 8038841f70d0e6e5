"""The statistics of one procedure (办件统计): what is open now; what was opened, ended and kept in a period.

Every figure counts the matters that one reader may see, of every version of the procedure, in the database. A
further source of a matter is counted with it, once. What has to be read row by row (how matters ended, how
long they took, whether limits were kept) is told of the latest closings of the period alone where there are
very many; ``Statistics.looked`` says of which days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Exists, F, FloatField, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Floor

from zhichan.core.access.actor import Actor
from zhichan.core.matters.clocks import ClockState, office_day
from zhichan.core.matters.loading import versions_of
from zhichan.core.matters.models import Matter, Obligation
from zhichan.core.matters.months import Month, beginning_of, day_begins, months_between
from zhichan.core.matters.supervision import Days, further_sources
from zhichan.core.matters.work import Scope, whose
from zhichan.core.matters.work_counts import summed

MOST_MONTHS = 36
MOST_IN_MONTH = 3_000
"""So many of a month are counted; where there are more, the figure is one more than this."""
MOST_CLOSINGS = 3_000
MOST_OPEN = 10_000
"""Of so many open matters all limits that run are read; of more, those that are due first."""
MOST_RUNNING = 1_000
ONE_DAY = timedelta(days=1)
TENTH = Decimal("0.1")
_HALF_UP = 0.5 + 1e-6
"""Added before the fraction is cut off; SQLite tells a day to some millionths."""


@dataclass(frozen=True)
class Period:
    """Days from first to last, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def months(self) -> tuple[Month, ...]:
        return months_between(self.first, self.last)

    @property
    def by_month(self) -> tuple[Period, ...]:
        """The part of each month that lies in it."""
        ends = [office_day(beginning_of(month.next)) - ONE_DAY for month in self.months]
        return tuple(Period(max(self.first, end.replace(day=1)), min(self.last, end)) for end in ends)

    def condition(self, field: str) -> Q:
        return Q(**{f"{field}__gte": day_begins(self.first), f"{field}__lt": day_begins(self.last + ONE_DAY)})


@dataclass(frozen=True)
class LimitFigures:
    """How many matters met a limit in time each time and once too late, of those that were closed; and in how
    many it runs now, and is too late already."""

    in_time: int = 0
    late: int = 0
    running: int = 0
    overdue: int = 0

    @property
    def met(self) -> int:
        return self.in_time + self.late

    @property
    def in_time_percent(self) -> Decimal | None:
        """Of the closed matters that met it the share that did in time; None where none did."""
        if not self.met:
            return None
        return (Decimal(100 * self.in_time) / self.met).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Statistics:
    """``open`` and ``ended``: how many by state. ``opened`` and ``closed``: how many in each month of the
    period. ``looked``: the days of those closings that ``ended``, ``tenths`` and the limits tell of.
    ``tenths``: how many took so many tenths of a day. ``is_least``: more limits run than
    were counted."""

    period: Period
    looked: Period
    open: Mapping[str, int]
    opened: Sequence[int]
    closed: Sequence[int]
    ended: Mapping[str, int]
    tenths: Mapping[int, int]
    limits: Mapping[str, LimitFigures]
    is_least: bool

    @property
    def is_empty(self) -> bool:
        return not any((sum(self.open.values()), sum(self.opened), sum(self.closed), self.limits))

    def days(self, percent: int) -> Decimal | None:
        """The days, to a tenth, in which at least so many in a hundred of the closings were done; None where
        there are none. The nearest rank: the length of one of them, nothing between two."""
        rank = -(-sum(self.tenths.values()) * percent // 100)
        for tenths, count in sorted(self.tenths.items()):
            rank -= count
            if rank <= 0:
                return Decimal(tenths) / 10
        return None


def statistics_of(actor: Actor, name: str, period: Period, *, at: datetime) -> Statistics:
    """The figures of a procedure. At most six queries; O(rows of the period) by the indexes over
    opening and closing, O(open matters) by that over the procedure, and a bounded number of rows read."""
    rows = whose(actor, Scope.UNIT, is_live=None).rows(are_few=False)
    rows = rows.filter(procedure=name)
    counted = rows.exclude(pk__in=further_sources())
    opened, closed = _by_month(counted, period)
    looked = _looked(counted, period) if sum(closed) > MOST_CLOSINGS else period
    closings = counted.filter(looked.condition("closed_at"), is_open=False)
    closings = closings if any(closed) else closings.none()
    under_way = _under_way(rows, name)
    open_now = _by_state(under_way)
    are_few = sum(open_now.values()) <= MOST_OPEN
    ended, tenths = _ended(closings)
    limits, going = _limits(_running(rows, under_way if are_few else None), closings, at)
    is_least = not are_few and going > MOST_RUNNING
    return Statistics(period, looked, open_now, opened, closed, ended, tenths, limits, is_least)


def _under_way(rows: QuerySet[Matter], name: str) -> QuerySet[Matter]:
    """The open ones, found by the states that are not final in some version. In such a state stands as well
    what went into another matter."""
    states = {one.name for version in versions_of(name) for one in version.states if not one.is_final}
    return rows.filter(state__in=sorted(states), is_open=True).order_by()


def _by_state(rows: QuerySet[Matter]) -> dict[str, int]:
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def _by_month(rows: QuerySet[Matter], period: Period) -> tuple[list[int], list[int]]:
    """How many were opened and closed. One query: each month is a walk of its own over an index, and nothing
    is sorted."""
    opened = [rows.filter(month.condition("opened_at")) for month in period.by_month]
    done = rows.filter(is_open=False)
    closed = [done.filter(month.condition("closed_at")) for month in period.by_month]
    counts = summed([[part.values("pk")[: MOST_IN_MONTH + 1]] for part in (*opened, *closed)])
    return counts[: len(opened)], counts[len(opened) :]


def _looked(rows: QuerySet[Matter], period: Period) -> Period:
    """The last days of the period, of which so many closings are not too many; one day at least."""
    latest = rows.filter(period.condition("closed_at"), is_open=False).order_by("-closed_at")
    beyond = latest.values_list("closed_at", flat=True)[MOST_CLOSINGS : MOST_CLOSINGS + 1]
    [day] = [office_day(at) for at in beyond if at]
    return Period(min(day + ONE_DAY, period.last), period.last)


def _ended(closings: QuerySet[Matter]) -> tuple[dict[str, int], dict[int, int]]:
    """How many ended in each state, and how many took how long."""
    took = Days(F("closed_at"), F("opened_at"), output_field=FloatField())
    tenths = Cast(Floor(took * 10.0 + _HALF_UP), IntegerField())
    ended: dict[str, int] = {}
    lengths: dict[int, int] = {}
    for state, length, count in closings.order_by().values_list("state", tenths).annotate(n=Count("pk")):
        ended[state] = ended.get(state, 0) + count
        lengths[length] = lengths.get(length, 0) + count
    return ended, lengths


def _limits(
    running: QuerySet[Obligation], closings: QuerySet[Matter], at: datetime
) -> tuple[dict[str, LimitFigures], int]:
    """By the name of the limit; and how many of them were found running."""
    met = dict[str, tuple[int, int]]()
    done = Obligation.objects.filter(
        matter__in=closings.order_by().values("pk"), state__in=[ClockState.MET, ClockState.MET_LATE]
    )
    for name, every, late in (
        done.order_by()
        .values_list("name")
        .annotate(
            every=Count("matter", distinct=True),
            late=Count("matter", distinct=True, filter=Q(state=ClockState.MET_LATE)),
        )
    ):
        met[name] = every - late, late
    going = dict[str, tuple[int, int]]()
    total = 0
    for name, count, every, overdue in (
        running.order_by()
        .values_list("name")
        .annotate(
            count=Count("pk"),
            every=Count("matter", distinct=True),
            overdue=Count("matter", distinct=True, filter=Q(due_at__lte=at)),
        )
    ):
        going[name] = every - overdue, overdue
        total += count
    found = {
        name: LimitFigures(*met.get(name, (0, 0)), *going.get(name, (0, 0))) for name in {**met, **going}
    }
    return found, total


def _running(rows: QuerySet[Matter], few: QuerySet[Matter] | None) -> QuerySet[Obligation]:
    """The limits that run: of few open matters by those and by the ended ones that still owe something; of
    many the first due of all, so many and one."""
    running = Obligation.objects.filter(is_open=True)
    if few is not None:
        owing = rows.filter(is_open=False, is_live=True).order_by()
        return running.filter(matter__in=few.values("pk").union(owing.values("pk"), all=True))
    seen = running.filter(Exists(rows.filter(pk=OuterRef("matter_id"))))
    first: QuerySet[Any] = seen.order_by("due_at", "pk")[: MOST_RUNNING + 1]
    return Obligation.objects.filter(pk__in=first.values("pk"))
