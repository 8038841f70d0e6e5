"""The columns of a table by their headings, merged cells laid out (表头与列)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhichan.rooms.plan.reading.model import Block, Cell, SourceText
from zhichan.rooms.plan.reading.table_kinds import NOT_INDICATORS
from zhichan.rooms.plan.reading.targets.frame import Frame

ColumnRole = Literal[
    "number", "unit", "nature", "growth", "note", "category", "name", "base", "goal", "other"
]

_YEAR = re.compile(r"(20\d{2})")
_ORDINAL = re.compile(r"(十[一二三四五六]五)")
_ROLES: tuple[tuple[ColumnRole, re.Pattern[str]], ...] = (
    ("number", re.compile(r"^(?:序号|编号|序|No\.?)$")),
    ("unit", re.compile(r"^(?:计量|指标)?单位$|^单位\(")),
    ("nature", re.compile(r"属性|^(?:指标)?(?:性质|类型)$|预期性|约束性")),
    ("growth", re.compile(r"年均|增速|增幅|增长率|年增长|^增长|^累计")),
    ("note", re.compile(r"备注|说明|^注$|测算|计算")),
    ("other", re.compile(r"责任|牵头|部门|来源|依据|配合|填报|权重|分值|时限|投资|资金|内容|地点")),
    ("category", re.compile(r"类别|分类|领域|^一级指标|维度|方面|^类$")),
)
_NAME = re.compile(r"指标|名称|项目|目标任务|任务")
_BASE = re.compile(r"基期|现状|实际|基数|基准|基础值|当前|已完成|完成值|完成情况|期初|末$|末值|基年")
_GOAL = re.compile(r"目标|规划|预期|期末|任务值|指标值|力争")
_HEADING = re.compile(
    r"(?:\d{4}年?|“?十[一二三四五六]五”?|指标|目标|基期|现状|单位|属性|性质|序号|编号|类别|分类|领域|年均|增速|增长|备注|说明|名称|实际|预期|约束|规划|累计|项目|末|值|率|期|量|完成|[()（）%/、-])+"
)


@dataclass(frozen=True)
class Column:
    index: int
    role: ColumnRole
    label: str
    year: int | None = None


@dataclass(frozen=True)
class Grid:
    """A table with merged cells repeated into every place they cover."""

    source: SourceText
    rows: tuple[tuple[Cell | None, ...], ...]

    def folded(self, row: int, column: int) -> str:
        cell = self.rows[row][column] if column < len(self.rows[row]) else None
        return "".join(self.source.folded[slice(*cell.span)].split()) if cell else ""

    def printed(self, row: int, column: int) -> str:
        cell = self.rows[row][column] if column < len(self.rows[row]) else None
        return "".join(self.source.text[slice(*cell.span)].split()) if cell else ""


def grid_of(source: SourceText, block: Block) -> Grid:
    """The rows of a table block with rowspan and colspan laid out. O(cells covered)."""
    placed: dict[tuple[int, int], Cell] = {}
    width = 0
    for at, cells in enumerate(block.rows):
        column = 0
        for cell in cells:
            while (at, column) in placed:
                column += 1
            for down in range(min(cell.rowspan, len(block.rows) - at)):
                for across in range(cell.colspan):
                    placed[at + down, column + across] = cell
            column += cell.colspan
            width = max(width, column)
    rows = tuple(tuple(placed.get((at, column)) for column in range(width)) for at in range(len(block.rows)))
    return Grid(source, rows)


def is_indicator_table(columns: list[Column], caption: str) -> bool:
    """Whether the headings (and the words above) are those of a table of indicators."""
    roles = {column.role for column in columns}
    labels = "".join(column.label for column in columns)
    if "name" not in roles or "goal" not in roles or NOT_INDICATORS.search(labels):
        return False
    return bool(re.search(r"指标|目标", labels + caption)) or "nature" in roles


def columns_of(grid: Grid, heads: int, frame: Frame) -> list[Column]:
    """What each column holds, from its heading cells."""
    width = max((len(row) for row in grid.rows), default=0)
    labels = [_label(grid, heads, column) for column in range(width)]
    columns = [_column(index, label, frame) for index, label in enumerate(labels)]
    columns = _one_name(columns, grid, heads)
    return _one_base(columns, frame)


def _label(grid: Grid, heads: int, column: int) -> str:
    words: list[str] = []
    for row in range(heads):
        text = grid.folded(row, column)
        if text and text not in words:
            words.append(text)
    return "".join(words)


def _column(index: int, label: str, frame: Frame) -> Column:
    for role, pattern in _ROLES:
        if pattern.search(label):
            return Column(index, role, label)
    year = _year_of(label, frame)
    if year is not None and not re.search(r"^指标名称|序号", label):
        return Column(index, "base" if _is_base(label, year, frame) else "goal", label, year)
    if _BASE.search(label) and not _GOAL.search(label):
        return Column(index, "base", label)
    if _NAME.search(label) and not re.search(r"目标值|指标值", label):
        return Column(index, "name", label)
    if _GOAL.search(label):
        return Column(index, "goal", label, frame.end)
    return Column(index, "other", label)


def _year_of(label: str, frame: Frame) -> int | None:
    years = [int(year) for year in _YEAR.findall(label)]
    if years:
        return max(years)
    ordinal = _ORDINAL.search(label)
    return frame.ordinal_end(ordinal[1]) if ordinal else None


def _is_base(label: str, year: int, frame: Frame) -> bool:
    """A year behind the plan is a base, even below a common heading 目标值."""
    if frame.is_behind(year):
        return True
    return not _GOAL.search(label) and bool(_BASE.search(label.rstrip("末")))


def _one_name(columns: list[Column], grid: Grid, heads: int) -> list[Column]:
    """Of several name columns (一级指标, 二级指标) the last names the row; of none, the last wordy column."""
    names = [column for column in columns if column.role == "name"]
    if not names:
        wordy = [c for c in columns if c.role in ("other", "category") and _is_wordy(grid, heads, c.index)]
        return [Column(c.index, "name", c.label) if wordy and c == wordy[-1] else c for c in columns]
    return [
        Column(c.index, "category", c.label) if c.role == "name" and c != names[-1] else c for c in columns
    ]


def _is_wordy(grid: Grid, heads: int, column: int) -> bool:
    texts = [grid.folded(row, column) for row in range(heads, len(grid.rows))]
    return bool(texts) and all(len(text) >= 2 and not re.match(r"[\d.-]", text) for text in texts)


def _one_base(columns: list[Column], frame: Frame) -> list[Column]:
    """Without a base by its words, the first of several years is one unless the plan has begun by then."""
    values = [c for c in columns if c.role in ("base", "goal") and c.year is not None]
    if any(c.role == "base" for c in columns) or len(values) < 2:
        return columns
    first = min(values, key=lambda c: c.year or 0)
    ahead = frame.start is not None and (first.year or 0) >= frame.start
    if _GOAL.search(first.label) or ahead:
        return columns
    return [Column(c.index, "base", c.label, c.year) if c == first else c for c in columns]


def heading_rows(grid: Grid) -> int:
    """How many rows at the top are headings: the first, and those below made of heading words only."""
    heads = 1
    while heads < min(len(grid.rows) - 1, 4):
        texts = [grid.folded(heads, column) for column in range(len(grid.rows[heads]))]
        filled = [text for text in texts if text]
        if not filled or not all(_HEADING.fullmatch(text) and not _is_value(text) for text in filled):
            break
        heads += 1
    return heads


def _is_value(text: str) -> bool:
    return (bool(re.fullmatch(r"[\d.,%-]+", text)) and not re.fullmatch(r"20\d{2}", text)) or text in (
        "预期性",
        "约束性",
    )
