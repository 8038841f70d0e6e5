"""Plain texts for tests of the reader, and a short notation of what was found in them."""

from __future__ import annotations

from pathlib import Path

from zhichan.rooms.plan.reading.boxes import boxes_of
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import Box, Deadline, Outline, SourceText, Task
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.tasks import tasks_of

PLANS = Path(__file__).parent / "plans"


def source_of(text: str) -> SourceText:
    return SourceText(text, fold(text), "txt", None, "hans")


def outline(text: str) -> Outline:
    return outline_of(source_of(text))


def tasks_in(text: str) -> tuple[Task, ...]:
    return tasks_of(outline(text))


def boxes_in(text: str) -> tuple[Box, ...]:
    return boxes_of(outline(text))


def noted(text: str) -> list[str]:
    """One line for each task and box: kind, number, title, mode, leading / other units, deadline."""
    return noted_outline(outline(text))


def noted_outline(read: Outline) -> list[str]:
    return [_task(task) for task in tasks_of(read)] + [_box(box) for box in boxes_of(read)]


def _task(task: Task) -> str:
    units = f"{'、'.join(task.lead)} / {'、'.join(task.participants)}".strip()
    words = [task.kind, task.number or "-", f"“{task.title}”" if task.title else "-", task.mode or "-"]
    return " ".join([*words, units, f"@ {_deadline(task.deadline)}"])


def _deadline(deadline: Deadline | None) -> str:
    if deadline is None:
        return "-"
    return str(deadline.date) if deadline.date else deadline.kind


def _box(box: Box) -> str:
    return f"box {box.number or '-'} “{box.title}” {len(box.items)}"
