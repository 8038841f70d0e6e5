"""The columns of the plan ledger, and which column of a sheet stands for which of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from zhichan.core.exports.cells import Cell, label_key
from zhichan.core.exports.kinds import Choice, Day, Kind, Names, Number, Text, typed_text
from zhichan.rooms.plan.item_problems import FIRST_YEAR, LAST_YEAR
from zhichan.rooms.plan.models import Indicator, Target, Task

SheetKind = Literal["targets", "tasks"]
_YEAR_HEADING = re.compile(r"(\d{4})年?(?:度)?(目标值?|规划值|预期值)?(?:[((].*[))])?")


@dataclass(frozen=True)
class LedgerColumn:
    """``others``: further headings the column goes by. ``name`` is a field of the entry."""

    name: str
    label: str | Promise
    kind: Kind
    others: tuple[str, ...] = ()


_YEAR = Number(places=0, least=Decimal(FIRST_YEAR), most=Decimal(LAST_YEAR))
_FIGURE = Number(places=4)

COLUMNS: dict[SheetKind, tuple[LedgerColumn, ...]] = {
    "targets": (
        LedgerColumn("name", gettext_lazy("指标名称"), Text(120), ("指标", "主要指标", "名称")),
        LedgerColumn("unit", gettext_lazy("计量单位"), Text(20), ("单位",)),
        LedgerColumn("op", gettext_lazy("要求"), Choice(Target.Op.choices)),
        LedgerColumn("value", gettext_lazy("目标值"), _FIGURE, ("目标", "规划目标")),
        LedgerColumn("value_min", gettext_lazy("目标下限"), _FIGURE, ("下限",)),
        LedgerColumn("value_max", gettext_lazy("目标上限"), _FIGURE, ("上限",)),
        LedgerColumn("year", gettext_lazy("目标年"), _YEAR, ("目标年份",)),
        LedgerColumn("baseline", gettext_lazy("基期值"), _FIGURE, ("基期", "基数", "现状值")),
        LedgerColumn("baseline_year", gettext_lazy("基期年"), _YEAR, ("基期年份",)),
        LedgerColumn(
            "growth_rate_pct", gettext_lazy("年均增长（%）"), _FIGURE, ("年均增长", "年均增长率", "增长率")
        ),
        LedgerColumn("nature", gettext_lazy("属性"), Choice(Indicator.Nature.choices), ("指标属性",)),
        LedgerColumn("counting", gettext_lazy("口径"), Choice(Indicator.Counting.choices)),
    ),
    "tasks": (
        LedgerColumn("number", gettext_lazy("编号"), Text(20), ("序号", "任务编号")),
        LedgerColumn("kind", gettext_lazy("类别"), Choice(Task.Kind.choices[:-1])),
        LedgerColumn("chapter", gettext_lazy("工作方面"), Text(200), ("章节", "任务类别", "方面")),
        LedgerColumn("title", gettext_lazy("任务标题"), Text(200), ("标题", "任务名称", "任务")),
        LedgerColumn(
            "text", gettext_lazy("任务内容"), Text(30_000), ("内容", "工作内容", "主要内容", "工作任务")
        ),
        LedgerColumn("lead", gettext_lazy("牵头单位"), Names(), ("牵头部门", "责任单位")),
        LedgerColumn("joint", gettext_lazy("共同负责单位"), Names()),
        LedgerColumn("participants", gettext_lazy("参与单位"), Names(), ("配合单位", "参与部门", "配合部门")),
        LedgerColumn("deadline_kind", gettext_lazy("时限种类"), Choice(Task.DeadlineKind.choices)),
        LedgerColumn(
            "deadline_on", gettext_lazy("完成时限"), Day(), ("时限", "完成日期", "完成时间", "截止日期")
        ),
    ),
}


@dataclass(frozen=True)
class Place:
    """A column of the sheet: where it is, what it holds, and the year its heading names."""

    index: int
    column: LedgerColumn
    year: int | None = None


def places_of(kind: SheetKind, headings: Sequence[Cell]) -> list[Place]:
    """Which column stands where; of two that fit the first counts."""
    by_key = {label_key(word): column for column in COLUMNS[kind] for word in (*column.others, column.label)}
    found: dict[str, Place] = {}
    for index, cell in enumerate(headings):
        column = by_key.get(label_key(typed_text(cell)))
        if column is not None:
            found.setdefault(column.name, Place(index, column))
    if kind == "targets":
        _add_yearplaces_of(found, headings)
    return sorted(found.values(), key=lambda place: place.index)


def _add_yearplaces_of(found: dict[str, Place], headings: Sequence[Cell]) -> None:
    """2025年 and 2030年目标: the last year is the target's, the first the baseline's."""
    columns = {column.name: column for column in COLUMNS["targets"]}
    years = []
    for index, cell in enumerate(headings):
        match = _YEAR_HEADING.fullmatch(label_key(typed_text(cell)))
        if match:
            years.append((int(match[1]), index))
    years.sort()
    if years and "value" not in found:
        year, index = years.pop()
        found["value"] = Place(index, columns["value"], year)
    if years and "baseline" not in found:
        year, index = years[0]
        found["baseline"] = Place(index, columns["baseline"], year)
