"""Where the first-named holders are (地区分布): districts, or finer where the register says no more."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.core.search.asking import found_collection
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.conditions import begins_with
from zhichan.rooms.search.analysis.counting import cell, counted, head, said, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import COLLECTION, Found

LABEL = gettext_lazy("地区分布")
DISTRICT_DIGITS = 6
"""A district has six digits. Source: GB/T 2260."""


@analysis_chart("regions", LABEL, rank=100)
def regions(found: Found, options: Options) -> ChartResult:
    """Codes cut to the district; a place of which only a city or province is known stands as that."""
    table = found.table(options)
    placed = table.filter(table.region.length() > 0)
    told = found.told(counted(placed.mutate(place=placed.region[0].substr(0, DISTRICT_DIGITS)), "place"))
    words = found_collection(COLLECTION).by_name["region"].words
    names = words([one["place"] for one in told]) if words else {}
    lines = [Line(names.get(one["place"], one["place"]), [cell(one, _where(one["place"]))]) for one in told]
    title, sentence, total = str(LABEL), _("没有载明地区的专利。"), found.total(options)
    if lines:
        sentence = _("%(first)s最多，%(n)s。") % {
            "first": lines[0].name,
            "n": said(int(lines[0].cells[0].value or 0), options),
        }
    shown = lines[: options.most]
    drawing = BarChart(
        head(title, options, sentence),
        [shortened(one.name) for one in shown],
        [BarSeries(title, [one.cells[0].value for one in shown], [one.cells[0].where for one in shown])],
        is_lying=True,
    )
    without = found.count - sum(int(one.cells[0].rows or 0) for one in lines)
    notes = [_("另有 %(n)s 件没有载明地区。") % {"n": number_text(without)}] if without and lines else []
    return ChartResult(
        "regions", title, unit(options), [_("地区"), unit(options)], lines, total, sentence,
        drawing if lines else None, notes,
    )  # fmt: skip


def _where(place: str) -> str:
    """All codes that begin so; of a place that is known no finer, that code alone."""
    return begins_with("RG", place) if len(place) == DISTRICT_DIGITS else f'RG=="{place}"'
