"""Charts of every kind, small enough to check by eye."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhichan.core.charts.specs import (
    BarChart,
    BarSeries,
    Bullet,
    BulletChart,
    Forecast,
    Head,
    LineChart,
    Mark,
    Reach,
    Series,
    Spot,
    Stacking,
    Step,
    Tile,
    TileGrid,
)


def head(title: str, unit: str = "件") -> Head:
    return Head(title, unit, "示例登记册", date(2026, 9, 30), f"{title}的走势", is_sample=True)


def end_of(year: int) -> date:
    return date(year, 12, 31)


LINE = LineChart(
    head("万人高价值发明专利拥有量"),
    [
        Series(
            "实绩",
            [
                Spot(end_of(2024), Decimal("3.52")),
                Spot(end_of(2025), Decimal("4.37")),
                Spot(date(2026, 9, 30), Decimal("5.31")),
            ],
        )
    ],
    path=Series("路径", [Spot(end_of(2025), Decimal("4.37")), Spot(end_of(2030), 9)]),
    forecast=Forecast("预测", [Reach(end_of(2030), Decimal("8.12"), Decimal("7.4"), Decimal("8.9"))], 80),
    target=Mark("目标", 9),
)
LINES = LineChart(
    head("有效专利"),
    [
        Series("发明", [Spot(end_of(2024), 1200), Spot(end_of(2025), 1310), Spot(end_of(2026), 1290)]),
        Series("实用新型", [Spot(end_of(2024), 1180), Spot(end_of(2025), 1302), Spot(end_of(2026), 1288)]),
    ],
    Step.YEAR,
    is_unfinished=True,
)
BARS = BarChart(
    head("专利授权量"),
    ["2024", "2025", "2026"],
    [BarSeries("发明", [120, None, 90]), BarSeries("外观设计", [77, 81, 0])],
    unfinished=frozenset({"2026"}),
    target=Mark("目标", 150),
)
STACK = BarChart(
    head("专利授权量"),
    ["2024", "2025"],
    [BarSeries("发明", [120, 160]), BarSeries("实用新型", [330, 260])],
    Stacking.STACKED,
)
LYING = BarChart(
    head("各镇有效发明专利"),
    ["城关街道", "<b>河口镇&</b>"],
    [BarSeries("有效发明", [204, Decimal("63.5")])],
    is_lying=True,
)
BULLETS = BulletChart(
    head("完成进度", ""),
    [Bullet("注册商标", 100, 100, 18), Bullet("高价值发明", 14, 83, 18, True), Bullet("未填报", None)],
)
TILES = TileGrid(
    head("有效发明专利"), [Tile("城关街道", 204, 0, 1), Tile("河口镇", 9, 1, 0), Tile("云溪镇", None, 1, 1)]
)
EVERY = [LINE, LINES, BARS, STACK, LYING, BULLETS, TILES]
