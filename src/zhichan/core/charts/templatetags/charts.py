"""Charts in templates: drawn by ``charts.js``, with a sentence and a table of the same figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhichan.core.charts.figures import grid_note, shades_of, table_of
from zhichan.core.charts.option import opened_at, option_of
from zhichan.core.charts.specs import BarChart, Bullet, Chart, LineChart, Shape, TileGrid

register = template.Library()


@register.simple_tag
def bullet(one: Bullet) -> SafeString:
    """How far something is, as a bar: ``{% bullet one %}``. Done solid, expected hatched, time a tick.

    Beyond 100 the bar is full; its sentence says how far.
    """
    done, reach = _in_hundred(one.done_pct), _in_hundred(one.reach_pct)
    hatch = "".join(f"M{at} 0V8" for at in range(done + 2, reach, 3))
    return format_html(
        '<svg class="barx" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">'
        '{}<rect{} width="{}" height="8"/>{}</svg>',
        bullet_text(one),
        format_html('<path class="f" d="{}"/>', hatch) if hatch else "",
        mark_safe(' class="r"') if one.is_behind else "",
        done,
        ""
        if one.elapsed_pct is None
        else format_html('<path class="t" d="M{} 0V8"/>', _in_hundred(one.elapsed_pct)),
    )


def _in_hundred(percent: int | None) -> int:
    return min(max(percent or 0, 0), 100)


def bullet_text(one: Bullet) -> str:
    """The sentence of a bullet: ``完成 58%，预测至期末 83%，时间进度 75%``."""
    parts = [
        (_("完成 %(n)s%%"), one.done_pct),
        (_("预测至期末 %(n)s%%"), one.reach_pct),
        (_("时间进度 %(n)s%%"), one.elapsed_pct),
    ]
    return _("，").join(words % {"n": figure} for words, figure in parts if figure is not None)


@register.simple_tag
def chart(
    spec: LineChart | BarChart | Shape,
    height: str = "h2",
    name: str = "chart",
    address: Callable[[str], str] | None = None,
) -> SafeString:
    """The place of a chart and its option: ``{% chart spec "h4" %}``; heights are the classes h1 to h4.

    A page with several charts names each. ``address`` makes addresses of what marks open.
    It loads ``vendor/echarts.min.js`` and ``zhichan/charts.js``.
    """
    option = opened_at(option_of(spec), address) if address else option_of(spec)
    return format_html(
        '<div class="chart {}" data-chart="{}" role="img" aria-label="{}"></div>{}',
        *(height, f"{name}-option", spec.head.sentence, json_script(option, f"{name}-option")),
    )


@register.inclusion_tag("charts/table.html")
def chart_table(spec: Chart) -> dict[str, Any]:
    """The figures of a chart as a table (数据表)."""
    return {"table": table_of(spec), "chart": spec}


@register.inclusion_tag("charts/tiles.html")
def tile_grid(grid: TileGrid) -> dict[str, Any]:
    """The tiles of a grid, each a link where it has an address, and what the shades stand for."""
    shades, words = shades_of(grid)
    placed = {(tile.row, tile.column): (tile, shade) for tile, shade in zip(grid.tiles, shades, strict=True)}
    rows = max((tile.row for tile in grid.tiles), default=-1) + 1
    columns = max((tile.column for tile in grid.tiles), default=-1) + 1
    cells = [placed.get((row, column)) for row in range(rows) for column in range(columns)]
    shown = {"grid": grid, "cells": cells, "columns": columns, "words": list(enumerate(words))}
    return {**shown, "note": grid_note(grid)}
