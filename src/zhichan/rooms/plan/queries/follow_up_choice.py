"""Tasks chosen in the list for a follow-up: whom each would go to, and what stands in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.alarms import OPEN_STATES
from zhichan.rooms.plan.models import FollowUp, Responsibility, Task
from zhichan.rooms.plan.queries.tasks import ANSWERING, tasks_visible_to


@dataclass(frozen=True)
class Choice:
    """``obstacle``: why none can be opened of it, empty where it can."""

    task: Task
    unit_id: int | None
    unit: str
    obstacle: str


def choices_of(actor: Actor, ids: Sequence[int]) -> list[Choice]:
    """The chosen tasks the actor may see, each with the unit that leads (else the first that answers).

    Three queries.
    """
    tasks = tasks_visible_to(actor).filter(pk__in=ids).defer("text").order_by("sort_on", "pk")
    parts: defaultdict[int, list[Responsibility]] = defaultdict(list)
    rows = Responsibility.objects.filter(task_id__in=ids, role__in=ANSWERING).select_related("unit")
    for row in rows.order_by("pk"):
        parts[row.task_id].append(row)
    about = FollowUp.objects.filter(task_id__in=ids, ended_at__isnull=True)
    open_now = {(row.task_id, row.unit_id) for row in about.only("task_id", "unit_id")}
    return [_choice(task, parts[task.pk], open_now) for task in tasks]


def _choice(task: Task, parts: Sequence[Responsibility], open_now: set[tuple[int | None, int]]) -> Choice:
    leading = [row for row in parts if row.role == Responsibility.Role.LEAD] or list(parts)
    if not leading:
        return Choice(task, None, "", _("没有责任单位"))
    unit = leading[0].unit
    obstacle = ""
    if task.state not in OPEN_STATES:
        obstacle = _("任务已处于“%(state)s”") % {"state": task.get_state_display()}
    elif (task.pk, unit.pk) in open_now:
        obstacle = _("已有在办的督办事项")
    return Choice(task, unit.pk, unit.name, obstacle)
