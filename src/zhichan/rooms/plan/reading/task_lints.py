"""Tasks that name nobody, or somebody the register does not know (责任单位检查)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from zhichan.rooms.plan.reading.counted import HOLIDAYS_UNKNOWN, NO_START, limit_of
from zhichan.rooms.plan.reading.folding import fold, fold_key
from zhichan.rooms.plan.reading.model import Lint, Task
from zhichan.rooms.plan.reading.terms import mainland

_WITHOUT_START = "没有起算日：没有读到印发日期，文件也没有可用的规划期。"
_UNKNOWN_YEAR = f"推不出到期日：{HOLIDAYS_UNKNOWN}。"
_OWNED = ("task", "project")  # safeguards and loose paragraphs often bind everybody


def task_lints(tasks: Sequence[Task], known_units: Collection[str] | None) -> Iterator[Lint]:
    """One lint for a document whose tasks name nobody, else one a task; unknown units once each."""
    if tasks and not any(_units(task) for task in tasks):
        message = f"全文{len(tasks)}项任务都没有写明责任单位。请在确认时逐项指定牵头和配合单位。"
        yield Lint("tasks-without-units", "warn", message, tasks[0].span)
    else:
        yield from _unowned(tasks)
    yield from _without_start(tasks)
    if known_units is not None:
        yield from _unknown(tasks, known_units)


def _units(task: Task) -> tuple[str, ...]:
    return (*task.lead, *task.participants)


def _unowned(tasks: Sequence[Task]) -> Iterator[Lint]:
    for task in tasks:
        if task.kind in _OWNED and not _units(task):
            message = f"任务“{_label(task)}”没有写明责任单位。请在确认时指定。"
            yield Lint("task-without-unit", "warn", message, task.span)


def _without_start(tasks: Sequence[Task]) -> Iterator[Lint]:
    """Limits that count from a day nobody printed, or over days no holiday is arranged for yet."""
    for task in tasks:
        due = task.deadline
        if due and due.kind == "by-date" and due.date is None and limit_of(fold(due.text), NO_START):
            counted = any(HOLIDAYS_UNKNOWN in note for note in task.repairs)
            why = _UNKNOWN_YEAR if counted else _WITHOUT_START
            message = f"任务“{_label(task)}”的期限“{due.text}”{why}请在确认时填写到期日。"
            yield Lint("deadline-without-start", "warn", message, task.span)


def _unknown(tasks: Sequence[Task], known_units: Collection[str]) -> Iterator[Lint]:
    known = {_key(name) for name in known_units}
    seen: set[str] = set()
    for task in tasks:
        for unit in _units(task):
            if _key(unit) in known or unit in seen:
                continue
            seen.add(unit)
            message = f"单位“{unit}”（任务“{_label(task)}”）不在单位名册中。请对应到已有单位或新建单位。"
            yield Lint("unknown-unit", "warn", message, task.span)


def _key(name: str) -> str:
    return mainland(fold_key(name))


def _label(task: Task) -> str:
    words = (task.title or task.text)[:24]
    return f"{task.number or ''}{words}"
