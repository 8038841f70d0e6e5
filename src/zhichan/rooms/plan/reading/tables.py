"""Tables in a plan: marked by the file, printed as ``a | b |`` rows, or flattened to one cell a line (表).

A table is found over the lines of the document and handed on as rows of cells, the heading row
first. What the columns mean is for the reader of targets or tasks to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Cell, SourceTable, SourceText, Span
from zhichan.rooms.plan.reading.numbering import marker_of

Row = tuple[Cell, ...]

_HEADER = re.compile(
    r"序\s*号|编号|分类|类别|类型|大类|领域|(?:主要|核心|具体|一级|二级|三级|发展|规[划画])*(?:指\s*标)(?:名称|内容|类别|类型|体系|项)?(?:及单位)?|名\s*称"
    r"|(?:项目|任务|工作|工程)名称|项目|属\s*性|指标属性|指标性质|性质|(?:计量)?单\s*位|责任(?:单位|部门|处室|科室|领导|人|主体)|(?:责任)?牵头(?:单位|部门|领导|处室)"
    r"|(?:协同|协作|协办|配合|参与|参加|主办|承办|主责|联合)(?:单位|部门)(?:及责任人)?|(?:工作|重点|主要|具体|目标|任务)*(?:任务|事项|措施|举措|内容|要点|目标任务)(?:分解|内容|名称|清单)?"
    r"|(?:完成|推进|办理|落实)?(?:时限|期限)(?:要求)?|完成(?:时间|年限|日期|情况|标准)|时间(?:节点|安排|进度|要求)?|进度(?:要求|安排)?|(?:工作|预期)?(?:目标|成果)(?:要求)?|备\s*注|说\s*明|来源"
    r"|(?:19|20)\d\d年?(?:底|末)?(?:现状|基期|实际|预期|预计|完成|目标|规[划画]|基数|基准|计[划画])*值?|基期值?|现状值?|基准值?|基数|(?:规[划画]|预期|累计)?目标值?"
    r"|“?十[二三四五六]五”?(?:期?末|时期|规[划画])?(?:目标值?|完成)?|(?:五年)?年?均?(?:增长|增速|增长率)(?:\(.*?\))?|(?:累计|年均)\(?.{0,4}\)?"
    r"|\(?(?:单位:)?\)?"
)
_CAPTION = re.compile(r"指标|表|清单|分工|任务|目录|目标")
_NUMBERED_NOTE = re.compile(r"(?:备注|注|说明|注释)\s*\d*\s*[::]")
_LONG_CELL = 90


@dataclass(frozen=True)
class TableRegion:
    """A table over lines ``first`` to before ``last``; ``caption`` is the line above that names it."""

    first: int
    last: int
    rows: tuple[Row, ...]
    span: Span
    caption: Span | None = None


def is_note(folded: str) -> bool:
    """Whether a line is a note under a table (注：…)."""
    return bool(_NUMBERED_NOTE.match(folded))


def is_header_word(folded: str) -> bool:
    """Whether a cell is one that heads a column."""
    return bool(folded) and len(folded) <= 20 and bool(_HEADER.fullmatch(folded))


def tables_in(source: SourceText, lines: Sequence[Line]) -> list[TableRegion]:
    """Every table over ``lines``, in order, not overlapping."""
    regions: list[TableRegion] = []
    index = 0
    while index < len(lines):
        region = (
            _marked_table(source, lines, index)
            or _barred_table(source, lines, index)
            or _flat_table(lines, index)
        )
        if region:
            regions.append(_with_caption(lines, region, regions[-1].last if regions else 0))
            index = region.last
        else:
            index += 1
    return regions


def _region(
    lines: Sequence[Line], first: int, last: int, rows: tuple[Row, ...], caption: Span | None = None
) -> TableRegion:
    return TableRegion(first, last, rows, (lines[first].span[0], lines[last - 1].span[1]), caption)


def _with_caption(lines: Sequence[Line], region: TableRegion, lowest: int) -> TableRegion:
    above = region.first - 1
    if above < lowest:
        return region
    line = lines[above]
    if len(line.folded) > 40 or line.folded[-1] in "。;:" or marker_of(line.folded):
        return region
    if not _CAPTION.search(line.folded):
        return region
    return _region(lines, above, region.last, region.rows, line.span)


def _marked_table(source: SourceText, lines: Sequence[Line], index: int) -> TableRegion | None:
    """A table the file itself marks as one, unless it only lays out the page or frames a box."""
    start = lines[index].span[0]
    table = next((table for table in source.tables if table.span[0] <= start < table.span[1]), None)
    if table is None or not _is_real_table(source, table):
        return None
    last = index
    while last < len(lines) and lines[last].span[0] < table.span[1]:
        last += 1
    return _region(lines, index, last, _filled(table.rows))


def _is_real_table(source: SourceText, table: SourceTable) -> bool:
    widest = max((len(row) for row in table.rows), default=0)
    if widest < 2 or len(table.rows) < 2:
        return False
    start, end = table.span
    return (end - start) * 2 < len(source.text) or widest >= 3


def _filled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows with cells that cover several rows or columns repeated in each place they cover."""
    result: list[list[Cell]] = []
    held: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        cells: list[Cell] = []
        waiting = list(row)
        while waiting or len(cells) in held:
            column = len(cells)
            if column in held:
                cell, left = held.pop(column)
                cells.append(cell)
                if left > 1:
                    held[column] = (cell, left - 1)
                continue
            cell = waiting.pop(0)
            for offset in range(max(1, min(cell.colspan, 30))):
                cells.append(cell)
                if cell.rowspan > 1:
                    held[column + offset] = (cell, cell.rowspan - 1)
        result.append(cells)
    return tuple(tuple(cells) for cells in result)


