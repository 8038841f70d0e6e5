"""What a stored query gives to a report (数据): figures, a table, a chart, as plain values that can be kept.

A value that is not known is None and is printed 数据缺失; what does not apply is the text 不适用.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from zhichan.core.tables.text import number_text

MISSING = "数据缺失"
Value = Decimal | str | None


def printed(value: Value, unit: str = "") -> str:
    """A value as documents print it, a number with its unit: ``12,654件``, ``数据缺失``."""
    if value is None:
        return MISSING
    return f"{number_text(value)}{unit}" if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Figure:
    """One figure of a query. ``name``: by which texts name it; ``rows``: the address of what it rests on."""

    name: str
    label: str
    value: Value
    unit: str = ""
    rows: str = ""

    @property
    def text(self) -> str:
        return printed(self.value, self.unit)


@dataclass(frozen=True)
class Column:
    """``width``: in parts of the page."""

    label: str
    width: int = 2
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """``key`` tells the row from others of the table, whatever its cells say."""

    key: str
    cells: tuple[Value, ...]
    rows: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(printed(cell) for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """A table (表)."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Series:
    name: str
    label: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart (图): a bar of each series for each category, all in one unit; lying where names are long.

    ``unfinished``: categories whose period still runs.
    """

    kind: Literal["upright", "lying"]
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unfinished: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What one query gives. ``notes``: how it was counted, printed under the table or chart."""

    figures: tuple[Figure, ...] = ()
    table: Grid | None = None
    chart: Chart | None = None
    notes: tuple[str, ...] = ()


def kept(facts: Facts) -> dict[str, Any]:
    """The facts as values of JSON; ``facts_of`` reads them back."""
    table, chart = facts.table, facts.chart
    return {
        "figures": [[one.name, one.label, _kept(one.value), one.unit, one.rows] for one in facts.figures],
        "table": table
        and {
            "columns": [[one.label, one.width, one.is_number] for one in table.columns],
            "rows": [[row.key, [_kept(cell) for cell in row.cells], row.rows] for row in table.rows],
        },
        "chart": chart
        and {
            "kind": chart.kind,
            "unit": chart.unit,
            "categories": list(chart.categories),
            "series": [[one.name, one.label, [_kept(v) for v in one.values]] for one in chart.series],
            "unfinished": list(chart.unfinished),
        },
        "notes": list(facts.notes),
    }


def facts_of(values: Mapping[str, Any]) -> Facts:
    table, chart = values["table"], values["chart"]
    return Facts(
        figures=tuple(
            Figure(n, label, _read(v), unit, rows) for n, label, v, unit, rows in values["figures"]
        ),
        table=table
        and Grid(
            tuple(Column(*column) for column in table["columns"]),
            tuple(Row(key, tuple(_read(cell) for cell in cells), rows) for key, cells, rows in table["rows"]),
        ),
        chart=chart
        and Chart(
            chart["kind"],
            chart["unit"],
            tuple(chart["categories"]),
            tuple(Series(n, label, tuple(map(_number, vs))) for n, label, vs in chart["series"]),
            tuple(chart["unfinished"]),
        ),
        notes=tuple(values["notes"]),
    )


def _kept(value: Value) -> dict[str, str] | str | None:
    """A number is told from a text that looks like one; it is written in one way only."""
    return {"n": f"{value.normalize():f}"} if isinstance(value, Decimal) else value


def _read(value: dict[str, str] | str | None) -> Value:
    return Decimal(value["n"]) if isinstance(value, dict) else value


def _number(value: dict[str, str] | None) -> Decimal | None:
    return None if value is None else Decimal(value["n"])
