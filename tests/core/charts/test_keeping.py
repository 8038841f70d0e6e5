"""Charts as values of JSON: what is read back draws the same."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from zhichan.core.charts.keeping import kept, read
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
