"""The first rows of each sheet (前几行), which is all that guessing and the mapping page look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.imports.reading.grid import FileRefused
from zhichan.rooms.registry.formats.definition import SAMPLE_ROWS
from zhichan.rooms.registry.formats.reading.opening import USUAL, ReadingLimits, Source, head_of
from zhichan.rooms.registry.formats.reading.sheets import sheets_of
from zhichan.rooms.registry.formats.reading.xml import is_xml

MOST_SHEETS = 30
LONGEST_CELL = 300
MOST_SIGNS = 4_000_000

Rows = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True)
class SheetSample:
    """``rows``: line number and cells of the first rows that hold anything; ``name`` is empty for text."""

    name: str
    rows: tuple[tuple[int, list[str]], ...]

    @property
    def width(self) -> int:
        return max((len(cells) for _line, cells in self.rows), default=0)


def sheet_samples(source: Source, limits: ReadingLimits = USUAL) -> tuple[SheetSample, ...]:
    """The first rows of every sheet. Raises FileRefused for what is no table or has no rows."""
    if is_xml(head_of(source)):
        raise FileRefused(_("这是 XML，不是表格，不能逐列指定。请确认来源。"))
    found: list[SheetSample] = []
    signs = 0
    for sheet in sheets_of(source, limits):
        if len(found) == MOST_SHEETS:
            raise FileRefused(_("工作表多于 %(most)d 张。请只留要导入的工作表。") % {"most": MOST_SHEETS})
        rows: list[tuple[int, list[str]]] = []
        for line, cells in sheet.rows:
            if not isinstance(cells, str) and any(map(str.strip, cells)):
                rows.append((line, [cell[:LONGEST_CELL] for cell in cells]))
                signs += sum(map(len, rows[-1][1]))
            if len(rows) == SAMPLE_ROWS or (signs > MOST_SIGNS and rows):
                break
        if rows:
            found.append(SheetSample(sheet.name, tuple(rows)))
    if not found:
        raise FileRefused(_("表格里没有能读的行。请传有表头和数据的表格。"))
    return tuple(found)


def kept_samples(samples: Sequence[SheetSample]) -> list[Any]:
    """The samples as they are kept (JSON)."""
    return [[one.name, [[line, cells] for line, cells in one.rows]] for one in samples]


def samples_of(content: Sequence[Any]) -> tuple[SheetSample, ...]:
    """The samples that ``content`` was made of."""
    return tuple(SheetSample(name, tuple((line, cells) for line, cells in rows)) for name, rows in content)
