"""The indicators of a plan as of a day (主要指标): how many stand how, and each with its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Chart, Column, Facts, Figure, Grid, Row, Series, Value
from zhichan.core.tables.text import Blank, number_text
from zhichan.rooms.plan.figures import promise_text
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import Indicator, Plan
from zhichan.rooms.plan.queries.indicators import IndicatorRow, counts_by_status, indicator_rows
from zhichan.rooms.plan.reports.plans import PLAN, plan_of

COLUMNS = (
    Column("序号", 33),
    Column("指标", 96),
    Column("属性", 42),
    Column("基期", 44, is_number=True),
    Column("目标", 69, is_number=True),
    Column("现值", 48, is_number=True),
    Column("数据时点", 68),
    Column("研判", 42),
)


@stored_query("plan.indicators", _("主要指标完成情况"), parameters=(PLAN,))
def indicators(asked: Asked) -> Facts:
    """Every indicator in force with base, promise, value and standing. Each value is a figure of its own."""
    rows = _rows(asked)
    by_status = counts_by_status(rows)
    every, lagging = list_address(asked), list_address(asked, Status.LAGGING)
    binding = [row for row in rows if row.indicator.nature == Indicator.Nature.BINDING]
    figures = [
        Figure("total", "指标总数", Decimal(len(rows)), "项", every),
        *(
            Figure(status.value, f"{status.label}的指标", Decimal(count), "项", list_address(asked, status))
            for status, count in by_status.items()
        ),
        Figure("binding", "约束性指标", Decimal(len(binding)), "项", every),
        Figure("binding_met", "已达标的约束性指标", Decimal(_met(binding)), "项", every),
        Figure("lagging_names", "滞后的指标", _names(rows, Status.LAGGING), rows=lagging),
        Figure(
            "no_data_names",
            "没有数据的指标",
            _names(rows, Status.NO_DATA),
            rows=list_address(asked, Status.NO_DATA),
        ),
    ]
    figures += [_value_figure(row, asked) for row in rows]
    table = Grid(COLUMNS, tuple(_row(nth, row, asked) for nth, row in enumerate(rows, 1)))
    done = Series("done", "完成程度", tuple(None if row.done is None else Decimal(row.done) for row in rows))
    names = tuple(row.indicator.name for row in rows)
    return Facts(tuple(figures), table, Chart("lying", "%", names, (done,)) if rows else None)


def _rows(asked: Asked) -> list[IndicatorRow]:
    found = Indicator.objects.filter(plan_id=plan_of(asked), retired_at=None)
    kept = found.select_related("plan", "owner_unit").order_by("position", "pk")
    return indicator_rows(list(kept), asked.as_of, asked.known_at)


def _met(rows: Sequence[IndicatorRow]) -> int:
    return sum(row.status is Status.MET for row in rows)


def _names(rows: Sequence[IndicatorRow], status: Status) -> str:
    return "、".join(row.indicator.name for row in rows if row.status is status) or "无"


def _value_figure(row: IndicatorRow, asked: Asked) -> Figure:
    value = row.value.value if row.value else None
    unit = row.indicator.unit_of_measure
    return Figure(f"i{row.pk}", row.indicator.name, value, unit, _address(row, asked))


def _address(row: IndicatorRow, asked: Asked) -> str:
    return f"{reverse('plan:indicator', args=[row.pk])}?{days_in_address(asked)}"


def list_address(asked: Asked, status: Status | None = None) -> str:
    """The list of the plan's indicators at both times of a report; those of one status."""
    narrowed = {"plan": str(plan_of(asked)), **({"status": status.value} if status else {})}
    return f"{reverse('plan:indicators')}?{urlencode(narrowed)}&{days_in_address(asked)}"


def days_in_address(asked: Asked) -> str:
    """The part of an address that keeps both times of a report."""
    known = timezone.localdate(asked.known_at)
    return urlencode({"on": asked.as_of.isoformat(), "known": known.isoformat()})


def _row(nth: int, row: IndicatorRow, asked: Asked) -> Row:
    indicator, target, value = row.indicator, row.target, row.value
    baseline = target.baseline if target else None
    cells: tuple[Value, ...] = (
        str(nth),
        f"{indicator.name}（{indicator.unit_of_measure}）" if indicator.unit_of_measure else indicator.name,
        indicator.nature or str(Blank.NOT_APPLICABLE),
        str(Blank.NOT_APPLICABLE) if baseline is None else number_text(baseline),
        f"{target.year or ''}{'年' if target.year else ''}{promise_text(target, '')}" if target else None,
        value.value if value else None,
        value.effective_on.isoformat() if value else None,
        str(row.status.label),
    )
    return Row(f"i{row.pk}", cells, _address(row, asked))


@stored_query("plan.indicator_years", _("指标历年数"), parameters=(PLAN,))
def indicator_years(asked: Asked) -> Facts:
    """The value of every indicator at the end of each year, from the one before the plan, of five at most."""
    first = Plan.objects.get(pk=plan_of(asked)).period_from or asked.as_of.year
    years = range(max(asked.as_of.year - 4, first - 1), asked.as_of.year + 1)
    by_year = [_rows_on(asked, year) for year in years]
    current = _rows(asked)
    rows = tuple(
        Row(
            f"i{row.pk}",
            (
                row.indicator.name,
                *(value.value if (value := one[at].value) else None for one in by_year),
            ),
            _address(row, asked),
        )
        for at, row in enumerate(current)
    )
    columns = (Column("指标", 5), *(Column(f"{year}年", 2, is_number=True) for year in years))
    return Facts(table=Grid(columns, rows))


def _rows_on(asked: Asked, year: int) -> list[IndicatorRow]:
    """As of the end of a year; a value of an earlier year does not stand for it."""
    day = min(date(year, 12, 31), asked.as_of)
    found = _rows(replace(asked, moment=replace(asked.moment, as_of=day)))
    return [
        replace(row, value=row.value if row.value and row.value.effective_on.year == year else None)
        for row in found
    ]
