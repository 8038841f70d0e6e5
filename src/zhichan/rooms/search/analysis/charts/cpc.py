"""Classes of the CPC by size (CPC 构成), from the section down to the group. A patent has several."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.analysis.class_levels import Scheme, class_parts
from zhichan.rooms.search.analysis.counting import each
from zhichan.rooms.search.analysis.declaration import ChartResult, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

CPC = Scheme("cpc", _("CPC 构成"), "CPC", _("没有载明 CPC 分类号的专利。"), is_one=False)


@analysis_chart(CPC.name, CPC.label, rank=65)
def cpc(found: Found, options: Options) -> ChartResult:
    table = each(found.table(options), "cpc", "symbol")
    return class_parts(CPC, found, table, options.within_cpc, options)
