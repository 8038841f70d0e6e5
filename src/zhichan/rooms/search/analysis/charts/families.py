"""Families in the set (同族): those with most members in it. The register has no citations: it says so."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.analysis.counting import head
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("同族规模")


@analysis_chart("families", LABEL, rank=130)
def families(found: Found, options: Options) -> ChartResult:
    """Counts patents of a family, whatever else is counted by families."""
    table = found.table(options)
    numbered = table.filter(table.family.length() > 0)
    keyed = numbered.mutate(number=numbered.family[0])
    sized = keyed.group_by("number").agg(n=keyed.id.nunique())
    several = sized.filter(sized.n > 1).order_by([sized.n.desc(), sized.number.asc()])
    told = found.told(several)
    lines = [
        Line(one["number"], [Cell(int(one["n"]), int(one["n"]), value_is("FM", one["number"]))])
        for one in told
    ]
    title = str(LABEL)
    sentence = _("没有两件以上的同族。")
    if lines:
        sentence = _("%(n)s 个同族在这里有两件以上，最多的有 %(most)s 件。") % {
            "n": number_text(len(lines)),
            "most": number_text(lines[0].cells[0].value),
        }
    shown = lines[: options.most]
    drawing = BarChart(
        head(title, Options(on=options.on), sentence),
        [line.name for line in shown],
        [BarSeries(title, [line.cells[0].value for line in shown], [line.cells[0].where for line in shown])],
        is_lying=True,
    )
    return ChartResult(
        "families", title, _("件"), [_("同族编号"), _("件")], lines, found.total(options), sentence,
        drawing if lines else None, [],
    )  # fmt: skip
