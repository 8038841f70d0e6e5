"""Tasks that stand in a table: columns for the work, the units in charge and the deadline (任务分工表)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

from zhichan.rooms.plan.reading.columns import ColumnKind, assigns_duties, column_kinds, header_rows
from zhichan.rooms.plan.reading.deadlines import PlanYears, parse_deadline
from zhichan.rooms.plan.reading.folding import fold_key
from zhichan.rooms.plan.reading.lines import flow_of
from zhichan.rooms.plan.reading.model import Block, Cell, Deadline, Mode, Outline, SourceText, Task
from zhichan.rooms.plan.reading.tables import words_of
from zhichan.rooms.plan.reading.units import parse_units

_SHORTEST_KEY = 4


@dataclass(frozen=True)
class _Row:
    """One row by what its columns hold; several columns of one kind stand in order."""

    source: SourceText
    cells: tuple[tuple[ColumnKind, Cell], ...]

    def words(self, *kinds: ColumnKind) -> list[str]:
        cells = dict.fromkeys(cell for kind, cell in self.cells if kind in kinds)
        flows = [flow_of(self.source, (cell.span,)) for cell in cells]
        return [flow.text for flow in flows if flow.folded.strip("-/\\、 ") not in ("", "无")]


def table_tasks(outline: Outline, block: Block, years: PlanYears) -> list[Task]:
    """The tasks of a table block; none where it has no column for work or none for units."""
    words = words_of(outline.source, block.rows)
    if not words or not assigns_duties(words):
        return []
    heads, kinds = header_rows(words), column_kinds(words)
    make = partial(_task, outline.source, block, years)
    rows = [
        _Row(outline.source, tuple(zip(kinds, row, strict=False)))
        for row, cells in zip(block.rows[heads:], words[heads:], strict=True)
        if cells not in words[:heads]  # headings come again on each page
    ]
    return [task for task in map(make, rows) if task]


def _task(source: SourceText, block: Block, years: PlanYears, row: _Row) -> Task | None:
    work = row.words("task")
    if not work:
        return None
    lead, participants, unit_text = _units(row)
    if not unit_text and len(row.cells) < len(block.rows[0]):
        return None  # a row that heads a group of rows
    caption = (flow_of(source, (block.title,)).text,) if block.title else ()
    number = row.words("number")
    when = row.words("when")
    return Task(
        span=(row.cells[0][1].span[0], max(cell.span[1] for _, cell in row.cells)),
        confidence=0.95 if unit_text else 0.8,
        repairs=() if len(row.cells) == len(block.rows[0]) else ("表格行缺少单元格",),
        kind="project" if block.role == "projects" else "task",
        path=(*block.path, *caption, *row.words("group")),
        number=number[0] if number else None,
        title=work[0] if len(work) > 1 else None,
        text="\n".join(work),
        mode="table-column" if unit_text else None,
        lead=lead,
        participants=participants,
        unit_text=unit_text,
        deadline=_deadline(when[0], years) if when else None,
    )


def _deadline(words: str, years: PlanYears) -> Deadline:
    """The deadline in a cell; words that name no time are kept, their day unknown."""
    read = parse_deadline(words, own_year=years.own, period_end=years.last, start=years.start)
    return read or Deadline(words, "by-date", None)


def _units(row: _Row) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Leading and participating units; a column of 责任单位 with several names makes all of them answer."""
    lead: list[str] = []
    others: list[str] = []
    for words in row.words("lead"):
        lead += parse_units(words).units
    for words in row.words("unit"):
        clause = parse_units(words)
        lead += clause.lead
        others += clause.participants
    for words in row.words("help"):
        others += parse_units(words).units
    text = "；".join(row.words("lead", "unit", "help"))
    lead = list(dict.fromkeys(lead))
    return tuple(lead), tuple(dict.fromkeys(unit for unit in others if unit not in lead)), text or None


def merged(tasks: list[Task], rows: list[Task]) -> list[Task]:
    """Tasks of the text with what a table of duties adds to them; rows that match no task follow.

    A table at the end that repeats the plan's tasks gives units and deadlines; it is not a second
    set of tasks. A row belongs to the task whose title or first words it repeats.
    """
    result = list(tasks)
    left: list[Task] = []
    for row in rows:
        index = next((i for i, task in enumerate(result) if _same_work(task, row)), None)
        if index is None:
            left.append(row)
        else:
            result[index] = _completed(result[index], row)
    return result + left


def _same_work(task: Task, row: Task) -> bool:
    wanted = fold_key(task.title or task.text)
    offered = [fold_key(words) for words in row.text.split("\n")]
    return any(
        len(words) >= _SHORTEST_KEY
        and (wanted.startswith(words.rstrip("。;")) or words.startswith(wanted.rstrip("。;")))
        for words in offered
        if wanted
    )


def _completed(task: Task, row: Task) -> Task:
    units = {} if task.mode else {"mode": row.mode, "unit_text": row.unit_text}
    if not task.mode:
        task = replace(task, lead=row.lead, participants=row.participants)
        task = replace(task, mode=row.mode, unit_text=row.unit_text)
    if not units and not row.deadline:
        return task
    return replace(
        task, deadline=task.deadline or row.deadline, repairs=(*task.repairs, "责任单位或时限取自分工表")
    )


_FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名)?在?(?:第一位?|首位|最前)(?:的|者)?(?:单位|部门)?[为是系].{0,8}牵头|首位.{0,4}[为是].{0,4}牵头"
)


def first_named_leads(tasks: list[Task], outline: Outline) -> list[Task]:
    """The first of several names leads where the document says so (列第一位者为牵头单位)."""
    if not _FIRST_LEADS.search(outline.source.folded):
        return tasks
    return [_led_by_first(task) for task in tasks]


def _led_by_first(task: Task) -> Task:
    if task.lead or len(task.participants) < 2 or task.mode not in ("joint-plain", "table-column"):
        return task
    first, *others = task.participants
    mode: Mode = "table-column" if task.mode == "table-column" else "lead+participants"
    note = "文中说明列首位的为牵头单位"
    return replace(task, mode=mode, lead=(first,), participants=tuple(others), repairs=(*task.repairs, note))
