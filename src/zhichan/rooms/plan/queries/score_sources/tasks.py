"""Tasks a unit answers for (任务完成): done in time, done late, not done, and how far along.

What a unit had to do in the period (应办): tasks it leads or shares whose limit lies in the period, and those
whose limit lay before it and that were not done when it began. In time is judged by the day the accepted
request for completion was handed in, not by the day the office came to look at it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.queries.score_sources.base import (
    Asked,
    Gathered,
    Input,
    Row,
    Shown,
    Source,
    mean_of,
)
from zhichan.rooms.plan.queries.score_sources.task_history import KnownTask, tasks_known
from zhichan.rooms.plan.queries.tasks import tasks_visible_to

DUE = ("in_time", "late", "overdue")


def gather(asked: Asked) -> Mapping[int, Gathered]:
    """Four queries, and three more where tasks changed after the instant. O(tasks × answering units)."""
    rows: dict[int, list[Row]] = defaultdict(list)
    doubts: dict[int, int] = defaultdict(int)
    for task in tasks_known(asked.known_at):
        mark = mark_of(task, asked)
        if not mark:
            continue
        row = Row(task.pk, mark, Decimal(100 if mark in DUE[:2] else task.percent))
        for unit_id in task.answering & asked.unit_ids:
            rows[unit_id].append(row)
            doubts[unit_id] += task.is_in_doubt
    return {unit_id: _gathered(rows[unit_id], doubts[unit_id]) for unit_id in asked.unit_ids}


def mark_of(task: KnownTask, asked: Asked) -> str:
    """How a task counts in the period; empty for one that does not."""
    done_on = task.done_on if task.done_on is not None and task.done_on <= asked.on else None
    is_due = task.deadline_on is not None and task.deadline_on <= asked.on
    is_due_before = task.deadline_on is not None and task.deadline_on < asked.first
    is_settled_before = done_on is not None and done_on < asked.first and (is_due_before or not is_due)
    if task.is_cancelled or is_settled_before:
        return ""
    if task.deadline_on is None or not is_due:
        return "running"
    if done_on is None:
        return "overdue"
    return "in_time" if done_on <= task.deadline_on else "late"


def _gathered(rows: Sequence[Row], in_doubt: int) -> Gathered:
    marks = [row.mark for row in rows]
    values: dict[str, Decimal | None] = {
        "应办任务数": Decimal(sum(marks.count(mark) for mark in DUE)),
        "按期办结数": Decimal(marks.count("in_time")),
        "逾期办结数": Decimal(marks.count("late")),
        "逾期未办数": Decimal(marks.count("overdue")),
        "承担任务数": Decimal(len(rows)),
        "任务平均进度": mean_of([row.figure for row in rows if row.figure is not None]),
    }
    return Gathered(values, tuple(rows), in_doubt=in_doubt)


def _show(actor: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
    found = tasks_visible_to(actor).filter(pk__in=ids).only("number", "title")
    return {task.pk: Shown(str(task), reverse("plan:task", args=[task.pk])) for task in found}


SOURCE = Source(
    name="tasks",
    label=_("任务完成"),
    place=20,
    noun=_("项任务"),
    gather=gather,
    show=_show,
    marks={
        "in_time": _("按期办结"),
        "late": _("逾期办结"),
        "overdue": _("逾期未办"),
        "running": _("未到期"),
    },
    doubt=_("规划新版改写过的任务，当时的时限与分工已不留存"),
    inputs=(
        Input("应办任务数", _("牵头或共同负责、时限在考核期内的任务，连同此前逾期未办的"), marks=DUE),
        Input("按期办结数", _("应办任务中，时限前提出办结并经认可的"), marks=("in_time",)),
        Input("逾期办结数", _("应办任务中，时限后才提出办结并经认可的"), marks=("late",)),
        Input("逾期未办数", _("应办任务中，到数据时点仍未办结的"), marks=("overdue",)),
        Input("承担任务数", _("考核期内承担的全部任务，未到期的在内")),
        Input("任务平均进度", _("承担的全部任务进度的平均数，办结的按 100 计"), "%"),
    ),
)
