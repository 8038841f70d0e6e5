"""Circles in a grid of names (气泡矩阵): two lists of names crossed, the area of a circle its figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhichan.core.charts.figures import Table, text_of
from zhichan.core.charts.specs import Figure, Head, Shape
from zhichan.core.charts.tokens import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LARGEST, SMALLEST = 34, 6
"""Diameters in pixels."""
WRITTEN_FROM = 18
EMPTY = 10


@dataclass(frozen=True)
class Bubble:
    """Where two names cross, counted from 0. ``text`` is written instead of the figure where it is said,
    beside a circle that is too small for it.

    ``is_empty``: nothing is there, and that is what the chart is about: drawn as an open circle.
    """

    row: int
    column: int
    value: Figure
    opens: str = ""
    text: str = ""
    is_empty: bool = False


@dataclass(frozen=True)
class Bubbles(Shape):
    head: Head
    rows: Sequence[str]
    columns: Sequence[str]
    bubbles: Sequence[Bubble]

    def __post_init__(self) -> None:
        places = [(one.row, one.column) for one in self.bubbles]
        if len(set(places)) != len(places):
            raise ValueError("two bubbles at one place")
        if any(not (0 <= row < len(self.rows) and 0 <= at < len(self.columns)) for row, at in places):
            raise ValueError("a bubble outside of the grid")

    def table(self) -> Table:
        found = {(one.row, one.column): one.value for one in self.bubbles}
        rows = [
            (name, [found.get((row, column)) for column in range(len(self.columns))])
            for row, name in enumerate(self.rows)
        ]
        return Table([_("名称"), *self.columns], rows)

    def diameter(self, one: Bubble) -> float:
        """In pixels; areas are in proportion, down to what can still be seen."""
        if one.is_empty:
            return EMPTY
        greatest = max((float(each.value) for each in self.bubbles), default=0.0)
        share = float(one.value) / greatest if greatest else 0.0
        return max(LARGEST * math.sqrt(share), SMALLEST)

    def option(self) -> dict[str, Any]:
        names: dict[str, Any] = {
            "type": "category",
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "--rule-2"}},
            "axisLabel": {"color": "--ink-2", "interval": 0},
            "splitLine": {"show": True, "lineStyle": {"color": "--rule"}},
        }
        return {
            "textStyle": {"fontFamily": "--sans", "color": "--ink-2", "fontSize": 12},
            "tooltip": {"renderMode": "richText"},
            "aria": {"enabled": True, "label": {"description": self.head.sentence}},
            "grid": {"left": 8, "right": 16, "top": 8, "bottom": 4, "containLabel": True},
            "xAxis": {**names, "data": list(self.columns)},
            "yAxis": {**names, "data": list(self.rows), "inverse": True},
            "series": [{"type": "scatter", "data": [self._datum(one) for one in self.bubbles]}],
        }

    def _datum(self, one: Bubble) -> dict[str, Any]:
        size = self.diameter(one)
        look = (
            {"color": "transparent", "borderColor": "--seal", "borderType": "dashed", "borderWidth": 1.5}
            if one.is_empty
            else {"color": "--c1", "opacity": 0.85}
        )
        text = one.text or text_of(one.value)
        return {
            "name": f"{self.rows[one.row]} × {self.columns[one.column]}",
            "value": [one.column, one.row, float(one.value)],
            "symbolSize": round(size, 1),
            "itemStyle": look,
            "label": {
                "show": size >= WRITTEN_FROM or bool(one.text),
                "formatter": text,
                **(
                    {"color": "--surface"}
                    if size >= WRITTEN_FROM
                    else {"color": "--ink-2", "position": "right", "distance": 2}
                ),
            },
            **({"opens": one.opens} if one.opens else {}),
        }

    def draw(self, axes: Axes) -> None:
        from zhichan.core.charts.drawing import SMALL, TEXT, bare, inset, width_of

        inset(axes, 4 + max(map(width_of, self.rows), default=0), 3, top_mm=2)
        bare(axes)
        axes.set_xlim(-0.5, len(self.columns) - 0.5)
        axes.set_ylim(len(self.rows) - 0.5, -0.5)
        axes.set_xticks(range(len(self.columns)), self.columns)
        axes.set_yticks(range(len(self.rows)), self.rows)
        axes.tick_params(labelsize=TEXT, labelcolor=colour("--ink-2"))
        axes.grid(color=colour("--rule"), linewidth=0.5)
        axes.set_axisbelow(True)
        for one in self.bubbles:
            size = self.diameter(one) * 0.62
            look = (
                {"facecolors": "none", "edgecolors": colour("--seal"), "linewidths": 0.9}
                if one.is_empty
                else {"facecolors": colour("--c1"), "linewidths": 0}
            )
            axes.scatter([one.column], [one.row], s=size**2, zorder=3, **look)  # type: ignore[arg-type]
            is_inside = self.diameter(one) >= WRITTEN_FROM
            if not one.is_empty and (is_inside or one.text):
                axes.annotate(
                    one.text or text_of(one.value),
                    (one.column, one.row),
                    (0, 0) if is_inside else (size / 2 + 1, 0),
                    textcoords="offset points",
                    size=SMALL - 1,
                    ha="center" if is_inside else "left",
                    va="center",
                    color=colour("--surface" if is_inside else "--ink-2"),
                    zorder=4,
                )
