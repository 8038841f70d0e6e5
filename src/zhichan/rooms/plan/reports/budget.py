"""The budget of the report's year (经费): budgeted, committed and paid, line by line, in 万元."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Column, Facts, Figure, Grid, Row
from zhichan.core.tables.text import Blank
from zhichan.rooms.plan.queries.budget import LineExecution, execution, execution_total
from zhichan.rooms.plan.reports.follow_ups import instant_of

_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")
COLUMNS = (
    Column("项目", 9),
    Column("使用单位", 8),
    *(Column(label, 4, is_number=True) for label in ("预算", "承诺", "支付")),
    Column("支付率%", 4, is_number=True),
)


@stored_query("plan.budget", _("经费执行"))
def budget(asked: Asked) -> Facts:
    """Every line of the year of the report's last day, as it stood at the end of that day."""
    lines = execution(asked.as_of.year, instant_of(asked))
    total = execution_total(lines)
    address = f"{reverse('plan:budget')}?year={asked.as_of.year}"
    figures = (
        Figure("lines", "经费项目", Decimal(len(lines)), "个", address),
        Figure("budget", "经费预算", wan(total.budget), "万元", address),
        Figure("committed", "经费承诺", wan(total.committed), "万元", address),
        Figure("paid", "经费支付", wan(total.paid), "万元", address),
        Figure("percent", "经费支付率", _percent(total.share), "%", address),
    )
    return Facts(figures, Grid(COLUMNS, tuple(map(_row, lines))), notes=("金额单位：万元",) if lines else ())


def wan(yuan: Decimal) -> Decimal:
    """Yuan in 万元, two places, halves up."""
    return (yuan / 10_000).quantize(_CENT, ROUND_HALF_UP)


def _percent(share: Decimal | None) -> Decimal | str:
    """The share that was paid; it does not apply where nothing is budgeted."""
    if share is None:
        return str(Blank.NOT_APPLICABLE)
    return (share * 100).quantize(_TENTH, ROUND_HALF_UP)


def _row(one: LineExecution) -> Row:
    money = (wan(one.budget), wan(one.committed), wan(one.paid))
    address = reverse("plan:budget_line", args=[one.line.pk])
    return Row(f"b{one.line.pk}", (one.line.title, one.line.unit.name, *money, _percent(one.share)), address)
