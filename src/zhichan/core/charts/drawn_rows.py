"""Bullets and tiles in a document: bars of progress under each other, places side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhichan.core.charts.drawing import SMALL, TEXT, bare, inset, width_of
from zhichan.core.charts.figures import grid_note, shades_of, text_of
from zhichan.core.charts.specs import Bullet, BulletChart, TileGrid
from zhichan.core.charts.tokens import SHADES, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WHITE_FROM = 3
"""From this shade on, text on a tile is white."""


def draw_bullets(axes: Axes, chart: BulletChart) -> None:
    """Done is solid, expected hatched, the time passed a black tick; percent of the way at the right."""
    inset(axes, 4 + max((width_of(one.name) for one in chart.bullets), default=0), 14)
    bare(axes)
    axes.set_xlim(0, 100)
    axes.set_ylim(len(chart.bullets) - 0.5, -0.5)
    axes.set_xticks([0, 50, 100], ["0", "50%", "100%"])
    axes.set_yticks(range(len(chart.bullets)), [one.name for one in chart.bullets])
    axes.tick_params(axis="y", labelsize=TEXT, labelcolor=colour("--ink"))
    for place, one in enumerate(chart.bullets):
        _bullet(axes, place, one)


def _bullet(axes: Axes, place: int, one: Bullet) -> None:
    ink = colour("--seal" if one.is_behind else "--brand")
    axes.barh(place, 100, height=0.4, color=colour("--surface-3"))
    done = min(max(one.done_pct or 0, 0), 100)
    reach = min(max(one.reach_pct or 0, 0), 100)
    if reach > done:
        axes.barh(
            *(place, reach - done),
            left=done,
            height=0.4,
            facecolor="none",
            edgecolor=colour("--brand-line"),
            hatch="||||||",
            linewidth=0,
        )
    axes.barh(place, done, height=0.4, color=ink)
    if one.elapsed_pct is not None:
        axes.plot(
            [min(one.elapsed_pct, 100)] * 2,
            [place - 0.34, place + 0.34],
            color=colour("--ink"),
            linewidth=1.4,
        )
    text = text_of(one.done_pct) + ("" if one.done_pct is None else "%")
    axes.annotate(
        text,
        (100, place),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        size=TEXT,
        annotation_clip=False,
    )


def draw_tiles(axes: Axes, chart: TileGrid) -> None:
    """Places as squares of one hue, darker for more; under them what each shade stands for."""
    from matplotlib.patches import Rectangle

    shades, words = shades_of(chart)
    rows = max((tile.row for tile in chart.tiles), default=0) + 1
    columns = max((tile.column for tile in chart.tiles), default=0) + 1
    inset(axes, 2, 2, top_mm=1, bottom_mm=9)
    bare(axes)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    for tile, shade in zip(chart.tiles, shades, strict=True):
        ink = colour("--surface" if (shade or 0) >= WHITE_FROM else "--ink")
        face = colour("--surface-3" if shade is None else SHADES[shade])
        axes.add_patch(
            Rectangle((tile.column + 0.02, tile.row + 0.04), 0.96, 0.92, facecolor=face, linewidth=0)
        )
        axes.text(tile.column + 0.08, tile.row + 0.14, tile.name, size=SMALL, va="top", color=ink)
        axes.text(
            *(tile.column + 0.92, tile.row + 0.86, text_of(tile.value)),
            size=TEXT,
            weight="bold",
            ha="right",
            va="bottom",
            color=ink,
        )
    _key(axes, chart, words)


def _key(axes: Axes, chart: TileGrid, words: Sequence[str]) -> None:
    from matplotlib.patches import Patch

    marks = [Patch(facecolor=colour(SHADES[place]), label=word) for place, word in enumerate(words)]
    if marks:
        axes.legend(
            handles=marks,
            loc="upper left",
            bbox_to_anchor=(0, -0.01),
            ncols=len(marks),
            frameon=False,
            fontsize=SMALL,
            handlelength=1.2,
            columnspacing=1.0,
            borderaxespad=0.0,
        )
    axes.annotate(
        grid_note(chart),
        (1, 0),
        xycoords="axes fraction",
        xytext=(0, -18),
        textcoords="offset points",
        ha="right",
        size=SMALL,
        color=colour("--ink-3"),
        annotation_clip=False,
    )
