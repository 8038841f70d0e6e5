"""Main classes by size (主分类构成), from the section down to the group: each opens the next level.

A patent has one main class, so the parts of a level add up to what the level above has. The levels are
those of the International Patent Classification: section, class, subclass, main group, group.
"""

from __future__ import annotations

import re
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.treemap import Area, Treemap
from zhichan.rooms.search.analysis.conditions import begins_with, value_is
from zhichan.rooms.search.analysis.counting import cell, counted, head, said, share, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

LABEL = gettext_lazy("主分类构成")
LEVELS = ("section", "class", "subclass", "main_group", "group")
LEVEL_NAMES = {
    "section": gettext_lazy("部"),
    "class": gettext_lazy("大类"),
    "subclass": gettext_lazy("小类"),
    "main_group": gettext_lazy("大组"),
    "group": gettext_lazy("小组"),
}
MOST_DRAWN = 24
_SHAPES = {
    "section": r"[A-H]",
    "class": r"[A-H]\d{2}",
    "subclass": r"[A-H]\d{2}[A-Z]",
    "main_group": r"[A-H]\d{2}[A-Z]\d{1,4}/",
}


def level_below(within: str) -> str:
    """Which level lies below a class: of nothing the subclasses, as most charts show them.

    ``*`` asks for the sections.
    """
    if within == "*":
        return "section"
    for name, after in pairwise(LEVELS):
        if re.fullmatch(_SHAPES.get(name, ""), within):
            return after
    return "subclass"


def is_class_part(within: str) -> bool:
    return within == "*" or any(re.fullmatch(shape, within) for shape in _SHAPES.values())


@analysis_chart("classes", LABEL, rank=30, width=5)
def classes(found: Found, options: Options) -> ChartResult:
    """The parts of ``options.within``, a class as ``H01M`` or a main group as ``H01M10/``."""
    within = options.within if is_class_part(options.within) else ""
    level = level_below(within)
    table = found.table(options)
    main = table.filter(table.ipc_main.length() > 0).mutate(main=table.ipc_main[0])
    if within not in ("", "*"):
        main = main.filter(main.main.startswith(within))
    lengths = {"section": 1, "class": 3, "subclass": 4}
    if level in lengths:
        parted = main.mutate(part=main.main.substr(0, lengths[level]))
    elif level == "main_group":
        parted = main.mutate(part=main.main.split("/")[0] + "/")
    else:
        parted = main.mutate(part=main.main)
    told = found.told(counted(parted, "part"))
    is_last = level == "group"
    lines = [
        Line(
            one["part"],
            [cell(one, (value_is if is_last else begins_with)("MIPC", one["part"]))],
            within="" if is_last else one["part"],
        )
        for one in told
    ]
    title = str(LABEL) if within in ("", "*") else _("主分类构成：%(within)s 之下") % {"within": within}
    total = sum(int(one.cells[0].value or 0) for one in lines)
    sentence = _sentence(lines, level, total, options)
    areas = [Area(one.name, "", one.cells[0].value or 0, one.cells[0].where) for one in lines[:MOST_DRAWN]]
    notes = []
    if len(lines) > MOST_DRAWN:
        notes.append(_("图上只画最多的 %(n)d 个，全部见数据表。") % {"n": MOST_DRAWN})
    without = found.total(options) - total
    if within in ("", "*") and without > 0 and not options.is_by_family:
        notes.append(_("%(n)s没有主分类号，不在图上。") % {"n": said(without, options)})
    return ChartResult(
        "classes",
        title,
        unit(options),
        [str(LEVEL_NAMES[level]), unit(options)],
        lines,
        found.total(options),
        sentence,
        Treemap(head(title, options, sentence), areas) if areas else None,
        notes,
    )


def _sentence(lines: list[Line], level: str, total: int, options: Options) -> str:
    if not lines:
        return _("没有载明主分类号的专利。")
    first = int(lines[0].cells[0].value or 0)
    return _("%(level)s %(name)s 最密，%(n)s，占 %(share)s。") % {
        "level": LEVEL_NAMES[level],
        "name": lines[0].name,
        "n": said(first, options),
        "share": share(first, total),
    }
