"""The statistics page: a cross table with its chart, and the rows behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.requests import today as today_here
from zhichan.core.access.rights import may
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.measures.declaration import Question
from zhichan.core.measures.regions import known_regions, region_name
from zhichan.core.registers.moments import end_of
from zhichan.core.registers.tables import as_of_table
from zhichan.core.registers.tabs import tabs_of
from zhichan.core.remembered import remembered
from zhichan.core.tables.responses import Narrowed, table_response
from zhichan.core.tables.text import number_text
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.pages.saved_statistics import saved_lines
from zhichan.rooms.registry.rights import PATENT_VIEW, STATISTICS_SHARE, STATISTICS_VIEW
from zhichan.rooms.registry.statistics.charts import Drawn, drawn_of
from zhichan.rooms.registry.statistics.crossing import (
    SUBJECTS,
    Cross,
    Wanted,
    cross_of,
    dimension_named,
    rows_of_cell,
)
from zhichan.rooms.registry.statistics.dimensions import DIMENSIONS

MOST_ROWS, MOST_COLUMNS = 40, 12
SHADES = 5


@dataclass(frozen=True)
class Cell:
    """A figure with the way to its rows; ``shade`` 0 to 4 by size, -1 for none."""

    text: str
    url: str
    shade: int = -1


@dataclass(frozen=True)
class Line:
    label: str
    cells: Sequence[Cell]
    total: Cell


@dataclass(frozen=True)
class Shown:
    """The table as the page shows it: so many rows and columns, the rest added up."""

    headings: Sequence[str]
    lines: Sequence[Line]
    foot: Line
    drawn: Drawn | None
    limits: Sequence[int]


@page(STATISTICS_VIEW)
def statistics(request: HttpRequest) -> HttpResponseBase:
    """The cross table an address asks for; ``format`` gives all of it as a file."""
    actor = actor_in(request)
    wanted, known_on = wanted_of(request)
    show = "share" if request.GET.get("show") == "share" else "count"
    key = ("statistics", request.get_full_path(), actor, get_language(), today_here())
    cross = remembered(key, lambda: cross_of(wanted, actor))
    if file_format := request.GET.get("format"):
        return _export(cross, "xlsx" if file_format == "xlsx" else "csv")
    params = _params(wanted, known_on)
    context = {
        "wanted": wanted,
        "cross": cross,
        "shown": _shown(cross, params, show),
        "show": show,
        "subjects": SUBJECTS.values(),
        "dimensions": DIMENSIONS.values(),
        "kinds": Patent.Kind.choices,
        "regions": known_regions(),
        "region": region_name(wanted.asked.region),
        "known_on": known_on,
        "swapped": urlencode({**params, "rows": wanted.columns.name, "columns": wanted.rows.name}),
        "exported": urlencode(params),
        "tabs": tabs_of("registry", actor),
        "is_today": known_on == today_here(),
        "saved": saved_lines(actor),
        "may_share": may(actor, STATISTICS_SHARE),
    }
    return render(request, "registry/statistics.html", context)


@page(PATENT_VIEW)
def cell_rows(request: HttpRequest) -> HttpResponseBase:
    """The patents behind a cell, a row or a column of the table."""
    actor = actor_in(request)
    wanted, known_on = wanted_of(request)
    keys = request.GET.get("row"), request.GET.get("column")
    _periods, labels = rows_of_cell(wanted, *keys, actor)
    context = {
        "wanted": wanted,
        "labels": labels,
        "region": region_name(wanted.asked.region),
        "known_on": known_on,
        "back": f"{reverse('registry:statistics')}?{urlencode(_params(wanted, known_on))}",
    }
    table = as_of_table(PATENTS, wanted.asked.moment)
    # The address names the region of the whole table here, not one of the values of its rows.
    filters = [entry for entry in table.filters if entry.name != "region"]

    def related() -> Narrowed:
        periods, _labels = rows_of_cell(wanted, *keys, actor)
        return Narrowed(within=periods.select_related("subject", "holder"))

    return table_response(
        request,
        replace(table, filters=filters, _keys={}),
        template="registry/statistics_rows.html",
        context=context,
        narrowed=related,
    )


def wanted_of(request: HttpRequest) -> tuple[Wanted, date]:
    """What an address asks for; what it leaves open or nobody knows is the usual."""
    given = request.GET
    on = min(_day(given.get("on")) or today_here(), today_here())
    known_on = min(_day(given.get("known")) or today_here(), today_here())
    region = given.get("region", "")
    asked = Question(region if region.isascii() and region.isdigit() else "", on, end_of(known_on))
    kind = given.get("kind", "")
    return (
        Wanted(
            SUBJECTS.get(given.get("what", "")) or SUBJECTS["in_force"],
            dimension_named(given.get("rows", ""), "town"),
            dimension_named(given.get("columns", ""), "granted"),
            asked,
            kind if kind in Patent.Kind.values else "",
        ),
        known_on,
    )


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day is not None and 1950 <= day.year <= 2150 else None


def _params(wanted: Wanted, known_on: date) -> dict[str, str]:
    params = {
        "what": wanted.subject.name,
        "rows": wanted.rows.name,
        "columns": wanted.columns.name,
        "region": wanted.asked.region,
        "kind": wanted.kind,
        "on": wanted.asked.on.isoformat(),
        "known": "" if known_on == today_here() else known_on.isoformat(),
    }
    return {name: value for name, value in params.items() if value}


def _shown(cross: Cross, params: dict[str, str], show: str) -> Shown:
    rows, columns = list(cross.row_keys[:MOST_ROWS]), _columns(cross)
    rest = [key for key in cross.column_keys if key not in columns]
    limits = _limits([cross.counts.get((row, column), 0) for row in rows for column in columns])
    address = reverse("registry:statistics_rows")

    def cell(count: int, row: str | None, column: str | None, *, shaded: bool = False) -> Cell:
        chosen = {"row": row, "column": column}
        query = {**params, **{name: key for name, key in chosen.items() if key is not None}}
        whole = cross.total if column is None else cross.column_totals.get(column, 0)
        text = number_text(count) if show == "count" else _share(count, whole)
        return Cell(
            text, f"{address}?{urlencode(query)}" if count else "", _shade(count, limits) if shaded else -1
        )

    def others(count: int) -> Cell:
        return Cell(number_text(count) if show == "count" else _share(count, cross.total), "")

    def line(row: str) -> Line:
        cells = [cell(cross.counts.get((row, column), 0), row, column, shaded=True) for column in columns]
        if rest:
            cells.insert(0, others(sum(cross.counts.get((row, column), 0) for column in rest)))
        return Line(cross.row_labels[row], cells, cell(cross.row_totals[row], row, None))

    lines = [line(row) for row in rows]
    if left := list(cross.row_keys[MOST_ROWS:]):
        lines.append(_others(cross, left, columns, rest, others))
    foot = [cell(cross.column_totals.get(column, 0), None, column) for column in columns]
    if rest:
        foot.insert(0, others(sum(cross.column_totals[column] for column in rest)))
    headings = [*([_("其余")] if rest else []), *(cross.column_labels[column] for column in columns)]
    return Shown(
        headings,
        lines,
        Line(_("合计"), foot, cell(cross.total, None, None)),
        drawn_of(cross, columns),
        limits,
    )


def _others(
    cross: Cross, left: Sequence[str], columns: Sequence[str], rest: Sequence[str], others: Any
) -> Line:
    """The rows that are not shown, added up."""
    cells = [others(sum(cross.counts.get((row, column), 0) for row in left)) for column in columns]
    if rest:
        cells.insert(0, others(sum(cross.counts.get((row, column), 0) for row in left for column in rest)))
    label = _("其他 %(n)d 项") % {"n": len(left)}
    return Line(label, cells, others(sum(cross.row_totals[row] for row in left)))


def _columns(cross: Cross) -> list[str]:
    """Of years the latest, of all else the largest."""
    keys = list(cross.column_keys)
    if len(keys) <= MOST_COLUMNS:
        return keys
    if cross.wanted.columns.is_time:
        return [key for key in keys if key][-MOST_COLUMNS:]
    return keys[:MOST_COLUMNS]


def _limits(counts: Sequence[int]) -> list[int]:
    """The least count of each shade but the lightest, by fifths of the counts that are not zero."""
    filled = sorted({count for count in counts if count})
    if len(filled) < SHADES:
        return []
    return [filled[len(filled) * step // SHADES] for step in range(1, SHADES)]


def _shade(count: int, limits: Sequence[int]) -> int:
    return sum(count >= limit for limit in limits) if limits and count else -1


def _share(count: int, whole: int) -> str:
    return number_text(None) if not whole else f"{count * 100 / whole:.1f}%"


def _export(cross: Cross, file_format: Any) -> HttpResponseBase:
    """Every row and column, with totals; figures as numbers."""
    wanted = cross.wanted
    headings = [
        Heading(str(wanted.rows.label), "@"),
        *(Heading(cross.column_labels[column]) for column in cross.column_keys),
        Heading(_("合计")),
    ]
    rows: list[list[Any]] = [
        [
            cross.row_labels[row],
            *(cross.counts.get((row, column), 0) for column in cross.column_keys),
            cross.row_totals[row],
        ]
        for row in cross.row_keys
    ]
    rows.append([_("合计"), *(cross.column_totals[column] for column in cross.column_keys), cross.total])
    words = {"what": wanted.subject.label, "on": wanted.asked.on.isoformat()}
    return export_rows(_("统计 %(what)s %(on)s") % words, headings, rows, file_format=file_format)
