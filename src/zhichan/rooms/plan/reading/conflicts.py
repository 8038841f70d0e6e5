"""Places where a plan disagrees with itself (自相矛盾): kept side by side with a reading, never merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhichan.rooms.plan.reading.baseline_conflicts import baseline_conflicts
from zhichan.rooms.plan.reading.citations import citation_conflicts
from zhichan.rooms.plan.reading.model import Box, Conflict, DocumentFacts, Outline, Target, Task
from zhichan.rooms.plan.reading.targets.likeness import core_of
from zhichan.rooms.plan.reading.targets.linking import measure_of, plain_value, rows_named, says_the_same
from zhichan.rooms.plan.reading.targets.respectively import UNEVEN_NOTE
from zhichan.rooms.plan.reading.wording import number_words, stated_words

_LEVELS = ("=", ">=", ">", "~")
_LONG_NAME = 6  # characters of a name that, said twice, means one thing


def conflicts_of(
    outline: Outline,
    targets: Sequence[Target],
    tasks: Sequence[Task],
    boxes: Sequence[Box],
    facts: DocumentFacts,
) -> tuple[Conflict, ...]:
    """Every contradiction found, in the order: promises against the table, against each other, baselines
    against the background, citations, boxes, tasks, the document's number against its date.
    """
    rows = [target for target in targets if target.source == "table"]
    said = [target for target in targets if target.source == "text"]
    return (
        *_rows_twice(rows),
        *_against_rows(rows, said),
        *_against_each_other(rows, said),
        *baseline_conflicts(outline, rows),
        *citation_conflicts(outline),
        *_boxes_twice(boxes),
        *_tasks_twice(tasks),
        *_own_number(facts),
    )


def _rows_twice(rows: Sequence[Target]) -> Iterator[Conflict]:
    """Two table rows of one name and year with different figures."""
    for at, row in enumerate(rows):
        for other in rows[at + 1 :]:
            if (
                core_of(row.name) == core_of(other.name)
                and row.unit == other.unit
                and _levels_differ(row, other)
            ):
                what = f"同名指标在表中出现两次且数值不同：{stated_words(row)}；{stated_words(other)}"
                yield Conflict((row.id, other.id), what, "请确认两行口径是否不同；读取时两行都保留。")


def _against_rows(rows: Sequence[Target], said: Sequence[Target]) -> Iterator[Conflict]:
    """Promises of text and boxes that name a row and cannot be reconciled with it."""
    naming: dict[str, list[Target]] = {}
    for target in said:
        for row in rows_named(target, rows):
            if _same_year(target, row):
                naming.setdefault(row.id, []).append(target)
    for row in rows:
        named = naming.get(row.id, [])
        differing = [target for target in named if not says_the_same(target, row) and _is_figure(target)]
        if differing and row.target is not None:
            yield _row_conflict(row, named, differing)


def _row_conflict(row: Target, named: Sequence[Target], differing: Sequence[Target]) -> Conflict:
    agreeing = [target for target in named if target not in differing]
    what = f"同一指标的目标不一致：{stated_words(row)}；" + "；".join(map(stated_words, differing))
    if agreeing:
        what += "；与表一致的有" + "、".join(map(stated_words, agreeing))
    return Conflict((row.id, *(target.id for target in named)), what, _row_reading(row, differing[0]))


def _row_reading(row: Target, target: Target) -> str:
    """The arithmetic that does not come out, and what to decide."""
    level, said = plain_value(row), plain_value(target)
    increment = target.target is not None and target.target.op == "+="
    if increment and said is not None and level is not None and row.baseline is not None:
        base = row.baseline.value
        return (
            f"按表应新增{number_words(level - base)}，文中新增{number_words(said)}；"
            f"{number_words(base)}+{number_words(said)}={number_words(base + said)}，"
            f"不等于{number_words(level)}。"
            "请以哪一处为准由经办人确定并说明理由。"
        )
    return "表与文中数值不同，未作合并；请以哪一处为准由经办人确定并说明理由。"


def _against_each_other(rows: Sequence[Target], said: Sequence[Target]) -> Iterator[Conflict]:
    """Promises of the text alone that name one thing for one year with different figures."""
    groups: dict[tuple[object, ...], list[Target]] = {}
    for target in said:
        name = core_of(target.name)
        if _is_figure(target) and len(name) >= _LONG_NAME and not rows_named(target, rows):
            groups.setdefault((name, *_manner(target)), []).append(target)
    for group in groups.values():
        if len({plain_value(target) for target in group}) > 1:
            yield _said_twice(group)


def _manner(target: Target) -> tuple[object, ...]:
    """Year and measure of a promise, and whether it is a level or an increment."""
    goal = target.target
    return (goal.year, goal.op in _LEVELS) if goal else (None, False), measure_of(target.unit)


def _said_twice(group: Sequence[Target]) -> Conflict:
    what = "同一目标在文中数值不同：" + "；".join(map(stated_words, group))
    reading = "两处可能指不同范围，未作合并；请经办人确定以哪一处为准。"
    return Conflict(tuple(target.id for target in group), what, reading)


def _same_year(one: Target, other: Target) -> bool:
    years = {target.target.year for target in (one, other) if target.target and target.target.year}
    return len(years) <= 1


def _is_figure(target: Target) -> bool:
    """A level or increment under a name of its own; a list whose names are not clear proves nothing."""
    own = UNEVEN_NOTE not in target.repairs
    return own and plain_value(target) is not None and target.growth_rate_pct is None


def _levels_differ(one: Target, other: Target) -> bool:
    return (
        _is_figure(one)
        and _is_figure(other)
        and _same_year(one, other)
        and plain_value(one) != plain_value(other)
    )


def _boxes_twice(boxes: Sequence[Box]) -> Iterator[Conflict]:
    """Two boxes of one number with different titles."""
    for at, box in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if box.number and box.number == other.number and box.title != other.title:
                what = f"专栏{box.number}出现两次且标题不同：“{box.title}”、“{other.title}”"
                yield Conflict((box.span, other.span), what, "编号可能印错，两个专栏都保留；请核对编号。")


def _tasks_twice(tasks: Sequence[Task]) -> Iterator[Conflict]:
    """One task printed twice with different deadlines."""
    first: dict[str, Task] = {}
    for task in tasks:
        title = core_of(task.title or "")
        other = first.setdefault(title, task)
        if len(title) < _LONG_NAME or other is task or not task.deadline or not other.deadline:
            continue
        if task.deadline.date != other.deadline.date:
            what = f"同一任务“{task.title}”的期限不同：{other.deadline.text}；{task.deadline.text}"
            yield Conflict((other.id, task.id), what, "两处未作合并；请经办人确定以哪一处为准。")


def _own_number(facts: DocumentFacts) -> Iterator[Conflict]:
    """A number of one year on a document issued in another: 〔2021〕 and 2022年."""
    number = facts.doc_number_normal or ""
    year = number.partition("〔")[2][:4]
    issued = [date.date for date in facts.dates if date.role == "issued" and date.date]
    if year.isdigit() and issued and issued[0] is not None and issued[0][:4] != year:
        what = f"文号“{facts.doc_number}”的年份与印发日期{issued[0]}不一致"
        yield Conflict((), what, "年初印发的文件可能沿用上年文号；请核对。")
