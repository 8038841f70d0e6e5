"""Charts as values of JSON (图的留存): what was drawn can be drawn again, with the same figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from zhichan.core.charts.bubbles import Bubble, Bubbles
from zhichan.core.charts.network import Knot, Network, Tie
from zhichan.core.charts.path import PathChart, Stop
from zhichan.core.charts.specs import BarChart, BarSeries, Head, Mark, Stacking
from zhichan.core.charts.treemap import Area, Treemap

Kinds = Mapping[str, type]
CHART_KINDS: Kinds = {
    one.__name__: one
    for one in (
        Area,
        BarChart,
        BarSeries,
        Bubble,
        Bubbles,
        Head,
        Knot,
        Mark,
        Network,
        PathChart,
        Stop,
        Tie,
        Treemap,
    )
}
"""What a bar chart, treemap, bubbles, network or path is made of."""


def kept(value: Any) -> Any:
    """As JSON can hold it; ``read`` gives it back. Numbers stay whole or exact, translated words stand as
    they read now. Raises TypeError for a value of another kind."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__} | {
            one.name: kept(getattr(value, one.name)) for one in fields(value)
        }
    if isinstance(value, Stacking):
        return {"stacking": value.value}
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Decimal):
        return {"n": str(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    if isinstance(value, list | tuple):
        return [kept(one) for one in value]
    raise TypeError(f"{type(value).__name__} cannot be kept")


def read(value: Any, kinds: Kinds = CHART_KINDS) -> Any:
    """What was kept; lists come back as tuples. Raises KeyError for what is of none of the kinds."""
    if isinstance(value, list):
        return tuple(read(one, kinds) for one in value)
    if not isinstance(value, dict):
        return value
    if "is" in value:
        parts = {name: read(one, kinds) for name, one in value.items() if name != "is"}
        return kinds[value["is"]](**parts)
    [(sort, one)] = value.items()
    plain: dict[str, Callable[[Any], Any]] = {
        "n": Decimal,
        "day": date.fromisoformat,
        "set": frozenset,
        "stacking": Stacking,
    }
    return plain[sort](one)
