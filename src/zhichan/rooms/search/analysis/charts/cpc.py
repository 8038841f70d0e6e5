"""Subclasses of the CPC by size (CPC 小类): a patent counts once in each it has."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.analysis.conditions import begins_with
from zhichan.rooms.search.analysis.counting import each
from zhichan.rooms.search.analysis.declaration import ChartResult, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found
from zhichan.rooms.search.analysis.ranking import Ranking, ranked

LETTERS_OF_SUBCLASS = 4
CPC = Ranking(
    "cpc",
    _("CPC 小类"),
    _("CPC 小类"),
    _("没有载明 CPC 分类号的专利。"),
    _("一件专利有几个小类就各计一次。"),
    lambda part: begins_with("CPC", part),
)


@analysis_chart(CPC.name, CPC.label, rank=35)
def cpc(found: Found, options: Options) -> ChartResult:
    table = each(found.table(options), "cpc", "symbol")
    parts = table.mutate(value=table.symbol.substr(0, LETTERS_OF_SUBCLASS))
    return ranked(CPC, found, parts.filter(parts.value.length() == LETTERS_OF_SUBCLASS), options)
