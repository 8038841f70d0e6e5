"""The chart of an indicator (指标走势图): its path, where it stood and is heading, and what was promised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from zhichan.core.charts.specs import Forecast, Head, LineChart, Mark, Reach, Series, Spot
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.queries.indicator_page import Drawn
from zhichan.rooms.plan.queries.outlook import Forecast as Foreseen


def path_chart(
    indicator: Indicator, drawn: Drawn, on: date, sentence: str, forecast: Foreseen | None = None
) -> LineChart:
    """Path, figures and forecast of an indicator as of a day; ``sentence`` says what they show."""
    head = Head(
        indicator.name, indicator.unit_of_measure, _("指标数值"), on, sentence, is_sample=indicator.is_sample
    )
    return LineChart(
        head,
        [Series(_("实绩"), [Spot(day, value) for day, value in drawn.actual])],
        path=Series(_("路径"), [Spot(day, value) for day, value in drawn.path]) if drawn.path else None,
        target=None if drawn.promised is None else Mark(_("目标"), drawn.promised),
        forecast=_forecast(drawn, forecast) if forecast else None,
    )


def _forecast(drawn: Drawn, foreseen: Foreseen) -> Forecast | None:
    """The steps after the last figure; a figure of the running quarter may lie beyond the first of them."""
    since = drawn.actual[-1][0] if drawn.actual else date.min
    reaches = [
        Reach(day, *map(Decimal, figures))
        for text, *figures in foreseen.stored.steps
        if (day := date.fromisoformat(text)) > since
    ]
    return Forecast(_("预测"), reaches, foreseen.level_percent) if reaches else None
