"""What the pages of indicators say in words (结论先行)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.tables.text import day_text, number_text
from zhichan.rooms.plan.figures import figure, promise_text
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.queries.indicator_page import IndicatorPage
from zhichan.rooms.plan.queries.indicators import IndicatorRow
from zhichan.rooms.plan.queries.outlook import Outlook


def against_path(row: IndicatorRow) -> str:
    """How the value lies against its path."""
    unit, gap = row.indicator.unit_of_measure, row.gap
    if row.status is Status.MET:
        return _("已达到目标")
    if gap is None:
        return _("没有可比的路径")
    if gap == 0:
        return _("与路径应达持平")
    size = figure(abs(gap), unit)
    return (
        _("比路径应达高 %(size)s") % {"size": size}
        if gap > 0
        else _("比路径应达低 %(size)s") % {"size": size}
    )


def lead_of(page: IndicatorPage) -> tuple[str, str]:
    """The conclusion and the sentence after it."""
    row, unit = page.row, page.indicator.unit_of_measure
    if row.value is None:
        return _("还没有数值。"), _("填报单位填报后，这里给出与路径的比较。")
    now = figure(row.value.value, unit)
    conclusion = _("现值 %(now)s，%(against)s。") % {"now": now, "against": against_path(row)}
    rest = []
    if row.target is not None:
        promise = promise_text(row.target, unit)
        rest.append(
            _("目标：%(year)s 年 %(promise)s。") % {"year": row.target.year or "—", "promise": promise}
        )
    if row.done is not None and row.elapsed is not None:
        parts = {"elapsed": row.elapsed, "done": row.done}
        rest.append(_("时间过去 %(elapsed)s%%，路程完成 %(done)s%%。") % parts)
    rest.append(heading_to(page.outlook))
    if page.known_now is not None:
        changed = figure(page.known_now.value, unit)
        rest.append(_("按今天所知，同一时点已更正为 %(value)s。") % {"value": changed})
    return conclusion, "".join(rest)


def heading_to(outlook: Outlook) -> str:
    """Where it is heading: what is forecast, and what is still needed; empty where neither can be said."""
    unit, told = outlook.unit_of_measure, ""
    if (forecast := outlook.forecast) is not None:
        words = {
            "day": _end_text(forecast.on),
            "value": figure(forecast.value, unit),
            "level": forecast.level_percent,
            "low": number_text(forecast.low),
            "high": number_text(forecast.high),
        }
        told = _("到 %(day)s预测 %(value)s（%(level)s%% 区间 %(low)s–%(high)s）。") % words
    if outlook.needed is not None:
        told += _("要达标，%(needed)s。") % {"needed": outlook.needed.text}
    return told


def _end_text(day: date) -> str:
    is_year_end = (day.month, day.day) == (12, 31)
    return _("%(year)d 年末") % {"year": day.year} if is_year_end else f"{day_text(day)} "


METHODS = {
    "damped-1": gettext_lazy("阻尼趋势"),
    "stays-1": gettext_lazy("余下各季同上年同期"),
}


def forecast_sentence(outlook: Outlook) -> str:
    """How the forecast was made and how far it was off in the past, or why there is none."""
    if (forecast := outlook.forecast) is None:
        return outlook.no_forecast
    words = {
        "method": METHODS.get(forecast.method, forecast.method),
        "points": forecast.stored.points,
        "origins": forecast.stored.origins,
        "error": number_text(forecast.error),
        "naive": number_text(forecast.stored.naive_error),
    }
    told = _("预测：%(method)s，%(points)d 个点；往年 %(origins)d 个起点回测平均误差 %(error)s") % words
    is_better = forecast.stored.naive_error != forecast.error
    return told + (_("，数值不变则为 %(naive)s") % words if is_better else "")


def chart_sentence(page: IndicatorPage) -> str:
    """What the chart shows, for those who do not see it."""
    unit = page.indicator.unit_of_measure
    drawn = page.drawn
    parts = []
    if drawn.actual:
        first, last = drawn.actual[0], drawn.actual[-1]
        parts.append(_("%(day)s 为 %(value)s") % _point(first, unit))
        if last != first:
            parts.append(_("%(day)s 为 %(value)s") % _point(last, unit))
    if drawn.path:
        parts.append(_("路径到 %(day)s 为 %(value)s") % _point(drawn.path[-1], unit))
    if (forecast := page.outlook.forecast) is not None:
        parts.append(_("预测 %(day)s 为 %(value)s") % _point((forecast.on, forecast.value), unit))
    return "，".join(parts) or _("还没有可画的数值")


def _point(point: tuple[date, Decimal], unit: str) -> dict[str, str]:
    return {"day": day_text(point[0]), "value": figure(point[1], unit)}
