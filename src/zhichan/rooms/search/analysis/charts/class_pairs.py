"""Subclasses that patents have together (小类共现): where fields of technology meet."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.rooms.search.analysis.counting import head, said, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found
from zhichan.rooms.search.analysis.pairing import lines_of, network_of, own_counts, pairs_of

LABEL = gettext_lazy("小类共现")
CODE, CLASSES, PAIRS = "IPC4", 16, 40


@analysis_chart("class_pairs", LABEL, rank=80)
def class_pairs(found: Found, options: Options) -> ChartResult:
    """The pairs among the most frequent subclasses; a patent with three of them is in three pairs."""
    table = found.table(options)
    counts = own_counts(found, table, "subclass", CODE, None, CLASSES)
    names = [name for name, _label, _cell in counts]
    pairs = pairs_of(found, table, "subclass", CODE, names, PAIRS) if names else []
    title, sentence = str(LABEL), _("没有同时属于几个小类的专利。")
    if pairs:
        sentence = _("%(one)s 与 %(other)s 最常同时出现，%(n)s。") % {
            "one": pairs[0][0],
            "other": pairs[0][1],
            "n": said(int(pairs[0][2].value or 0), options),
        }
    drawing = network_of(head(title, options, sentence), counts, pairs)
    return ChartResult(
        "class_pairs",
        title,
        unit(options),
        [_("小类"), unit(options)],
        lines_of(pairs),
        found.total(options),
        sentence,
        drawing if pairs else None,
        [_("只比较最多的 %(n)d 个小类。") % {"n": CLASSES}] if len(names) == CLASSES else [],
    )
