"""Charts in templates: drawn by ``charts.js``, with a sentence and a table of the same figures."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from zhichan.core.charts.figures import shades_of, table_of
from zhichan.core.charts.option import option_of
from zhichan.core.charts.specs import BarChart, Chart, LineChart, TileGrid

register = template.Library()


@register.simple_tag
def chart(spec: LineChart | BarChart, height: str = "h2", name: str = "chart") -> SafeString:
    """The place of a chart and its option: ``{% chart spec "h4" %}``; heights are the classes h1 to h4.

    A page with several charts names each. It loads ``vendor/echarts.min.js`` and ``zhichan/charts.js``.
    """
    return format_html(
        '<div class="chart {}" data-chart="{}" role="img" aria-label="{}"></div>{}',
        *(height, f"{name}-option", spec.head.sentence, json_script(option_of(spec), f"{name}-option")),
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
    return {"grid": grid, "cells": cells, "columns": columns, "words": list(enumerate(words))}
