"""The plan ledger (规划台账): a workbook with a sheet of indicators (指标) and one of tasks (任务).

Columns are guessed by their names, in any order; a heading such as 2030年目标 gives value and year at
once. A row that cannot be read is refused by itself, with its column, value, reason and how to fix it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from zhichan.core.exports.cells import Cell, unguarded
from zhichan.core.exports.kinds import CellRefused, typed_text
from zhichan.core.imports.reading.grid import FileRefused, column_letter
from zhichan.core.imports.reading.package import damaged, open_package, shapes_of
from zhichan.rooms.plan.formats.plan_ledger_columns import Place, SheetKind, places_of
from zhichan.rooms.plan.item_entry import TargetEntry, TaskEntry
from zhichan.rooms.plan.item_problems import problems_of
from zhichan.rooms.plan.models import ExtractedItem, Target, Task

LINES_SEARCHED = 10


_SHEET_WORDS: tuple[tuple[SheetKind, str], ...] = (("targets", "指标"), ("tasks", "任务"))


@dataclass(frozen=True)
class RowRefusal:
    """Why one row does not come in. ``column`` is empty where the row as a whole is wrong."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    fix: str


@dataclass(frozen=True)
class Guess:
    """A column of the file and what it was taken for; ``label`` is empty for one that is not used."""

    sheet: str
    letter: str
    heading: str
    label: str


@dataclass(frozen=True)
class PlanLedger:
    targets: tuple[TargetEntry, ...]
    tasks: tuple[TaskEntry, ...]
    refusals: tuple[RowRefusal, ...]
    guesses: tuple[Guess, ...]

    @property
    def row_count(self) -> int:
        """Every row of the file stands in one of these."""
        return len(self.targets) + len(self.tasks) + len({(r.sheet, r.row) for r in self.refusals})


@dataclass(frozen=True)
class _Sheet:
    name: str
    rows: Sequence[Sequence[Cell]]
    formulas: frozenset[tuple[int, int]]
    merged: Sequence[tuple[int, int]] = field(default=())  # first and last row number


def read_plan_ledger(content: bytes) -> PlanLedger:
    """The entries of a workbook, with every row that was refused.

    Raises FileRefused for what is no workbook, holds neither sheet, or has merged cells among its rows.
    """
    targets: list[TargetEntry] = []
    tasks: list[TaskEntry] = []
    refusals: list[RowRefusal] = []
    guesses: list[Guess] = []
    for kind, sheet, line in _ledger_sheets(_sheets(content)):
        places = places_of(kind, sheet.rows[line - 1])
        guesses += _guesses(sheet, line, places)
        for number, cells in _filled_rows(sheet, line):
            entry, problems = _entry(kind, sheet, number, cells, places)
            refusals += problems
            if isinstance(entry, TargetEntry):
                targets.append(entry)
            elif entry is not None:
                tasks.append(entry)
    return PlanLedger(tuple(targets), tuple(tasks), tuple(refusals), tuple(guesses))


def _sheets(content: bytes) -> list[_Sheet]:
    """The visible sheets that hold anything, within the limits of core's own reader."""
    file = io.BytesIO(content)
    with open_package(file) as package:
        shapes = shapes_of(package)
    file.seek(0)
    found = []
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            for meta in book.sheets_metadata:
                shape = shapes.get(meta.name)
                if shape is None or not shape.rows or meta.visible != SheetVisibleEnum.Visible:
                    continue
                page = book.get_sheet_by_name(meta.name)
                rows = [[_cell(cell) for cell in row] for row in page.to_python(skip_empty_area=False)]
                merged = [(r1 + 1, r2 + 1) for (r1, _c1), (r2, _c2) in page.merged_cell_ranges or ()]
                found.append(_Sheet(meta.name, rows, frozenset(shape.formulas), merged))
    except CalamineError as error:
        raise damaged() from error
    return found


def _cell(cell: object) -> Cell:
    if isinstance(cell, str):
        return unguarded(cell) if cell else None
    return cell if cell is None or isinstance(cell, Cell) else str(cell)


def _ledger_sheets(sheets: Sequence[_Sheet]) -> list[tuple[SheetKind, _Sheet, int]]:
    """The sheet of each kind with the line of its heading: by the sheet's name, else by its headings."""
    found = []
    for kind, word in _SHEET_WORDS:
        named = [sheet for sheet in sheets if word in sheet.name]
        for sheet in named or [sheet for sheet in sheets if len(sheets) == 1]:
            line = _heading_line(kind, sheet)
            if line:
                _refuse_merged(sheet, line)
                found.append((kind, sheet, line))
                break
    if not found:
        raise FileRefused(
            _(
                "没有找到“指标”或“任务”工作表的表头。指标表至少要有指标名称和目标值，"
                "任务表至少要有任务内容或任务标题。可以先下载空白台账照着填。"
            )
        )
    return found


