"""Who invented most (主要发明人): each with all patents it is named in. Persons of one name count as one."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.analysis.counting import cell, counted, each, head, said, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("主要发明人")


@analysis_chart("inventors", LABEL, rank=70)
def inventors(found: Found, options: Options) -> ChartResult:
    ranked = counted(each(found.table(options), "inventors", "inventor"), "inventor").limit(options.most)
    lines = [
        Line(one["inventor"], [cell(one, value_is("IN", one["inventor"]))]) for one in found.told(ranked)
    ]
    title, sentence = str(LABEL), _("没有载明发明人的专利。")
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
        "inventors",
        title,
        unit(options),
        [_("发明人"), unit(options)],
        lines,
        found.total(options),
        sentence,
        drawing if lines else None,
        [_("同名的发明人没有区分。")] if lines else [],
    )
