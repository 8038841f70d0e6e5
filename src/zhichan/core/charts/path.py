"""Points joined in their order (轨迹图): two figures of each moment against each other, a life cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhichan.core.charts.axes import Scale, scale_of
from zhichan.core.charts.figures import Table
from zhichan.core.charts.specs import Figure, Head, Shape
from zhichan.core.charts.tokens import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMED_AT_MOST = 14


@dataclass(frozen=True)
class Stop:
    """``is_unfinished``: its figures still grow; drawn open."""

    name: str
    across: Figure
    up: Figure
    opens: str = ""
    is_unfinished: bool = False


@dataclass(frozen=True)
class PathChart(Shape):
    """``across`` and ``up``: what the two axes count."""

    head: Head
    across: str
    up: str
    stops: Sequence[Stop]

    def table(self) -> Table:
        return Table(
            [_("时点"), self.up, self.across], [(one.name, [one.up, one.across]) for one in self.stops]
        )

    def _scales(self) -> tuple[Scale, Scale]:
        across = scale_of([float(one.across) for one in self.stops], from_zero=True)
        return across, scale_of([float(one.up) for one in self.stops], from_zero=True)

    def _is_named(self, place: int) -> bool:
        every = -(-len(self.stops) // NAMED_AT_MOST)
        return (len(self.stops) - 1 - place) % max(every, 1) == 0

    def option(self) -> dict[str, Any]:
        across, up = self._scales()
        axis: dict[str, Any] = {
            "type": "value",
            "nameLocation": "middle",
            "splitLine": {"lineStyle": {"color": "--rule"}},
            "axisLabel": {"color": "--ink-3"},
        }
        data = []
        for place, one in enumerate(self.stops):
            look = (
                {"color": "--surface", "borderColor": "--c1", "borderType": "dashed", "borderWidth": 1.5}
                if one.is_unfinished
                else {"color": "--c1"}
            )
            data.append(
                {
                    "name": one.name,
                    "value": [float(one.across), float(one.up)],
                    "itemStyle": look,
                    "label": {"show": self._is_named(place), "formatter": one.name},
                    **({"opens": one.opens} if one.opens else {}),
                }
            )
        return {
            "textStyle": {"fontFamily": "--sans", "color": "--ink-2", "fontSize": 12},
            "tooltip": {"renderMode": "richText"},
            "aria": {"enabled": True, "label": {"description": self.head.sentence}},
            "grid": {"left": 28, "right": 30, "top": 18, "bottom": 26, "containLabel": True},
            "xAxis": {**axis, "min": across.low, "max": across.high, "interval": across.step,
                      "name": self.across, "nameGap": 26},
            "yAxis": {**axis, "min": up.low, "max": up.high, "interval": up.step,
                      "name": self.up, "nameGap": 34},
            "series": [
                {
                    "type": "line",
                    "symbol": "circle",
                    "symbolSize": 8,
                    "lineStyle": {"color": "--c2", "width": 1.5},
                    "label": {"position": "top", "color": "--ink"},
                    "labelLayout": {"hideOverlap": True},
                    "data": data,
                }
            ],
        }  # fmt: skip

    def draw(self, axes: Axes) -> None:
        from zhichan.core.charts.drawing import SMALL, TEXT, bare, inset, width_of

        across, up = self._scales()
        inset(axes, 6 + max(width_of(one, SMALL) for one in up.texts), 6, bottom_mm=9)
        bare(axes)
        axes.set_xlim(across.low, across.high)
        axes.set_ylim(up.low, up.high)
        axes.set_xticks(list(across.ticks), across.texts)
        axes.set_yticks(list(up.ticks), up.texts)
        axes.set_xlabel(self.across, size=TEXT)
        axes.set_ylabel(self.up, size=TEXT)
        axes.grid(color=colour("--rule"), linewidth=0.6)
        axes.set_axisbelow(True)
        axes.plot(
            [float(one.across) for one in self.stops],
            [float(one.up) for one in self.stops],
            color=colour("--c2"),
            linewidth=1.2,
        )
        for place, one in enumerate(self.stops):
            axes.scatter(
                *([float(one.across)], [float(one.up)]),
                s=18,
                color=colour("--surface" if one.is_unfinished else "--c1"),
                edgecolors=colour("--c1"),
                zorder=3,
            )
            if self._is_named(place):
                axes.annotate(
                    one.name,
                    (float(one.across), float(one.up)),
                    xytext=(0, 5),
                    textcoords="offset points",
                    ha="center",
                    size=SMALL,
                )
