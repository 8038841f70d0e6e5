"""Names on a circle, joined where something connects them (关系网络): larger for more, thicker for more."""

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

LARGEST, SMALLEST, THICKEST = 30, 6, 7.0


@dataclass(frozen=True)
class Knot:
    """``label``: what stands beside it instead of its name, where that is too long."""

    name: str
    value: Figure
    opens: str = ""
    label: str = ""


@dataclass(frozen=True)
class Tie:
    """Between two knots, counted from 0."""

    one: int
    other: int
    value: Figure
    opens: str = ""


@dataclass(frozen=True)
class Network(Shape):
    head: Head
    knots: Sequence[Knot]
    ties: Sequence[Tie]

    def __post_init__(self) -> None:
        pairs = [frozenset((tie.one, tie.other)) for tie in self.ties]
        if len(set(pairs)) != len(pairs) or any(len(pair) != 2 for pair in pairs):
            raise ValueError("a tie from a knot to itself, or two of the same")
        if any(not 0 <= place < len(self.knots) for pair in pairs for place in pair):
            raise ValueError("a tie to a knot that is not there")

    def table(self) -> Table:
        rows = [
            (f"{self.knots[tie.one].name} — {self.knots[tie.other].name}", [tie.value]) for tie in self.ties
        ]
        return Table([_("名称"), self.head.unit or self.head.title], rows)

    def size(self, knot: Knot) -> float:
        greatest = max((float(one.value) for one in self.knots), default=0.0)
        return max(LARGEST * math.sqrt(float(knot.value) / greatest), SMALLEST) if greatest else SMALLEST

    def thickness(self, tie: Tie) -> float:
        greatest = max((float(one.value) for one in self.ties), default=0.0)
        return max(THICKEST * float(tie.value) / greatest, 0.8) if greatest else 0.8

    def option(self) -> dict[str, Any]:
        return {
            "textStyle": {"fontFamily": "--sans", "fontSize": 12},
            "tooltip": {"renderMode": "richText"},
            "aria": {"enabled": True, "label": {"description": self.head.sentence}},
            "series": [
                {
                    "type": "graph",
                    "layout": "none",
                    "roam": False,
                    "label": {"show": True, "color": "--ink"},
                    "labelLayout": {"hideOverlap": True},
                    "itemStyle": {"color": "--c1"},
                    "lineStyle": {"color": "--c2", "opacity": 0.55, "curveness": 0.1},
                    "data": [
                        {
                            "id": str(place),
                            "name": knot.name,
                            "value": float(knot.value),
                            "symbolSize": round(self.size(knot), 1),
                            "x": round(across, 4),
                            "y": round(-up, 4),
                            "label": {
                                "position": "right" if across >= 0 else "left",
                                **({"formatter": knot.label} if knot.label else {}),
                            },
                            **({"opens": knot.opens} if knot.opens else {}),
                        }
                        for place, (knot, (across, up)) in enumerate(
                            zip(self.knots, self._places(), strict=True)
                        )
                    ],
                    "links": [
                        {
                            "source": str(tie.one),
                            "target": str(tie.other),
                            "value": float(tie.value),
                            "lineStyle": {"width": round(self.thickness(tie), 1)},
                            **({"opens": tie.opens} if tie.opens else {}),
                        }
                        for tie in self.ties
                    ],
                }
            ],
        }

    def draw(self, axes: Axes) -> None:
        """Names stand where there is room for them, the largest first; the table has all."""
        from zhichan.core.charts.drawing import MM, SMALL, bare, inset

        inset(axes, 2, 2, top_mm=2, bottom_mm=2)
        bare(axes)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_xlim(-2.6, 2.6)
        axes.set_ylim(-1.25, 1.25)
        places = self._places()
        for tie in self.ties:
            (left, low), (right, high) = places[tie.one], places[tie.other]
            axes.plot(
                *([left, right], [low, high]),
                color=colour("--c2"),
                alpha=0.55,
                linewidth=self.thickness(tie) * 0.6,
                zorder=1,
            )
        figure = axes.get_figure()
        assert figure is not None
        height = float(figure.get_size_inches()[1]) / MM * axes.get_position().height  # type: ignore[union-attr]
        apart = 2.5 * 1.2 * SMALL * 25.4 / 72 / height
        written = self._written([(left >= 0, low * 1.06) for left, low in places], apart)
        for at, (knot, (left, low)) in enumerate(zip(self.knots, places, strict=True)):
            axes.scatter([left], [low], s=(self.size(knot) * 0.6) ** 2, color=colour("--c1"), zorder=2)
            if at not in written:
                continue
            words = f"{knot.label or knot.name} {text_of(knot.value)}"
            axes.text(
                *(left + (0.09 if left >= 0 else -0.09), low * 1.06, words),
                size=SMALL,
                ha="left" if left >= 0 else "right",
                va="center",
                color=colour("--ink"),
            )

    def _places(self) -> list[tuple[float, float]]:
        """On a circle of radius 1 from its top on, clockwise."""
        turns = [2 * math.pi * at / len(self.knots) for at in range(len(self.knots))]
        return [(math.sin(turn), math.cos(turn)) for turn in turns]

    def _written(self, places: Sequence[tuple[bool, float]], apart: float) -> set[int]:
        """The knots whose names stand ``apart`` or more from those of larger ones on their side."""
        kept: set[int] = set()
        for at in sorted(range(len(places)), key=lambda at: (-self.knots[at].value, at)):
            side, height = places[at]
            if all(places[one][0] != side or abs(places[one][1] - height) >= apart for one in kept):
                kept.add(at)
        return kept
