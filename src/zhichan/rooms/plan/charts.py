"""The chart of an indicator (指标走势图): its path, where it stood, and what was promised."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zhichan.core.charts.specs import Head, LineChart, Mark, Series, Spot
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.queries.indicator_page import Drawn


def path_chart(indicator: Indicator, drawn: Drawn, on: date, sentence: str) -> LineChart:
    """Path and figures of an indicator as of a day; ``sentence`` says what they show."""
    head = Head(
        indicator.name, indicator.unit_of_measure, _("指标数值"), on, sentence, is_sample=indicator.is_sample
    )
    return LineChart(
        head,
        [Series(_("实绩"), [Spot(day, value) for day, value in drawn.actual])],
        path=Series(_("路径"), [Spot(day, value) for day, value in drawn.path]) if drawn.path else None,
        target=None if drawn.promised is None else Mark(_("目标"), drawn.promised),
    )
