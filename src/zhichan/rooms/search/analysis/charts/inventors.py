"""Who invented most (主要发明人): each with all patents it is named in. Persons of one name count as one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.analysis.counting import each
from zhichan.rooms.search.analysis.declaration import ChartResult, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found
from zhichan.rooms.search.analysis.ranking import Ranking, ranked

INVENTORS = Ranking(
    "inventors",
    _("主要发明人"),
    _("发明人"),
    _("没有载明发明人的专利。"),
    _("同名的发明人没有区分。"),
    lambda name: value_is("IN", name),
)


@analysis_chart(INVENTORS.name, INVENTORS.label, rank=70)
def inventors(found: Found, options: Options) -> ChartResult:
    return ranked(INVENTORS, found, each(found.table(options), "inventors"), options)
