"""Charts as values of JSON: what is read back draws the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from zhichan.core.charts.drawing import svg_of
from zhichan.core.charts.figures import table_of
from zhichan.core.charts.keeping import kept, read
from zhichan.core.charts.option import option_of
from zhichan.core.charts.specs import BarChart, BarSeries, Head, Mark, Stacking

HEAD = Head("图", "件", "登记册", date(2026, 2, 28), "一句话。")


def test_a_chart_is_read_back_as_it_was() -> None:
    chart = BarChart(
        HEAD,
        ("2024", "2025"),
        (BarSeries("申请", (Decimal("1.50"), None), ("AD=2024", "")),),
        Stacking.STACKED,
        unfinished=frozenset({"2025"}),
        target=Mark("目标", 3),
    )
    assert read(json.loads(json.dumps(kept(chart)))) == chart


@pytest.mark.parametrize("value", [1.5, b"x", object(), {"a": 1}])
def test_what_would_not_come_back_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        kept((value,))


def test_what_is_of_no_known_kind_is_not_made() -> None:
    with pytest.raises(KeyError):
        read({"is": "Popen", "args": []})


def grown(is_line: bool = True, **more: object) -> BarChart:
    series = (BarSeries("申请", (3, 5, 2)), BarSeries("授权", (1, None, 4), is_line=is_line))
    return BarChart(HEAD, ("2023", "2024", "2025"), series, unfinished=frozenset({"2025"}), **more)  # type: ignore[arg-type]


def test_a_line_stands_over_bars_with_the_same_figures() -> None:
    bars, line = option_of(grown())["series"]
    assert [bars["type"], line["type"]] == ["bar", "line"]
    assert [point["value"] for point in line["data"]] == [1.0, None, 4.0]
    assert [point.get("symbol") for point in line["data"]] == [None, None, "emptyCircle"]
    own = replace(grown(), series=(grown().series[0], replace(grown().series[1], unfinished=frozenset())))
    assert all("symbol" not in point for point in option_of(own)["series"][1]["data"])
    assert "itemStyle" in option_of(own)["series"][0]["data"][2]
    assert all("label" not in point for point in line["data"])
    assert table_of(grown()).rows == table_of(grown(is_line=False)).rows
    assert svg_of(grown()) != svg_of(grown(is_line=False))
    assert read(kept(grown())) == grown()


def test_a_line_stands_over_no_other_bars() -> None:
    for more in ({"is_lying": True}, {"stacking": Stacking.STACKED}):
        with pytest.raises(ValueError, match="a line stands over upright bars"):
            grown(**more)