def _barred_table(source: SourceText, lines: Sequence[Line], index: int) -> TableRegion | None:
    last = index
    while last < len(lines) and "|" in lines[last].folded:
        last += 1
    rows = [_barred_row(source, line) for line in lines[index:last]]
    rows = [row for row in rows if len(row) > 1]
    if len(rows) < 2:
        return None
    return _region(lines, index, last, tuple(rows))


def _barred_row(source: SourceText, line: Line) -> Row:
    start, end = line.span
    printed = source.folded[start:end]
    if not printed.strip("|-: "):
        return ()
    cells: list[Cell] = []
    position = start
    for piece in printed.removesuffix("|").split("|"):
        left = position + len(piece) - len(piece.lstrip())
        cells.append(Cell((left, left + len(piece.strip()))))
        position += len(piece) + 1
    return tuple(cells[1:] if printed.startswith("|") else cells)


def _flat_table(lines: Sequence[Line], index: int) -> TableRegion | None:
    """A table whose cells stand one on a line: a run of column headings, then rows of as many cells."""
    if not is_header_word(lines[index].folded):
        return None
    width = _header_width(lines, index)
    if width < 2:
        return None
    cells_end = _cells_end(lines, index + width)
    cells = list(lines[index:cells_end])
    numbered = next((i for i in range(width) if re.fullmatch(r"序\s*号|编号", cells[i].folded)), None)
    rows = _rows_by_number(cells, width, numbered) if numbered is not None else _rows_by_width(cells, width)
    if not rows:
        return None
    used = width + sum(len(row) for row in rows)
    header = tuple(Cell(line.span, heading=True) for line in cells[:width])
    body = tuple(tuple(Cell(line.span) for line in row) for row in rows)
    return _region(lines, index, index + used, (header, *body))


