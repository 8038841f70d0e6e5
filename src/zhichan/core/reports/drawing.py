"""A chart of a report as the product draws charts (图形说明): on pages and in documents the same."""

from __future__ import annotations

from zhichan.core.charts.drawing import Paper, png_of
from zhichan.core.charts.specs import BarChart, BarSeries, Head
from zhichan.core.reports.facts import Chart
from zhichan.core.reports.wording import series_words

_WIDTH_MM, _UPRIGHT_MM, _LEAST_MM, _MOST_MM = 150.0, 72.0, 40.0, 200.0
_PER_BAR_MM, _BETWEEN_MM, _AROUND_MM = 2.6, 2.9, 14.0


def spec_of(chart: Chart, caption: str) -> BarChart:
    """``caption``: its number and title, as the report prints them."""
    series = [BarSeries(one.label, one.values) for one in chart.series]
    head = Head(caption, chart.unit, "", None, sentence_of(chart, caption))
    unfinished = frozenset(chart.unfinished)
    return BarChart(head, chart.categories, series, is_lying=chart.kind == "lying", unfinished=unfinished)


def sentence_of(chart: Chart, caption: str) -> str:
    """What the chart shows, for who cannot see it."""
    return "。".join([caption, *(series_words(chart, nth) for nth in range(len(chart.series)))])


def picture_of(chart: Chart, caption: str) -> bytes:
    """PNG for a document, which sets the caption itself. Raises SourceMissing without the fonts."""
    height = _UPRIGHT_MM
    if chart.kind == "lying":
        each = _PER_BAR_MM * max(len(chart.series), 1) + _BETWEEN_MM
        height = min(_MOST_MM, max(_LEAST_MM, _AROUND_MM + each * len(chart.categories)))
    paper = Paper(_WIDTH_MM, height, has_title=False, has_source=False)
    return png_of(spec_of(chart, caption), paper)
