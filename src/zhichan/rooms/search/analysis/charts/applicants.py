"""Who holds most (主要权利人): each holder with all patents it has alone or with others."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.analysis.counting import cell, counted, each, head, holders_code, share, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("主要权利人")
LONGEST_NAME = 12


@analysis_chart("applicants", LABEL, rank=20)
def applicants(found: Found, options: Options) -> ChartResult:
    """The first so many; a patent of several holders counts for each of them."""
    ranked = counted(each(found.table(options), "holders", "holder"), "holder").limit(options.most)
    code = holders_code(options)
    lines = [Line(one["holder"], [cell(one, value_is(code, one["holder"]))]) for one in found.told(ranked)]
    total, title = found.total(options), str(LABEL)
    sentence = _sentence(found, options, [one.name for one in lines[:3]], total)
    values = [one.cells[0] for one in lines]
    drawing = BarChart(
        head(title, options, sentence),
        [shortened(one.name) for one in lines],
        [BarSeries(title, [one.value for one in values], [one.where for one in values])],
        is_lying=True,
    )
    return ChartResult(
        "applicants",
        title,
        unit(options),
        [_("权利人"), unit(options)],
        lines,
        total,
        sentence,
        drawing if lines else None,
        [_("共同申请的，各权利人都计。")] if lines else [],
    )


def held_by(found: Found, options: Options, names: list[str]) -> int:
    """How much any of some holders has: what they hold together counts once."""
    held = each(found.table(options), "holders", "holder")
    own = held.filter(held.holder.isin(names))
    return int(found.told(own.aggregate(n=own.counted.nunique()))[0]["n"])


def _sentence(found: Found, options: Options, names: list[str], total: int) -> str:
    if not names:
        return _("没有载明权利人的专利。")
    held = held_by(found, options, names)
    return _("%(first)s最多；前 %(n)d 位合计占 %(share)s。") % {
        "first": names[0],
        "n": len(names),
        "share": share(held, total),
    }


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
