"""Classes of a classification by size (分类构成), level by level: each part opens the next one.

The levels are those of the IPC and the CPC alike: section, class, subclass, main group, group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.charts.treemap import Area, Treemap
from zhichan.rooms.search.analysis.conditions import begins_with, value_is
from zhichan.rooms.search.analysis.counting import cell, counted, head, said, share, unit
from zhichan.rooms.search.analysis.declaration import ChartResult, Line, Options
from zhichan.rooms.search.analysis.found import Found

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = ("section", "class", "subclass", "main_group", "group")
LEVEL_NAMES = {
    "section": gettext_lazy("部"),
    "class": gettext_lazy("大类"),
    "subclass": gettext_lazy("小类"),
    "main_group": gettext_lazy("大组"),
    "group": gettext_lazy("小组"),
}
EVERY_SECTION = "*"
MOST_DRAWN = 24
_LENGTHS = {"section": 1, "class": 3, "subclass": 4}
_SHAPES = {
    "section": r"[A-HY]",
    "class": r"[A-HY]\d{2}",
    "subclass": r"[A-HY]\d{2}[A-Z]",
    "main_group": r"[A-HY]\d{2}[A-Z]\d{1,4}/",
}


@dataclass(frozen=True)
class Scheme:
    """``code``: the field its classes are asked for in; ``is_one``: a patent has one class of it, so that the
    parts of a level add up to what the level above has."""

    name: str
    label: str | Promise
    code: str
    none: str | Promise
    is_one: bool


def level_below(within: str) -> str:
    """Which level lies below a class: of nothing the subclasses, as most charts show them.

    ``*`` asks for the sections.
    """
    if within == EVERY_SECTION:
        return "section"
    for name, after in pairwise(LEVELS):
        if re.fullmatch(_SHAPES.get(name, ""), within):
            return after
    return "subclass"


def class_above(within: str) -> str:
    """Of ``H01M10/`` ``H01M``, of ``H01M`` ``H01``, of ``H`` all sections; of these nothing."""
    if within.endswith("/"):
        return within[:4]
    return {4: within[:3], 3: within[:1], 1: EVERY_SECTION}.get(len(within.rstrip(EVERY_SECTION)), "")


def is_class_part(within: str) -> bool:
    return within == EVERY_SECTION or any(re.fullmatch(shape, within) for shape in _SHAPES.values())


def class_parts(scheme: Scheme, found: Found, table: ir.Table, within: str, options: Options) -> ChartResult:
    """The parts of a class as ``H01M`` or a main group as ``H01M10/``. ``table``: one row for each class of
    each patent, in the column ``symbol``."""
    within = within if is_class_part(within) else ""
    is_whole = within in ("", EVERY_SECTION)
    level = level_below(within)
    inside = table if is_whole else table.filter(table.symbol.startswith(within))
    told = found.told(counted(_parted(inside, level, scheme), "part"))
    lines = [_line(scheme, one, level) for one in told]
    title = str(scheme.label)
    if not is_whole:
        title = _("%(label)s：%(within)s 之下") % {"label": title, "within": within}
    sentence = _sentence(scheme, lines, level, options)
    areas = [Area(one.name, "", one.cells[0].value or 0, one.cells[0].where) for one in lines[:MOST_DRAWN]]
    return ChartResult(
        scheme.name,
        title,
        unit(options),
        [str(LEVEL_NAMES[level]), unit(options)],
        lines,
        found.total(options),
        sentence,
        Treemap(head(title, options, sentence), areas) if areas else None,
        _notes(scheme, lines, found, options, is_whole=is_whole),
    )


def _parted(table: ir.Table, level: str, scheme: Scheme) -> ir.Table:
    """With the column ``part``. Where a patent has several classes, one that does not reach down to the level
    is in no part of it."""
    if level in _LENGTHS:
        length = _LENGTHS[level]
        parted = table.mutate(part=table.symbol.substr(0, length))
        return parted if scheme.is_one else parted.filter(parted.part.length() == length)
    deep = table if scheme.is_one else table.filter(table.symbol.contains("/"))
    if level == "main_group":
        return deep.mutate(part=deep.symbol.split("/")[0] + "/")
    return deep.mutate(part=deep.symbol)


def _line(scheme: Scheme, one: dict[str, object], level: str) -> Line:
    part, is_last = str(one["part"]), level == "group"
    where = (value_is if is_last else begins_with)(scheme.code, part)
    return Line(part, [cell(one, where)], within="" if is_last else part)


def _sentence(scheme: Scheme, lines: list[Line], level: str, options: Options) -> str:
    if not lines:
        return str(scheme.none)
    first = int(lines[0].cells[0].value or 0)
    told = {"level": LEVEL_NAMES[level], "name": lines[0].name, "n": said(first, options)}
    if not scheme.is_one:
        return _("%(level)s %(name)s 最密，%(n)s。") % told
    total = sum(int(one.cells[0].value or 0) for one in lines)
    return _("%(level)s %(name)s 最密，%(n)s，占 %(share)s。") % {**told, "share": share(first, total)}


def _notes(scheme: Scheme, lines: list[Line], found: Found, options: Options, *, is_whole: bool) -> list[str]:
    notes = []
    if len(lines) > MOST_DRAWN:
        notes.append(_("图上只画最多的 %(n)d 个，全部见数据表。") % {"n": MOST_DRAWN})
    if not scheme.is_one:
        return [*notes, _("一件专利有几个分类号，在各自的部分里各计一次。")] if lines else notes
    without = found.total(options) - sum(int(one.cells[0].value or 0) for one in lines)
    if is_whole and without > 0 and not options.is_by_family:
        notes.append(_("%(n)s没有主分类号，不在图上。") % {"n": said(without, options)})
    return notes
