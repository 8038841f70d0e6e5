"""The colours of the stylesheet (颜色), read from it for what is drawn elsewhere."""

from __future__ import annotations

import re
from functools import cache
from itertools import cycle
from pathlib import Path

from django.contrib.staticfiles import finders

from zhichan.core.charts.specs import BarChart

STYLESHEET = "zhichan/zhichan.css"
SERIES = ("--c1", "--c2", "--c3", "--c4", "--c5", "--c7")
"""The hues of series in their order; --c6 is cinnabar, which means late or promised."""
SHADES = ("--q0", "--q1", "--q2", "--q3", "--q4")
_ROOT = re.compile(r":root\s*\{(.*?)\n\}", re.DOTALL)
_HEX = re.compile(r"(--[a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})")


@cache
def colours() -> dict[str, str]:
    """Each token that is a colour: ``--c1`` → ``#12505B``. Raises LookupError when there is no stylesheet."""
    found = finders.find(STYLESHEET)
    if not isinstance(found, str):
        raise LookupError(f"no stylesheet {STYLESHEET}")
    root = _ROOT.search(Path(found).read_text(encoding="utf-8"))
    return dict(_HEX.findall(root[1])) if root else {}


def colour(token: str) -> str:
    """The colour of a token; raises KeyError for one that is not there."""
    return colours()[token]


def series_token(place: int) -> str:
    """The hue of the series at a place, beginning anew after the sixth."""
    return SERIES[place % len(SERIES)]


def bar_tokens(chart: BarChart) -> list[str]:
    """The hue of each series of bars. Bars below a line are lighter than it, which is seen first."""
    if len(chart.bars) == len(chart.series):
        return [series_token(place) for place in range(len(chart.series))]
    lines, bars = cycle(SERIES[:2]), cycle(SERIES[2:])
    return [next(lines if one.is_line else bars) for one in chart.series]
