"""Which documents are cited most (高被引文献): each by how many of the set. Only what files told is known."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.face import documents_of
from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.analysis.counting import each
from zhichan.rooms.search.analysis.declaration import ChartResult, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found
from zhichan.rooms.search.analysis.ranking import Ranking, ranked

CITED = Ranking(
    "cited",
    _("被引用最多的文献"),
    _("文献"),
    _("没有载明引用文献的专利。"),
    _("引用文献只有部分来源的文件才有。同一申请的公开文本和授权文本算一篇，不是文献号的文字不计。"),
    lambda cited: value_is("CT", *documents_of(cited)),
)


@analysis_chart(CITED.name, CITED.label, rank=75)
def cited(found: Found, options: Options) -> ChartResult:
    return ranked(CITED, found, each(found.table(options), "cited"), options)
