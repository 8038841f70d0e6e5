"""Who files with whom (合作权利人): pairs of holders of one patent, under the names they are counted by."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.counting import head, holders_code, said, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found
from zhichan.rooms.search.analysis.pairing import lines_of, network_of, own_counts, pairs_of

LABEL = gettext_lazy("合作权利人")
PAIRS = 24


@analysis_chart("collaborators", LABEL, rank=90)
def collaborators(found: Found, options: Options) -> ChartResult:
    """The pairs with most patents together; a patent of three holders is in three pairs."""
    table, code = found.table(options), holders_code(options)
    pairs = pairs_of(found, table, "holders", code, None, PAIRS)
    names = {name for one, other, _cell in pairs for name in (one, other)}
    counts = own_counts(found, table, "holders", code, sorted(names), len(names)) if names else []
    title, sentence = str(LABEL), _("没有共同申请的专利。")
    if pairs:
        sentence = _("%(one)s与%(other)s合作最多，%(n)s。") % {
            "one": pairs[0][0],
            "other": pairs[0][1],
            "n": said(int(pairs[0][2].value or 0), options),
        }
    labelled = [(name, shortened(name), cell) for name, _label, cell in counts]
    return ChartResult(
        "collaborators",
        title,
        unit(options),
        [_("权利人"), unit(options)],
        lines_of(pairs),
        found.total(options),
        sentence,
        network_of(head(title, options, sentence), labelled, pairs) if pairs else None,
        [_("只列最多的 %(n)d 对。") % {"n": PAIRS}] if len(pairs) == PAIRS else [],
    )
