"""What the pages of indicators say in words (结论先行)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from zhichan.core.tables.text import day_text
from zhichan.rooms.plan.figures import figure, promise_text
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.queries.indicator_page import IndicatorPage
from zhichan.rooms.plan.queries.indicators import IndicatorRow


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
    if page.known_now is not None:
        changed = figure(page.known_now.value, unit)
        rest.append(_("按今天所知，同一时点已更正为 %(value)s。") % {"value": changed})
    return conclusion, "".join(rest)


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
    return "，".join(parts) or _("还没有可画的数值")


def _point(point: tuple[date, Decimal], unit: str) -> dict[str, str]:
    return {"day": day_text(point[0]), "value": figure(point[1], unit)}
