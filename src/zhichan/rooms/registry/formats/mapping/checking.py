"""What still stands in the way of reading a table as mapped (能不能读)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhichan.rooms.registry.formats.fields import FIELDS
from zhichan.rooms.registry.formats.mapping.definition import (
    IDENTIFYING,
    ColumnKey,
    MappedColumn,
    TableMapping,
    places_of,
)
from zhichan.rooms.registry.formats.mapping.proposing import chosen_of, has_open_dates
from zhichan.rooms.registry.formats.mapping.samples import SheetSample

Obstacle = tuple[ColumnKey | None, str]
"""The column something is about, or None, and what to do."""


def obstacles(mapping: TableMapping, samples: Sequence[SheetSample] = ()) -> list[Obstacle]:
    """What a person has to decide yet."""
    found: list[Obstacle] = list(_twice(mapping))
    if missing := _missing(mapping):
        found.insert(0, (None, missing))
    if samples:
        still_open = (one for one in mapping.columns if _is_open(mapping, one, samples))
        found += [(one.key, _open_dates(mapping, one)) for one in still_open]
    return found


def _missing(mapping: TableMapping) -> str:
    fields = {one.field for one in mapping.columns}
    if not fields:
        return _("还没有指定任何列。")
    wanted = IDENTIFYING.get(mapping.kind, ())
    if wanted and not fields & set(wanted):
        labels = [str(FIELDS[mapping.kind][name].label) for name in wanted]
        return _("至少要有一列是这些字段之一：%(labels)s。") % {"labels": "、".join(labels)}
    return ""


def _twice(mapping: TableMapping) -> list[Obstacle]:
    """Every column beyond the first that was given a field of one text."""
    by_field: dict[str, list[MappedColumn]] = defaultdict(list)
    for column in mapping.columns:
        by_field[column.field].append(column)
    return [
        (
            column.key,
            _("“%(label)s”指定了 %(n)d 列，只能留一列。")
            % {"label": FIELDS[mapping.kind][field].label, "n": len(columns)},
        )
        for field, columns in by_field.items()
        if not FIELDS[mapping.kind][field].takes_several
        for column in columns[1:]
    ]


def _is_open(mapping: TableMapping, column: MappedColumn, samples: Sequence[SheetSample]) -> bool:
    if column.dates or FIELDS[mapping.kind][column.field].sort != "date":
        return False
    sample = chosen_of(mapping.outline, samples)[0]
    place = places_of(mapping.headings)[column.key]
    texts = [
        text
        for line, cells in sample.rows
        if line > mapping.outline.heading_line and place < len(cells) and (text := cells[place].strip())
    ]
    return has_open_dates(texts)


def _open_dates(mapping: TableMapping, column: MappedColumn) -> str:
    label = FIELDS[mapping.kind][column.field].label
    return _("“%(label)s”一列分不清日和月，请选日期写法。") % {"label": label}
