"""How long what is in force may still last (剩余保护期), from today to the end of the term by law.

The term is counted from the filing day without compensation and whether or not fees are paid.
Source: 专利法 第四十二条.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.rooms.search.analysis.conditions import all_of, value_is
from zhichan.rooms.search.analysis.counting import head, said, unit
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("有效专利剩余保护期")
YEARS = (0, 2, 5, 10, 15)


@analysis_chart("remaining_term", LABEL, rank=120)
def remaining_term(found: Found, options: Options) -> ChartResult:
    """In force only, by years left: below 2, 5, 10, 15, and more; each from its first day to its last."""
    table = found.table(options)
    standing = table.filter(table.public_class[0] == "in_force", table.term_ends_on.notnull())
    bounds = [_years_on(options.on, years) for years in YEARS]
    lines = []
    for place, low in enumerate(bounds):
        high = bounds[place + 1] if place + 1 < len(bounds) else None
        part = standing.filter(standing.term_ends_on >= low)
        part = part.filter(part.term_ends_on < high) if high else part
        told = found.told(part.aggregate(n=part.counted.nunique(), rows=part.id.nunique()))[0]
        where = all_of(
            value_is("SC", "in_force"), f"ED>={_day(low)}", *([f"ED<{_day(high)}"] if high else [])
        )
        lines.append(Line(_name(place), [Cell(int(told["n"]), int(told["rows"]), where)]))
    in_force = sum(int(line.cells[0].value or 0) for line in lines)
    title = str(LABEL)
    sentence = _("没有在保护期内的有效专利。")
    if in_force:
        soon = int(lines[0].cells[0].value or 0)
        sentence = _("%(soon)s在两年内届满。") % {"soon": said(soon, options)}
    drawing = BarChart(
        head(title, options, sentence),
        [line.name for line in lines],
        [BarSeries(title, [line.cells[0].value for line in lines], [line.cells[0].where for line in lines])],
    )
    return ChartResult(
        "remaining_term", title, unit(options), [_("剩余"), unit(options)], lines if in_force else [],
        found.total(options), sentence, drawing if in_force else None,
        [_("自申请日起按法定期限计，不计补偿，也不论是否缴费。")] if in_force else [],
    )  # fmt: skip


def _name(place: int) -> str:
    if place + 1 == len(YEARS):
        return _("%(low)d 年以上") % {"low": YEARS[place]}
    if not place:
        return _("不足 %(high)d 年") % {"high": YEARS[1]}
    return _("%(low)d–%(high)d 年") % {"low": YEARS[place], "high": YEARS[place + 1]}


def _years_on(day: date, years: int) -> int:
    """The same day so many years on, as days are written in the columns; of 29 February 28."""
    last = 28 if (day.month, day.day) == (2, 29) and years else day.day
    return (day.year + years) * 10_000 + day.month * 100 + last


def _day(value: int) -> str:
    return f"{value // 10000:04d}-{value // 100 % 100:02d}-{value % 100:02d}"
