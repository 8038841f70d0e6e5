"""Concentration (集中度): how much of the set few holders have.

CR3, CR5, CR10: the share of the set that any of the three, five, ten largest holders has, alone or with
others; what several of them hold together counts once. HHI (Herfindahl-Hirschman index): the sum over all
holders of the squares of their shares in percent, each share being the holder's count over the sum of all
holders' counts; from near 0 to 10,000 where one has all. Rounded half up to whole figures.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries, Head
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.analysis.counting import counted, each, holders_code, unit
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("集中度")
FIRST = (3, 5, 10)


@analysis_chart("concentration", LABEL, rank=60)
def concentration(found: Found, options: Options) -> ChartResult:
    """Shares in percent; the figures beside them open the patents of those holders."""
    held = each(found.table(options), "holders", "holder")
    told = found.told(counted(held, "holder"))
    counts = [int(one["n"]) for one in told]
    total, code, lines = found.total(options), holders_code(options), []
    for first in FIRST:
        names = [str(one["holder"]) for one in told[:first]]
        own = held.filter(held.holder.isin(names))
        both = found.told(own.aggregate(n=own.counted.nunique(), rows=own.id.nunique()))[0]
        where = value_is(code, *names)
        lines.append(
            Line(
                f"CR{first}",
                [Cell(percent(int(both["n"]), total)), Cell(int(both["n"]), int(both["rows"]), where)],
            )
        )
    lines.append(Line("HHI", [Cell(hhi(counts)), Cell(None)]))
    title = str(LABEL)
    sentence = _("没有载明权利人的专利。")
    if counts:
        sentence = _("前 3 位占 %(cr3)s%%，前 5 位占 %(cr5)s%%，HHI 为 %(hhi)s，共 %(n)s 个权利人。") % {
            "cr3": lines[0].cells[0].value,
            "cr5": lines[1].cells[0].value,
            "hhi": number_text(lines[3].cells[0].value),
            "n": number_text(len(counts)),
        }
    shares = BarSeries(
        _("占比（%）"),
        [line.cells[0].value for line in lines[:3]],
        [line.cells[1].where for line in lines[:3]],
    )
    drawing = BarChart(
        Head(title, "%", _("专利登记册"), options.on, sentence),
        [line.name for line in lines[:3]],
        [shares],
        is_lying=True,
    )
    return ChartResult(
        "concentration",
        title,
        "%",
        [_("指标"), _("值"), unit(options)],
        lines if counts else [],
        total,
        sentence,
        drawing if counts else None,
        [
            _(
                "CRn：前 n 位权利人中任一位持有的占全部的百分比。"
                "HHI：各权利人份额（百分数）平方之和，10,000 为独占。"
            )
        ]
        if counts
        else [],
    )


def percent(part: int, whole: int) -> Decimal:
    return _whole(Decimal(100 * part) / whole) if whole else Decimal(0)


def hhi(counts: list[int]) -> Decimal:
    whole = sum(counts)
    squares = sum((Decimal(count) ** 2 for count in counts), Decimal(0))
    return _whole(squares * 10_000 / Decimal(whole) ** 2) if whole else Decimal(0)


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)