def _header_width(lines: Sequence[Line], index: int) -> int:
    """How many lines from ``index`` on head columns; with 序号 all lines up to the cell ``1``."""
    run = 0
    while index + run < len(lines) and run < 14 and is_header_word(lines[index + run].folded):
        run += 1
    if any(re.fullmatch(r"序\s*号|编号", line.folded) for line in lines[index : index + run]):
        for width in range(2, 13):
            if index + width >= len(lines) or len(lines[index + width].folded) > 20:
                break
            if lines[index + width].folded == "1" and width >= run - 1:
                return width
    return run if run >= 3 else 0


def _cells_end(lines: Sequence[Line], start: int) -> int:
    """Where the cells stop: at a heading, a note, a box or a paragraph too long for a cell."""
    end = start
    while end < len(lines):
        words = lines[end].folded
        marker = marker_of(words)
        if is_note(words) or words.startswith(("专栏", "(专栏")):
            break
        if marker and marker.rank <= 5 and marker.end < len(words):
            break
        if len(words) > _LONG_CELL * 4:
            break
        end += 1
    return end


def _rows_by_number(cells: Sequence[Line], width: int, column: int) -> list[Sequence[Line]]:
    """Rows cut where the running number in ``column`` goes on; a lost cell makes a row shorter."""
    starts: list[int] = []
    expected, position = 1, width + column
    while position < len(cells):
        found = next(
            (
                i
                for i in range(position, min(position + width + 3, len(cells)))
                if cells[i].folded == str(expected)
            ),
            None,
        )
        if found is None:
            break
        starts.append(found - column)
        expected, position = expected + 1, found + 2
    if not starts:
        return []
    ends = [*starts[1:], min(starts[-1] + width, len(cells))]
    return [cells[start:end] for start, end in zip(starts, ends, strict=True)]


def _rows_by_width(cells: Sequence[Line], width: int) -> list[Sequence[Line]]:
    """Rows of ``width`` cells each, as long as their cells look alike column by column."""
    rows: list[Sequence[Line]] = []
    for start in range(width, len(cells) - width + 1, width):
        row = cells[start : start + width]
        if rows and not _alike(rows[0], row):
            break
        rows.append(row)
    return rows


def _alike(first: Sequence[Line], other: Sequence[Line]) -> bool:
    same = sum(_shape(a.folded) == _shape(b.folded) for a, b in zip(first, other, strict=True))
    return same * 2 >= len(first)


def _shape(words: str) -> str:
    """The kind of a cell: figure, blank sign, nature or words."""
    if re.fullmatch(r"[-/〇-]+|", words):
        return "figure"
    if re.fullmatch(r"[≥≤><约]?\(?[\d.,]+\)?[%‰]?[万亿]?[件个家项元人]?(?:以上)?", words):
        return "figure"
    if re.fullmatch(r"预期性|约束性|预期|约束", words):
        return "nature"
    return "long words" if len(words) > _LONG_CELL else "words"


ColumnKind = Literal["number", "group", "task", "lead", "help", "unit", "when", "indicator", "other"]
_COLUMNS: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = (
    ("number", re.compile(r"序号|编号")),
    ("lead", re.compile(r"(?:责任)?牵头|主办|主责")),
    ("help", re.compile(r"配合|协同|协办|协作|参与|参加|联合(?:单位|部门)")),
    ("other", re.compile(r"领导|责任人|联系|备注|说明|计量单位")),
    ("when", re.compile(r"时限|期限|完成(?:时间|年限|日期)|时间|进度")),
    ("indicator", re.compile(r"指标|目标值|现状值|基期|属性|20\d\d年?")),
    ("unit", re.compile(r"(?:责任|负责|实施|承办|落实)(?:单位|部门|主体|科室|处室)|^部门$|^责任$")),
    ("group", re.compile(r"分类|类别|类型|领域|大类|方面")),
    ("task", re.compile(r"任务|事项|措施|举措|内容|要点|工作|项目")),
)


def column_kind(heading: str) -> ColumnKind:
    """What a column holds, from its folded heading."""
    words = "".join(heading.split())
    for kind, pattern in _COLUMNS:
        if pattern.search(words):
            return kind
    return "other"
