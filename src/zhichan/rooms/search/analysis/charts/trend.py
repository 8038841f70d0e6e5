"""Filings and grants by year (申请与授权趋势), with the years marked that are not published in full."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.rooms.search.analysis.conditions import year_is
from zhichan.rooms.search.analysis.counting import cell, counted, head, said, unit
from zhichan.rooms.search.analysis.declaration import (
    DAYS,
    Cell,
    ChartResult,
    Line,
    Options,
    analysis_chart,
)
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("申请与授权趋势")
PUBLISHED_AFTER_MONTHS = 18
"""An invention is published at the latest eighteen months after its filing. Source: 专利法 第三十四条."""
GRANTED = "granted_on"


def open_from(today: date) -> int:
    """The first year of filing that is not published in full: some of it is younger than 18 months."""
    months = today.year * 12 + today.month - 1 - PUBLISHED_AFTER_MONTHS
    return months // 12


def years_of(found: Found, options: Options, day: str) -> dict[int, Cell]:
    """The figure of each year of a day; what has no such day is in none."""
    table = found.table(options)
    dated = table.filter(table[day].notnull()).mutate(at=table[day] // 10_000)
    return {int(one["at"]): cell(one, year_is(day, one["at"])) for one in found.told(counted(dated, "at"))}


@analysis_chart("trend", LABEL, rank=10)
def trend(found: Found, options: Options) -> ChartResult:
    """Every year between the first and the last, by the chosen day; over it, as a line, grants by theirs.

    By filing, the years of the last eighteen months are marked: they still grow. By publication or grant
    the running year is.
    """
    days = [options.by] if options.by == GRANTED else [options.by, GRANTED]
    counts = {day: years_of(found, options, day) for day in days}
    years = sorted({year for by_year in counts.values() for year in by_year})
    span = list(range(years[0], years[-1] + 1)) if years else []
    first_open = open_from(options.on) if options.by == "filed_on" else options.on.year
    columns: list[str] = [_("年份"), *(str(_LABELS[day]) for day in days)]
    lines = [
        Line(str(year), [counts[day].get(year, Cell(0, 0, year_is(day, year))) for day in days])
        for year in span
    ]
    title, total = str(LABEL), found.total(options)
    sentence = _sentence(counts[options.by], options, first_open)
    notes = [_("%(year)d 年起的数还会增加，图上用虚框。") % {"year": first_open}] if span else []
    if options.by == "filed_on" and span:
        notes[0] = _(
            "发明专利申请满 18 个月才公开：%(year)d 年起的申请还没有公开完，图上用虚框（专利法第三十四条）。"
        ) % {"year": first_open}
    undated = total - sum(int(one.value or 0) for one in counts[options.by].values())
    if undated > 0 and not options.is_by_family:
        notes.append(_("%(n)s没有所选日期，不在图上。") % {"n": said(undated, options)})
    drawing = BarChart(
        head(title, options, sentence),
        [str(year) for year in span],
        [
            BarSeries(
                columns[place + 1],
                [one.cells[place].value for one in lines],
                [one.cells[place].where if one.cells[place].value else "" for one in lines],
                is_line=place > 0,
                unfinished=frozenset({str(options.on.year)}) if place else None,
            )
            for place in range(len(days))
        ],
        unfinished=frozenset(str(year) for year in span if year >= first_open),
    )
    return ChartResult(
        "trend", title, unit(options), columns, lines, total, sentence, drawing if span else None, notes
    )


_LABELS = {
    "filed_on": gettext_lazy("申请"),
    "published_on": gettext_lazy("公开"),
    "granted_on": gettext_lazy("授权"),
}


def _sentence(counts: dict[int, Cell], options: Options, first_open: int) -> str:
    if not counts:
        return _("没有可以按年统计的专利。")
    year, best = max(counts.items(), key=lambda one: (int(one[1].value or 0), -one[0]))
    said_so = _("%(by)s，%(year)d 年最多，%(n)s。") % {
        "by": DAYS[options.by],
        "year": year,
        "n": said(int(best.value or 0), options),
    }
    if any(one >= first_open for one in counts):
        said_so += _("%(year)d 年起的数据还不完整。") % {"year": first_open}
    return said_so