def _heading_line(kind: SheetKind, sheet: _Sheet) -> int:
    """The number of the line that names what the kind cannot do without, or 0."""
    needed = ({"name"}, {"value", "value_min"}) if kind == "targets" else ({"title", "text"},)
    for number, row in enumerate(sheet.rows[:LINES_SEARCHED], start=1):
        names = {place.column.name for place in places_of(kind, row)}
        if len(names) > 1 and all(names & one_of for one_of in needed):
            return number
    return 0


def _guesses(sheet: _Sheet, line: int, places: Sequence[Place]) -> Iterator[Guess]:
    labels = {place.index: str(place.column.label) for place in places}
    for index, cell in enumerate(sheet.rows[line - 1]):
        heading = typed_text(cell)
        if heading:
            yield Guess(sheet.name, column_letter(index), heading[:60], labels.get(index, ""))


def _refuse_merged(sheet: _Sheet, line: int) -> None:
    if any(last >= line for _first, last in sheet.merged):
        raise FileRefused(
            _("工作表“%(sheet)s”里有合并的单元格，看不出每一行各是什么。请取消合并、逐行填写后再传。")
            % {"sheet": sheet.name}
        )


def _filled_rows(sheet: _Sheet, line: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, row in enumerate(sheet.rows[line:], start=line + 1):
        if any(typed_text(cell) for cell in row):
            yield number, row


def _entry(
    kind: SheetKind, sheet: _Sheet, number: int, cells: Sequence[Cell], places: Sequence[Place]
) -> tuple[TargetEntry | TaskEntry | None, list[RowRefusal]]:
    """The entry of a row, or why there is none."""
    values: dict[str, Any] = {}
    problems = []
    for place in places:
        raw = cells[place.index] if place.index < len(cells) else None
        try:
            if (number, place.index) in sheet.formulas:
                raise CellRefused(_("是公式或出错的值"), _("复制后“选择性粘贴”为数值"))
            if typed_text(raw):
                values[place.column.name] = place.column.kind.read(raw)
        except CellRefused as refusal:
            label = str(place.column.label)
            written = typed_text(raw)[:120]
            problems.append(RowRefusal(sheet.name, number, label, written, refusal.reason, refusal.fix))
    if problems:
        return None, problems
    years = {place.column.name: place.year for place in places if place.year}
    entry = _target(values, years) if kind == "targets" else _task(values)
    reasons = _reasons(entry)
    if reasons:
        return None, [RowRefusal(sheet.name, number, "", "", reasons, _("补齐或改正后再传"))]
    return entry, []


def _target(values: Mapping[str, Any], years: Mapping[str, int | None]) -> TargetEntry:
    entry = TargetEntry(**{"name": "", **values})
    if entry.year is None and entry.value is not None:
        entry = replace(entry, year=years.get("value"))
    if entry.baseline_year is None and entry.baseline is not None:
        entry = replace(entry, baseline_year=years.get("baseline"))
    if not entry.op:
        is_range = entry.value is None and entry.value_min is not None
        entry = replace(entry, op=Target.Op.RANGE.value if is_range else Target.Op.REACH.value)
    return entry


def _task(values: Mapping[str, Any]) -> TaskEntry:
    entry = TaskEntry(**{"text": values.get("title", ""), **values})
    if "deadline_kind" not in values and entry.deadline_on is not None:
        entry = replace(entry, deadline_kind=Task.DeadlineKind.BY_DATE.value)
    return entry


def _reasons(entry: TargetEntry | TaskEntry) -> str:
    """Why an entry cannot come in, in one line; empty when it can."""
    if isinstance(entry, TargetEntry):
        return "".join(problems_of(ExtractedItem.Kind.TARGET, entry.onto({})))
    found = problems_of(ExtractedItem.Kind.TASK, entry.onto({}))
    if entry.joint and (entry.lead or entry.participants):
        found.append(_("有牵头或参与单位时，不能又有共同负责单位。"))
    if entry.participants and not entry.lead:
        found.append(_("有参与单位就要有牵头单位。"))
    if entry.deadline_on and entry.deadline_kind != Task.DeadlineKind.BY_DATE:
        found.append(_("只有限期完成的任务有完成时限。"))
    return "".join(found)
