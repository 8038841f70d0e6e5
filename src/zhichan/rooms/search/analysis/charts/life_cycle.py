"""Life cycle (技术生命周期): how many patents and holders each year had, joined in the order of years.

Both rising: growth; many patents of fewer holders: maturity; both falling: decline. The chart shows the way,
people judge it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.path import PathChart, Stop
from zhichan.rooms.search.analysis.charts.trend import open_from
from zhichan.rooms.search.analysis.conditions import year_is
from zhichan.rooms.search.analysis.counting import cell, counted, each, head, said, unit
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("技术生命周期")


@analysis_chart("life_cycle", LABEL, rank=40)
def life_cycle(found: Found, options: Options) -> ChartResult:
    """For every year that has any: what counts, and how many different holders it has."""
    table = found.table(options)
    dated = table.filter(table.year.notnull())
    years = sorted(found.told(counted(dated, "year")), key=lambda one: int(one["year"]))
    held = each(dated, "holders", "holder")
    holders = {
        int(one["year"]): int(one["n"])
        for one in found.told(held.group_by("year").agg(n=held.holder.nunique()))
    }
    first_open = open_from(options.on) if options.by == "filed_on" else options.on.year
    lines = [
        Line(
            str(one["year"]),
            [cell(one, year_is(options.by, int(one["year"]))), Cell(holders.get(int(one["year"]), 0))],
        )
        for one in years
    ]
    stops = [
        Stop(
            line.name,
            line.cells[1].value or 0,
            line.cells[0].value or 0,
            line.cells[0].where,
            int(line.name) >= first_open,
        )
        for line in lines
    ]
    title, sentence = str(LABEL), _sentence(lines, options)
    columns = [_("年份"), unit(options), _("权利人数")]
    return ChartResult(
        "life_cycle",
        title,
        unit(options),
        columns,
        lines,
        found.total(options),
        sentence,
        PathChart(head(title, options, sentence), columns[2], columns[1], stops) if len(stops) > 1 else None,
    )


def _sentence(lines: list[Line], options: Options) -> str:
    if len(lines) < 2:
        return _("不足两个年份，画不出生命周期。")
    most = max(lines, key=lambda line: (int(line.cells[1].value or 0), line.name))
    return _("权利人最多的一年是 %(year)s 年，%(holders)d 个，%(n)s。") % {
        "year": most.name,
        "holders": most.cells[1].value,
        "n": said(int(most.cells[0].value or 0), options),
    }
