"""Who came in lately (新进入者): holders whose first patent in the set is of the last three years."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.analysis.counting import each, head, holders_code, unit
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("新进入者")
LATELY_YEARS = 3


@analysis_chart("newcomers", LABEL, rank=140)
def newcomers(found: Found, options: Options) -> ChartResult:
    """By the chosen day: this year and the two before. A holder with a patent of unknown day is none: when
    it came in is not known."""
    held = each(found.table(options), "holders", "holder")
    since = options.on.year - LATELY_YEARS + 1
    grouped = held.group_by("holder").agg(
        n=held.counted.nunique(),
        rows=held.id.nunique(),
        first=held.year.min(),
        dated=held.year.count(),
        all=held.id.count(),
    )
    late = grouped.filter(grouped.first >= since, grouped.dated == grouped.all)
    told = found.told(late.order_by([late.n.desc(), late.holder.asc()]))
    code = holders_code(options)
    lines = [
        Line(
            one["holder"],
            [
                Cell(int(one["n"]), int(one["rows"]), value_is(code, one["holder"])),
                Cell(int(one["first"]), text=str(one["first"])),
            ],
        )
        for one in told
    ]
    title = str(LABEL)
    sentence = _("%(since)d 年以来没有新进入者。") % {"since": since}
    if lines:
        sentence = _("%(since)d 年以来新进入 %(n)s 个权利人。") % {
            "since": since,
            "n": number_text(len(lines)),
        }
    shown = lines[: options.most]
    drawing = BarChart(
        head(title, options, sentence),
        [shortened(line.name) for line in shown],
        [BarSeries(title, [line.cells[0].value for line in shown], [line.cells[0].where for line in shown])],
        is_lying=True,
    )
    return ChartResult(
        "newcomers", title, unit(options), [_("权利人"), unit(options), _("首件年份")], lines,
        found.total(options), sentence, drawing if lines else None,
    )  # fmt: skip
