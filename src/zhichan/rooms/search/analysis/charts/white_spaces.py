"""Where nobody has a valid patent (空白点): cells of the technique-effect matrix without a patent in force.

A gap is only that: why it is empty, and whether it is worth filling, people judge.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.bubbles import Bubble, Bubbles
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.analysis.conditions import all_of, value_is
from zhichan.rooms.search.analysis.counting import head, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found
from zhichan.rooms.search.analysis.term_sets import condition, figure, ids_with

LABEL = gettext_lazy("空白点")


@analysis_chart("white_spaces", LABEL, rank=160)
def white_spaces(found: Found, options: Options) -> ChartResult:
    """The same matrix, of patents in force alone; what counts nothing is drawn open."""
    table = found.table(options)
    standing = table.filter(table.public_class[0] == "in_force").select("id")
    in_force = frozenset(int(one["id"]) for one in found.told(standing))
    means, effects = ids_with(found, options.techniques), ids_with(found, options.effects)
    lines = [
        Line(
            means_term,
            [
                figure(
                    found,
                    options,
                    with_means & with_effect & in_force,
                    all_of(condition(means_term), condition(effect), value_is("SC", "in_force")),
                )
                for effect, with_effect in effects.items()
            ],
        )
        for means_term, with_means in means.items()
    ]
    bubbles = [
        Bubble(row, column, cell.value or 0, cell.where if cell.value else "", is_empty=not cell.value)
        for row, line in enumerate(lines)
        for column, cell in enumerate(line.cells)
    ]
    empty = sum(one.is_empty for one in bubbles)
    title = str(LABEL)
    sentence = _("先写下技术词和功效词，每行一个。")
    if bubbles:
        sentence = _("%(all)s 格中有 %(n)s 格没有有效专利。") % {
            "all": number_text(len(bubbles)),
            "n": number_text(empty),
        }
    heads = list(effects)
    drawing = Bubbles(head(title, options, sentence), list(means), heads, bubbles)
    return ChartResult(
        "white_spaces", title, unit(options), [_("技术"), *heads], lines if heads else [],
        found.total(options), sentence, drawing if bubbles else None,
        [_("只计有效专利；虚圈为没有。")] if bubbles else [],
    )  # fmt: skip
