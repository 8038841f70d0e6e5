"""What the supervision board counts (督导统计): matters as they stand now, and opened and closed by month.

Every figure is a count of rows, made by the database; nobody is named. Months are those of the office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, Case, Count, F, FloatField, Func, IntegerField, Q, QuerySet, Value, When

from zhichan.core.matters.models import Matter, MatterLink
from zhichan.core.matters.months import Month, beginning_of, months_back

MONTHS = 12
TENTH = Decimal("0.1")


@dataclass
class Figures:
    """The figures of one line. ``days``: the sum of the days from opening to end of those closed."""

    open: int = 0
    overdue: int = 0
    paused: int = 0
    elsewhere: int = 0
    opened: int = 0
    closed: int = 0
    on_time: int = 0
    days: float = 0.0

    def add(self, **more: float) -> None:
        for name, count in more.items():
            setattr(self, name, getattr(self, name) + count)

    @property
    def on_time_percent(self) -> Decimal | None:
        """Of those closed the share in which the office kept every limit; None where none was closed."""
        if not self.closed:
            return None
        return (Decimal(100 * self.on_time) / self.closed).quantize(TENTH, ROUND_HALF_UP)

    @property
    def average_days(self) -> Decimal | None:
        """The days from opening to end of those closed, on average; None where none was closed."""
        if not self.closed:
            return None
        return Decimal(self.days / self.closed).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Board:
    """``states``: how many stand in each state of each procedure, by procedure and state."""

    months: tuple[Month, ...]
    total: Figures
    by_procedure: Mapping[str, Figures]
    by_unit: Mapping[int, Figures]
    by_month: Mapping[Month, Figures]
    states: Mapping[tuple[str, str], int]


@dataclass
class _Gathered:
    total: Figures = field(default_factory=Figures)
    by_procedure: dict[str, Figures] = field(default_factory=dict)
    by_unit: dict[int, Figures] = field(default_factory=dict)
    by_month: dict[Month, Figures] = field(default_factory=dict)

    def add(self, procedure: str, unit: int, month: Month | None, more: Mapping[str, float]) -> None:
        self.total.add(**more)
        self.by_procedure.setdefault(procedure, Figures()).add(**more)
        self.by_unit.setdefault(unit, Figures()).add(**more)
        if month is not None:
            self.by_month[month].add(**more)


def board_at(at: datetime, today: date, *, procedure: str = "", unit: int | None = None) -> Board:
    """The board of all matters, or of a procedure, of a unit. Five queries, O(matters) by their indexes."""
    rows = Matter.objects.all()
    if procedure:
        rows = rows.filter(procedure=procedure)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    months = months_back(today, MONTHS)
    found = _Gathered(by_month={month: Figures() for month in months})
    for name, unit_id, more in _standing(rows, at):
        found.add(name, unit_id, None, more)
    for name, unit_id, month, n in _opened(rows, months):
        found.add(name, unit_id, month, {"opened": n})
    for name, unit_id, month, more in _closed(rows, months):
        found.add(name, unit_id, month, more)
    states = rows.order_by().values_list("procedure", "state").annotate(n=Count("pk"))
    return Board(
        months,
        found.total,
        found.by_procedure,
        found.by_unit,
        found.by_month,
        {(name, state): n for name, state, n in states},
    )


def _standing(rows: QuerySet[Matter], at: datetime) -> Iterator[tuple[str, int, dict[str, float]]]:
    """How those with something to do stand: open, overdue, standing still, waiting for somebody outside."""
    live = rows.filter(is_live=True).order_by().values_list("procedure", "unit_id")
    counted = live.annotate(
        open=Count("pk", filter=Q(is_open=True)),
        overdue=Count("pk", filter=Q(next_due_at__lte=at)),
        paused=Count("pk", filter=Q(is_paused=True)),
        elsewhere=Count("pk", filter=Q(is_elsewhere=True)),
    )
    for name, unit_id, *counts in counted:
        yield name, unit_id, dict(zip(("open", "overdue", "paused", "elsewhere"), counts, strict=True))


def _opened(rows: QuerySet[Matter], months: Sequence[Month]) -> Iterator[tuple[str, int, Month, int]]:
    found = _within(rows, "opened_at", months).values_list("procedure", "unit_id", "month")
    for name, unit_id, month, n in found.annotate(n=Count("pk")):
        yield name, unit_id, months[month], n


def _closed(
    rows: QuerySet[Matter], months: Sequence[Month]
) -> Iterator[tuple[str, int, Month, dict[str, float]]]:
    found = _within(rows, "closed_at", months).values_list("procedure", "unit_id", "month")
    counted = found.annotate(
        n=Count("pk"),
        on_time=Count("pk", filter=Q(was_late=False)),
        days=Avg(Days(F("closed_at"), F("opened_at"), output_field=FloatField())),
    )
    for name, unit_id, month, n, on_time, days in counted:
        yield name, unit_id, months[month], {"closed": n, "on_time": on_time, "days": days * n}


def further_sources() -> QuerySet[MatterLink, Any]:
    """The matters that are a further source of another (又一来源): counted with it."""
    return MatterLink.objects.filter(kind=MatterLink.Kind.SOURCE).values("first_id")


def _within(rows: QuerySet[Matter], field: str, months: Sequence[Month]) -> QuerySet[Any]:
    """The rows whose instant lies within the months, with the place of its month among them. A further source
    of a matter is counted with it, once."""
    ends = [beginning_of(month.next) for month in months]
    place = Case(
        *(When(**{f"{field}__lt": end}, then=Value(n)) for n, end in enumerate(ends)),
        output_field=IntegerField(),
    )
    first = beginning_of(months[0])
    inside = rows.exclude(pk__in=further_sources()).filter(
        **{f"{field}__gte": first, f"{field}__lt": ends[-1]}
    )
    return inside.order_by().annotate(month=place)


class Days(Func):
    """The days between two instants, with their parts; the database's own arithmetic."""

    template = "(julianday(%(expressions)s))"
    arg_joiner = ") - julianday("
    arity = 2

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400.0)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **context)
