"""Techniques by effects (技术功效矩阵): how many patents name a means and an effect, in given terms."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.rooms.search.analysis.conditions import all_of
from zhichan.rooms.search.analysis.counting import head, said, unit
from zhichan.rooms.search.analysis.crossing import bubbles_of
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found
from zhichan.rooms.search.analysis.term_sets import condition, figure, ids_with

LABEL = gettext_lazy("技术功效矩阵")


@analysis_chart("techniques", LABEL, rank=150)
def techniques(found: Found, options: Options) -> ChartResult:
    """Each term is a query of its own (``焊接``, ``降低 3W 成本``); a patent may be in several cells."""
    means, effects = ids_with(found, options.techniques), ids_with(found, options.effects)
    lines = [
        Line(
            means_term,
            [
                figure(
                    found, options, with_means & with_effect, all_of(condition(means_term), condition(effect))
                )
                for effect, with_effect in effects.items()
            ],
        )
        for means_term, with_means in means.items()
    ]
    has_any = any(cell.value for line in lines for cell in line.cells)
    title = str(LABEL)
    sentence = _("先写下技术词和功效词，每行一个。")
    if lines and effects:
        sentence = _("这些技术词和功效词没有同时出现过。")
    if has_any:
        line, place = max(
            ((line, place) for line in lines for place in range(len(effects))),
            key=lambda one: int(one[0].cells[one[1]].value or 0),
        )
        sentence = _("“%(means)s”与“%(effect)s”最多，%(n)s。") % {
            "means": line.name,
            "effect": list(effects)[place],
            "n": said(int(line.cells[place].value or 0), options),
        }
    heads = list(effects)
    return ChartResult(
        "techniques", title, unit(options), [_("技术"), *heads], lines if heads else [], found.total(options),
        sentence, bubbles_of(head(title, options, sentence), list(means), heads, lines) if has_any else None,
    )  # fmt: skip
