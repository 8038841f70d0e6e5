"""Areas in proportion to figures (矩形树图): the parts of a whole by size, darker for more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhichan.core.charts.figures import Table, bounds_of, text_of
from zhichan.core.charts.specs import Figure, Head, Shape
from zhichan.core.charts.tokens import SHADES, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WHITE_FROM = 3
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Area:
    """A part: its short name, what it stands for, its figure above zero, and what it opens."""

    name: str
    label: str
    value: Figure
    opens: str = ""

    def __post_init__(self) -> None:
        if self.value <= 0:
            raise ValueError(f"the area of {self.name} is not above zero")


@dataclass(frozen=True)
class Treemap(Shape):
    head: Head
    areas: Sequence[Area]

    def table(self) -> Table:
        unit = f"{self.head.title}（{self.head.unit}）" if self.head.unit else self.head.title
        return Table(
            [_("名称"), unit], [(f"{one.name} {one.label}".strip(), [one.value]) for one in self.areas]
        )

    def option(self) -> dict[str, Any]:
        return {
            "textStyle": {"fontFamily": "--sans", "fontSize": 12},
            "tooltip": {"renderMode": "richText"},
            "aria": {"enabled": True, "label": {"description": self.head.sentence}},
            "series": [
                {
                    "type": "treemap",
                    "roam": False,
                    "nodeClick": False,
                    "breadcrumb": {"show": False},
                    "left": 0,
                    "right": 0,
                    "top": 0,
                    "bottom": 0,
                    "label": {"show": True, "overflow": "truncate", "lineHeight": 16},
                    "itemStyle": {"gapWidth": 3, "borderWidth": 0},
                    "data": [
                        self._datum(one, shade) for one, shade in zip(self.areas, self._shades(), strict=True)
                    ],
                }
            ],
        }

    def _datum(self, one: Area, shade: int) -> dict[str, Any]:
        return {
            "name": f"{one.name} {one.label}".strip(),
            "value": float(one.value),
            "itemStyle": {"color": SHADES[shade]},
            "label": {
                "color": "--surface" if shade >= WHITE_FROM else "--ink",
                "formatter": f"{one.name} {one.label}".strip() + f"\n{text_of(one.value)}",
            },
            **({"opens": one.opens} if one.opens else {}),
        }

    def _shades(self) -> list[int]:
        values = [Decimal(one.value) for one in self.areas]
        bounds = bounds_of(max(values, default=Decimal(0)))
        return [sum(value >= bound for bound in bounds) for value in values]

    def draw(self, axes: Axes) -> None:
        """Names and figures stand where there is room for them; the table has all."""
        from matplotlib.patches import Rectangle

        from zhichan.core.charts.drawing import MM, SMALL, bare, inset, width_of

        inset(axes, 2, 2, top_mm=1, bottom_mm=1)
        bare(axes)
        axes.set_xticks([])
        axes.set_yticks([])
        figure = axes.get_figure()
        assert figure is not None
        place = axes.get_position()
        width, height = (float(inches) / MM for inches in figure.get_size_inches())  # type: ignore[union-attr]
        width, height = width * place.width, height * place.height
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        boxes = areas_of([float(one.value) for one in self.areas], (0.0, 0.0, width, height))
        for one, shade, (left, top, wide, high) in zip(self.areas, self._shades(), boxes, strict=True):
            axes.add_patch(
                Rectangle((left + 0.3, top + 0.3), max(wide - 0.6, 0.1), max(high - 0.6, 0.1),
                          facecolor=colour(SHADES[shade]), linewidth=0)
            )  # fmt: skip
            words = f"{one.name} {one.label}".strip()
            text = words if width_of(words, SMALL) < wide - 2 else one.name
            if width_of(text, SMALL) < wide - 1 and high > 7:
                ink = colour("--surface" if shade >= WHITE_FROM else "--ink")
                axes.text(
                    left + wide / 2, top + high / 2, f"{text}\n{text_of(one.value)}",
                    size=SMALL, ha="center", va="center", color=ink,
                )  # fmt: skip


def areas_of(values: Sequence[float], box: Box) -> list[Box]:
    """A box divided in proportion to values, in their order, into parts as square as can be.

    Source: Bruls, Huizing, van Wijk: Squarified Treemaps (2000). Best with the largest first. O(n).
    """
    whole = sum(values)
    left, top, width, height = box
    scaled = [value * width * height / whole for value in values] if whole else []
    return list(_laid(scaled, left, top, width, height))


def _laid(sizes: Sequence[float], left: float, top: float, width: float, height: float) -> Iterator[Box]:
    start = 0
    while start < len(sizes):
        side, end = min(width, height), start + 1
        while end < len(sizes) and _worst(sizes[start : end + 1], side) <= _worst(sizes[start:end], side):
            end += 1
        row = sizes[start:end]
        depth = sum(row) / side if side else 0.0
        at = 0.0
        for size in row:
            length = size / depth if depth else 0.0
            yield (left, top + at, depth, length) if height <= width else (left + at, top, length, depth)
            at += length
        if height <= width:
            left, width = left + depth, width - depth
        else:
            top, height = top + depth, height - depth
        start = end


def _worst(row: Sequence[float], side: float) -> float:
    """How far from a square the least square part of a row would be."""
    total = sum(row)
    if not total or not side:
        return float("inf")
    return max(max(side**2 * size / total**2, total**2 / (side**2 * size)) for size in row)
