"""A chart as an option of ECharts (网页图): JSON only; ``charts.js`` fills in the tokens of colours.

Bullets and tiles are part of the page itself and need no script: ``charts/tiles.html``, the tag ``bar``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from zhichan.core.charts.axes import Scale, scale_of_bars, scale_of_lines
from zhichan.core.charts.figures import are_bars_written, band_text, days_written, target_text, text_of
from zhichan.core.charts.specs import BarChart, BarSeries, Figure, LineChart, Series, Shape
from zhichan.core.charts.tokens import bar_tokens, series_token

Option = dict[str, Any]
BAND_OPACITY = 0.18
NAME_SIGN = 12
"""How wide a Chinese sign of a name is, in pixels."""
MARKS = ("circle", "rect", "triangle", "diamond", "roundRect", "pin")


def option_of(chart: LineChart | BarChart | Shape) -> Option:
    """What ``charts.js`` hands to ECharts once the tokens are filled in."""
    if isinstance(chart, Shape):
        return chart.option()
    if isinstance(chart, LineChart):
        return _lines(chart)
    return _bars(chart)


def opened_at(option: Any, address: Callable[[str], str]) -> Any:
    """The option with ``url`` in place of ``opens``: the address of what a mark opens, where it has one."""
    if isinstance(option, list):
        return [opened_at(one, address) for one in option]
    if not isinstance(option, dict):
        return option
    found = {key: opened_at(value, address) for key, value in option.items() if key != "opens"}
    return found | {"url": address(option["opens"])} if option.get("opens") else found


def _frame(chart: LineChart | BarChart, names: list[str]) -> Option:
    return {
        "textStyle": {"fontFamily": "--sans", "color": "--ink-2", "fontSize": 12},
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "aria": {"enabled": True, "label": {"description": chart.head.sentence}},
        "legend": {
            "show": len(names) > 1,
            "top": 0,
            "left": 0,
            "itemWidth": 18,
            "itemHeight": 8,
            "textStyle": {"color": "--ink-2"},
            "data": names,
        },
        "grid": {
            "left": 8,
            "right": 20,
            "top": 34 if len(names) > 1 else 18,
            "bottom": 4,
            "containLabel": True,
        },
    }


def _value_axis(scale: Scale) -> Option:
    return {
        "type": "value",
        "min": scale.low,
        "max": scale.high,
        "interval": scale.step,
        "splitLine": {"lineStyle": {"color": "--rule"}},
        "axisLabel": {"color": "--ink-3"},
    }


def _lines(chart: LineChart) -> Option:
    bands = [band_text(chart.forecast)] if chart.forecast else []
    option = _frame(chart, [*(one.label for one in chart.lines), *bands])
    option["xAxis"] = {
        "type": "time",
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "--rule-2"}},
        "axisLabel": {"color": "--ink-3", "formatter": "{yyyy}", "hideOverlap": True},
        "minInterval": 365 * 24 * 3600 * 1000,
    }
    option["yAxis"] = _value_axis(scale_of_lines(chart))
    option["series"] = [_series(chart, one, place) for place, one in enumerate(chart.series)]
    if chart.is_named_at_end:
        _name_at_ends(option, chart)
    if chart.path:
        option["series"].append(_path(chart.path))
    if chart.forecast:
        option["series"] += _forecast(chart)
    if chart.target and option["series"]:
        option["series"][0]["markLine"] = _target(chart, "yAxis")
    return option


def _name_at_ends(option: Option, chart: LineChart) -> None:
    """The names beside the last figures, which have marks of their own shape; there is no legend."""
    option["legend"]["show"] = False
    longest = max((len(one.label) for one in chart.series), default=0)
    option["grid"] |= {"top": 18, "right": 24 + NAME_SIGN * longest}
    for place, one in enumerate(option["series"]):
        one["endLabel"] = {"show": True, "formatter": "{a}", "distance": 6, "color": "--ink"}
        one["labelLayout"] = {"moveOverlap": "shiftY", "hideOverlap": False}
        one["symbol"] = MARKS[place % len(MARKS)]


def _point(day: date, value: Figure) -> list[Any]:
    return [day.isoformat(), float(value)]


def _series(chart: LineChart, one: Series, place: int) -> Option:
    colour, written = series_token(place), days_written(chart, one.label)
    data = []
    for spot in one.spots:
        point: Option = {"value": _point(spot.day, spot.value)}
        if spot.day in written:
            point["label"] = {"show": True, "formatter": text_of(spot.value)}
            if spot is one.spots[0]:  # it stands at the axis: to the left are the figures of the axis
                point["label"] |= {"align": "left", "offset": [2, 0]}
        if chart.is_unfinished and spot is one.spots[-1]:
            point |= {"symbol": "emptyCircle", "itemStyle": {"borderType": "dashed"}}
        data.append(point)
    return {
        "name": one.label,
        "type": "line",
        "data": data,
        "symbol": "circle",
        "symbolSize": 6,
        "lineStyle": {"color": colour, "width": 2.5},
        "itemStyle": {"color": colour},
        "label": {"position": "top", "color": "--ink"},
        "labelLayout": {"moveOverlap": "shiftY"},
    }


def _path(path: Series) -> Option:
    return {
        "name": path.label,
        "type": "line",
        "data": [_point(spot.day, spot.value) for spot in path.spots],
        "symbol": "none",
        "lineStyle": {"color": "--c7", "width": 1.5},
        "itemStyle": {"color": "--c7"},
    }


def _forecast(chart: LineChart) -> list[Option]:
    """The expected figures dashed, and their band: an unseen line at its foot with the band upon it."""
    assert chart.forecast is not None
    start = (
        [(spot.day, spot.value, spot.value, spot.value) for spot in chart.series[0].spots[-1:]]
        if chart.series
        else []
    )
    reaches = [*start, *((one.day, one.value, one.low, one.high) for one in chart.forecast.reaches)]
    last = chart.forecast.reaches[-1]
    middle: list[Option] = [{"value": _point(day, value)} for day, value, _low, _high in reaches]
    middle[-1]["label"] = {"show": True, "formatter": text_of(last.value)}
    unseen = {"type": "line", "symbol": "none", "silent": True, "stack": "band", "lineStyle": {"opacity": 0}}
    band = band_text(chart.forecast)
    return [
        {
            "name": chart.forecast.label,
            "type": "line",
            "data": middle,
            "symbol": "emptyCircle",
            "symbolSize": 7,
            "lineStyle": {"color": "--c1", "width": 2, "type": "dashed"},
            "itemStyle": {"color": "--c1"},
            "label": {"position": "bottom", "color": "--ink"},
        },
        {
            **unseen,
            "name": f"{band} low",
            "data": [_point(day, low) for day, _value, low, _high in reaches],
            "tooltip": {"show": False},
        },
        {
            **unseen,
            "name": band,
            "itemStyle": {"color": "--c1"},
            "data": [_point(day, high - low) for day, _value, low, high in reaches],
            "tooltip": {"show": False},
            "areaStyle": {"color": "--c1", "opacity": BAND_OPACITY},
        },
    ]


def _target(chart: LineChart | BarChart, axis: str) -> Option:
    assert chart.target is not None
    return {
        "silent": True,
        "symbol": "none",
        "data": [{axis: float(chart.target.value)}],
        "lineStyle": {"color": "--seal", "type": "solid", "width": 1.5},
        "label": {
            "formatter": target_text(chart),
            "position": "insideStartTop",
            "color": "--seal",
            "fontWeight": 600,
        },
    }


def _bars(chart: BarChart) -> Option:
    option = _frame(chart, [one.label for one in chart.series])
    names: Option = {
        "type": "category",
        "data": list(chart.names),
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "--rule-2"}},
        "axisLabel": {"color": "--ink-2"},
    }
    figures = _value_axis(scale_of_bars(chart))
    if chart.is_lying:
        option |= {"xAxis": figures, "yAxis": {**names, "inverse": True}}
    else:
        option |= {"xAxis": names, "yAxis": figures}
    option["series"] = [_bar_series(chart, place) for place in range(len(chart.series))]
    if chart.target and option["series"]:
        option["series"][0]["markLine"] = _target(chart, "xAxis" if chart.is_lying else "yAxis")
    return option


def _bar_series(chart: BarChart, place: int) -> Option:
    one, colour = chart.series[place], bar_tokens(chart)[place]
    unfinished = {"color": "--surface-3", "borderColor": colour, "borderType": "dashed", "borderWidth": 1.5}
    data: list[Any] = []
    opens = one.opens or [""] * len(chart.names)
    for name, value, opened in zip(chart.names, one.values, opens, strict=True):
        bar: Option = {"value": None if value is None else float(value)}
        if opened:
            bar["opens"] = opened
        if value is not None and not one.is_line and are_bars_written(chart):
            bar["label"] = {"show": True, "formatter": text_of(value)}
        if chart.is_open(one, name):
            bar |= {"symbol": "emptyCircle"} if one.is_line else {"itemStyle": unfinished}
        data.append(bar)
    if one.is_line:
        return _line_over(one, colour, data)
    return {
        "name": one.label,
        "type": "bar",
        "data": data,
        "barMaxWidth": 28,
        "itemStyle": {"color": colour},
        "label": _label(chart),
        **({"stack": "all"} if chart.is_stacked else {}),
    }


def _label(chart: BarChart) -> Option:
    """Where the figures of bars stand. Under a line they stand at the foot, out of its way."""
    if len(chart.bars) < len(chart.series):
        halo = {"textBorderColor": "--surface", "textBorderWidth": 3}
        return {"position": "insideBottom", "color": "--ink", **halo}
    where = "inside" if chart.is_stacked else "right" if chart.is_lying else "top"
    return {"position": where, "color": "--surface" if chart.is_stacked else "--ink"}


def _line_over(one: BarSeries, colour: str, points: list[Any]) -> Option:
    """Its figures stand in the table and where the pointer is; above the bars they would hide theirs."""
    return {
        "name": one.label,
        "type": "line",
        "data": points,
        "symbol": "circle",
        "symbolSize": 7,
        "lineStyle": {"color": colour, "width": 2.5},
        "itemStyle": {"color": colour},
        "z": 3,
    }
