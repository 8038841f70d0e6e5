"""The values of a column by how many patents have them (排名图), drawn as bars that lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.counting import cell, counted, head, said, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhichan.rooms.search.analysis.found import Found


@dataclass(frozen=True)
class Ranking:
    """``heading``: over the values; ``none``: said where there are none; ``note``: under the chart;
    ``where``: the condition that finds the patents of a value."""

    name: str
    label: str | Promise
    heading: str | Promise
    none: str | Promise
    note: str | Promise
    where: Callable[[str], str]


def ranked(ranking: Ranking, found: Found, table: ir.Table, options: Options) -> ChartResult:
    """``table``: one row for each value of each patent, in the column ``value``."""
    told = found.told(counted(table, "value").limit(options.most))
    lines = [Line(one["value"], [cell(one, ranking.where(one["value"]))]) for one in told]
    title, sentence = str(ranking.label), str(ranking.none)
    if lines:
        sentence = _("%(first)s最多，%(n)s。") % {
            "first": lines[0].name,
            "n": said(int(lines[0].cells[0].value or 0), options),
        }
    values = [one.cells[0] for one in lines]
    drawing = BarChart(
        head(title, options, sentence),
        [shortened(one.name) for one in lines],
        [BarSeries(title, [one.value for one in values], [one.where for one in values])],
        is_lying=True,
    )
    return ChartResult(
        ranking.name,
        title,
        unit(options),
        [str(ranking.heading), unit(options)],
        lines,
        found.total(options),
        sentence,
        drawing if lines else None,
        [str(ranking.note)] if lines else [],
    )
