"""The chart of an indicator (指标走势图): its path, where it stood and is heading, what was promised."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zhichan.core.charts.specs import Forecast, Head, LineChart, Mark, Reach, Series, Spot
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.queries import outlook
from zhichan.rooms.plan.queries.indicator_page import Drawn


def path_chart(
    indicator: Indicator, drawn: Drawn, on: date, sentence: str, forecast: outlook.Forecast | None = None
) -> LineChart:
    """Path, figures and forecast of an indicator as of a day; ``sentence`` says what they show.

    A forecast is drawn only after the last figure: one for a day that has come is none.
    """
    head = Head(
        indicator.name, indicator.unit_of_measure, _("指标数值"), on, sentence, is_sample=indicator.is_sample
    )
    last = drawn.actual[-1][0] if drawn.actual else None
    return LineChart(
        head,
        [Series(_("实绩"), [Spot(day, value) for day, value in drawn.actual])],
        path=Series(_("路径"), [Spot(day, value) for day, value in drawn.path]) if drawn.path else None,
        forecast=_forecast(forecast) if forecast and last and forecast.on > last else None,
        target=None if drawn.promised is None else Mark(_("目标"), drawn.promised),
    )


def _forecast(found: outlook.Forecast) -> Forecast:
    reach = Reach(found.on, found.value, found.low, found.high)
    return Forecast(_("预测"), [reach], outlook.LEVEL_PERCENT)
