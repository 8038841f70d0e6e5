"""Where the indicators of a plan are heading (走势): what is still needed, what is expected, what changed."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Column, Facts, Figure, Grid, Row, printed
from zhichan.core.tables.text import Blank, number_text
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.queries.outlook import Comparison, Forecast, Outlook, outlooks_of
from zhichan.rooms.plan.reports.indicators import days_in_address, list_address
from zhichan.rooms.plan.reports.plans import PLAN, plan_of

COLUMNS = (
    Column("指标", 11),
    Column("现值", 6, is_number=True),
    Column("较上年同期", 7, is_number=True),
    Column("还需", 9),
    Column("期末预计", 9),
    Column("数据质量", 6),
)


@stored_query("plan.outlooks", _("指标走势与还需"), parameters=(PLAN,))
def outlooks(asked: Asked) -> Facts:
    """Every indicator with the change over a year, the growth still needed, and its forecast if any.

    A forecast is shown only where its back-test allows it; a value in conflict says so.
    """
    kept = Indicator.objects.filter(plan_id=plan_of(asked), retired_at=None).order_by("position", "pk")
    found = outlooks_of(kept.select_related("plan", "owner_unit"), at=asked.known_at, on=asked.as_of)
    address = list_address(asked)
    figures = (
        Figure(
            "forecasts",
            "有预测的指标",
            Decimal(sum(one.forecast is not None for one in found)),
            "项",
            address,
        ),
        Figure("conflicts", "数值待认定的指标", Decimal(sum(one.conflict for one in found)), "项", address),
    )
    return Facts(figures, Grid(COLUMNS, tuple(_row(one, asked) for one in found)))


def _row(one: Outlook, asked: Asked) -> Row:
    address = f"{reverse('plan:indicator', args=[one.indicator.pk])}?{days_in_address(asked)}"
    cells = (
        one.indicator.name,
        None if one.value is None else printed(one.value, one.unit_of_measure),
        _change(one.last_year),
        str(Blank.NOT_APPLICABLE) if one.needed is None else one.needed.text,
        _expected(one.forecast, one.unit_of_measure),
        "数值待认定" if one.conflict else "无冲突",
    )
    return Row(f"i{one.indicator.pk}", cells, address)


def _change(found: Comparison | None) -> str:
    if found is None:
        return str(Blank.NOT_APPLICABLE)
    if found.change_percent is None:
        return f"{found.change:+f}"
    return f"{found.change_percent:+f}%"


def _expected(forecast: Forecast | None, unit: str) -> str:
    if forecast is None:
        return "不作预测"
    low, high = number_text(forecast.low), number_text(forecast.high)
    return f"{printed(forecast.value, unit)}（{low}–{high}）"
