"""The main holders over the years (主要权利人历年): how many in each year, and who came first in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.bubbles import Bubble, Bubbles
from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.conditions import all_of, value_is, year_is
from zhichan.rooms.search.analysis.counting import cell, counted, each, head, holders_code, unit
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("主要权利人历年")
YEARS_SHOWN = 10


@analysis_chart("holder_years", LABEL, rank=62, width=12)
def holder_years(found: Found, options: Options) -> ChartResult:
    """The first so many holders of the whole set, each with the last ten years in which one of them has any.

    The rank is that among all holders of the year, equal ones share it: 1, 2, 2, 4.
    """
    held = each(found.table(options), "holders", "holder")
    main = [one["holder"] for one in found.told(counted(held, "holder").limit(options.most))]
    told = found.told(counted(held.filter(held.year.notnull()), "holder", "year"))
    by_year: dict[int, dict[str, dict[str, Any]]] = {}
    for one in told:
        by_year.setdefault(int(one["year"]), {})[one["holder"]] = one
    years = sorted(year for year, of in by_year.items() if not of.keys().isdisjoint(main))[-YEARS_SHOWN:]
    ranks = {year: _ranks(by_year[year], main) for year in years}
    code = holders_code(options)
    lines = [
        Line(
            name,
            [
                replace(
                    cell(by_year[year][name], all_of(value_is(code, name), year_is(options.by, year))),
                    rank=ranks[year][name],
                )
                if name in by_year[year]
                else Cell(0, 0)
                for year in years
            ],
        )
        for name in main
    ]
    title = str(LABEL)
    sentence = _sentence(main, years, ranks)
    bubbles = [
        Bubble(row, column, figure.value, figure.where, _("第%(n)d") % {"n": figure.rank})
        for row, line in enumerate(lines)
        for column, figure in enumerate(line.cells)
        if figure.value
    ]
    names, heads = [shortened(name) for name in main], [str(year) for year in years]
    return ChartResult(
        "holder_years",
        title,
        unit(options),
        [_("权利人"), *heads],
        lines if years else [],
        found.total(options),
        sentence,
        Bubbles(head(title, options, sentence), names, heads, bubbles) if bubbles else None,
        _notes(years),
    )


def _ranks(found: dict[str, dict[str, Any]], main: list[str]) -> dict[str, int]:
    counts = [int(one["n"]) for one in found.values()]
    return {
        name: sum(count > int(found[name]["n"]) for count in counts) + 1 for name in main if name in found
    }


def _notes(years: list[int]) -> list[str]:
    if not years:
        return []
    skips = [_("没有数的年份不列。")] if years[-1] - years[0] >= len(years) else []
    return [_("圆面积为数量，圆里或圆旁为当年在全部权利人中的名次；数据表里两样都有。"), *skips]


def _sentence(main: list[str], years: list[int], ranks: dict[int, dict[str, int]]) -> str:
    if not main or not years:
        return _("没有可以按年比较的权利人。")
    led = [str(year) for year in years if ranks[year].get(main[0]) == 1]
    if not led:
        return _("%(first)s总数最多，所列年份没有一年居首。") % {"first": main[0]}
    return _("%(first)s总数最多，%(years)s 年居首。") % {"first": main[0], "years": _("、").join(led)}
