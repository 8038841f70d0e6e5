"""Targets printed as rows of an indicator table (主要指标表), columns in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from zhichan.rooms.plan.reading.model import Baseline, Block, Goal, Outline, SourceText, Span, Target
from zhichan.rooms.plan.reading.quantities import UNIT
from zhichan.rooms.plan.reading.table_cells import CellValue, cell_value, growth_in, is_blank
from zhichan.rooms.plan.reading.table_columns import (
    Column,
    Grid,
    columns_of,
    grid_of,
    heading_rows,
    is_indicator_table,
)
from zhichan.rooms.plan.reading.table_kinds import caption_of
from zhichan.rooms.plan.reading.targets.frame import Frame

_MARKER = re.compile(r"^(?:\(?\d{1,2}[.、)．]|[①-⑳]|[一二三四五六七八九十]{1,3}、)")
_NAME_UNIT = re.compile(
    rf"^(?P<name>.+?)\((?P<unit>{UNIT}|[^()]{{1,6}}/[^()]{{1,8}}|月|季度|万|亿|个|数)\)(?P<mark>[\d*①-⑳]*)$"
)


def table_targets_of(outline: Outline, frame: Frame) -> Iterator[Target]:
    """The rows of every indicator table in reading order, without ids."""
    for block in outline.blocks:
        if block.kind == "table":
            yield from targets_in(outline.source, block, frame)


def targets_in(source: SourceText, block: Block, frame: Frame) -> Iterator[Target]:
    """The rows of one table; none where it is no indicator table."""
    grid = grid_of(source, block)
    heads = heading_rows(grid)
    columns = columns_of(grid, heads, frame)
    if not is_indicator_table(columns, caption_of(source, block)):
        return
    rows = (_row_target(grid, row, columns, frame) for row in range(heads, len(grid.rows)))
    found = [target for target in rows if target]
    if any(target.target for target in found) or not _assigns(columns):
        yield from found


def _assigns(columns: list[Column]) -> bool:
    """Whether a column says who answers: what such a table asks for in words (目标要求) is no indicator."""
    return any(re.search(r"责任|牵头|负责", column.label) for column in columns)


def _row_target(grid: Grid, row: int, columns: list[Column], frame: Frame) -> Target | None:
    """One row as a target; ``None`` for a row that names a group or holds no figure at all."""
    by_role = _first_of_each(columns)
    name = _MARKER.sub("", grid.printed(row, by_role["name"].index))
    goals = sorted((c for c in columns if c.role == "goal"), key=lambda c: c.year or 0)
    goal_column = goals[-1]
    goal_text = grid.folded(row, goal_column.index)
    base_text = grid.folded(row, by_role["base"].index) if "base" in by_role else ""
    if is_blank(goal_text) and (total := _total(grid, row, by_role)):
        goal_text = total
    if not name or is_blank(name) or (is_blank(goal_text) and is_blank(base_text)):
        return None
    if goal_text == grid.folded(row, by_role["name"].index):
        return None  # one merged cell across the row: a group title
    name, unit = _name_and_unit(name)
    goal, base = cell_value(goal_text), cell_value(base_text)
    unit = _printed_unit(grid, row, by_role) or unit or (goal.unit if goal else None)
    unit = unit or _name_and_unit(by_role["name"].label)[1]  # 指标(家)
    rate = _growth(grid, row, by_role)
    notes = [*_other_years(grid, row, goals[:-1]), *_unread(goal_text, goal)]
    if goal and goal.grows and not re.search(r"增|率|速", name):
        notes.append(f"目标以年均增速给出，基期为{base_text}" if base_text else "目标以年均增速给出")
        rate, base, unit = goal.low, None, "%"
    return Target(
        span=_row_span(grid, row, by_role["name"].index),
        confidence=0.98 if goal else 0.6,
        repairs=tuple(notes),
        name=name,
        unit=unit,
        baseline=Baseline(base.low, _base_year(by_role["base"], frame)) if base else None,
        target=_goal(goal, goal_column.year or frame.end) if goal else None,
        nature=_nature(grid, row, columns),
        source="table",
        growth_rate_pct=rate,
        evidence=grid.source.text[slice(*_row_span(grid, row, by_role["name"].index))],
    )


def _first_of_each(columns: list[Column]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in columns:
        found.setdefault(column.role, column)
    return found


def _name_and_unit(name: str) -> tuple[str, str | None]:
    """发明专利拥有量(件) → name and 件; brackets that hold no unit stay in the name."""
    plain = name.replace("（", "(").replace("）", ")").replace("％", "%")
    match = _NAME_UNIT.match(plain)
    if not match:
        return name, None
    return name[: match.end("name")], match["unit"]


def _printed_unit(grid: Grid, row: int, by_role: dict[str, Column]) -> str | None:
    if "unit" not in by_role:
        return None
    text = grid.printed(row, by_role["unit"].index)
    return None if is_blank(text) else text.strip("()（）").replace("％", "%")


def _growth(grid: Grid, row: int, by_role: dict[str, Column]) -> Decimal | None:
    """The yearly rate of a growth column, else one told in the note."""
    if "growth" in by_role:
        value = cell_value(grid.folded(row, by_role["growth"].index))
        if value and not value.cumulative and by_role["growth"].label != "累计":
            return value.low
    return growth_in(grid.folded(row, by_role["note"].index)) if "note" in by_role else None


def _total(grid: Grid, row: int, by_role: dict[str, Column]) -> str | None:
    """What a row adds up to over the years, told in brackets in the column of growth: 〔30〕."""
    if "growth" not in by_role:
        return None
    text = grid.folded(row, by_role["growth"].index)
    value = cell_value(text)
    return text if value and value.cumulative else None


def _nature(grid: Grid, row: int, columns: list[Column]) -> Literal["预期性", "约束性"] | None:
    for column in (c for c in columns if c.role == "nature"):
        text = grid.folded(row, column.index)
        ticked = column.label if text in ("√", "✓", "是", "●") else text
        if "约束" in ticked:
            return "约束性"
        if "预期" in ticked:
            return "预期性"
    return None


def _goal(value: CellValue, year: int | None) -> Goal:
    if value.op == "range":
        return Goal(
            "range",
            year,
            value_min=value.low if value.low != value.high or not value.upper else None,
            value_max=value.high,
        )
    return Goal(value.op, year, value=value.low)


def _base_year(column: Column, frame: Frame) -> int | None:
    return column.year or (frame.start - 1 if frame.start and "基期" in column.label else None)


def _other_years(grid: Grid, row: int, columns: list[Column]) -> Iterator[str]:
    """Milestones on the way stay readable: the schema holds one goal a row."""
    for column in columns:
        text = grid.printed(row, column.index)
        if not is_blank(text):
            yield f"表中另列{column.label}：{text}"


def _unread(text: str, value: CellValue | None) -> Iterator[str]:
    if value is None and not is_blank(text):
        yield f"目标栏“{text}”不是数字"


def _row_span(grid: Grid, row: int, name: int) -> Span:
    """From the name to the last cell of the row that stands after it."""
    cells = [cell for cell in grid.rows[row] if cell is not None]
    first = grid.rows[row][name]
    assert first is not None  # the caller read a name there
    return first.span[0], max(cell.span[1] for cell in cells if cell.span[0] >= first.span[0])
