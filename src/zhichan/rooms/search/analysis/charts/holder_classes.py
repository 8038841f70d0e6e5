"""Holders by subclass (权利人 × 小类): in which subclasses of the classification the main holders are."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.counting import head, holders_code, said, unit
from zhichan.rooms.search.analysis.crossing import bubbles_of, crossed, main_values
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("权利人 × 小类")
ROWS, COLUMNS = 8, 8


@analysis_chart("holder_classes", LABEL, rank=35, width=7)
def holder_classes(found: Found, options: Options) -> ChartResult:
    """The main holders and the main subclasses, of all classes of a patent and not of the main one alone."""
    table = found.table(options)
    names = main_values(found, table, "holders", ROWS)
    heads = main_values(found, table, "subclass", COLUMNS)
    lines = crossed(found, table, ("holders", holders_code(options), names), ("subclass", "IPC4", heads))
    has_any = any(cell.value for line in lines for cell in line.cells)
    title = str(LABEL)
    sentence = _sentence(lines, heads, options) if has_any else _("没有可以交叉的权利人和小类。")
    drawing = bubbles_of(head(title, options, sentence), [shortened(name) for name in names], heads, lines)
    return ChartResult(
        "holder_classes",
        title,
        unit(options),
        [_("权利人"), *heads],
        lines if has_any else [],
        found.total(options),
        sentence,
        drawing if has_any else None,
    )


def _sentence(lines: list[Line], heads: list[str], options: Options) -> str:
    line, place = max(
        ((line, place) for line in lines for place in range(len(heads))),
        key=lambda one: int(one[0].cells[one[1]].value or 0),
    )
    return _("%(name)s在 %(class)s 最多，%(n)s。") % {
        "name": line.name,
        "class": heads[place],
        "n": said(int(line.cells[place].value or 0), options),
    }
