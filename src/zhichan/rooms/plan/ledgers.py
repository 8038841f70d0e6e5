"""The ledger of tasks (任务台账): exported, edited in a spreadsheet, imported back as a change set.

State and progress go out for orientation and come back unchanged: they follow from reports and moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.errors import Conflict, NotFound
from zhichan.core.exports.kinds import Choice, Day, Names, Percent, Text
from zhichan.core.imports.ledger import Change, Ledger, LedgerColumn, Problem, register_ledger
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import unit_index
from zhichan.rooms.plan.actions.assign_units import Assignment, assign_units
from zhichan.rooms.plan.actions.edit_task import TaskEdit, edit_of, edit_task
from zhichan.rooms.plan.models import Responsibility, Task
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.plan.rights import TASK_MANAGE

Role = Responsibility.Role
_UNIT_COLUMNS = {"lead": Role.LEAD, "joint": Role.JOINT, "participants": Role.PARTICIPANT}
_WORDS = ("title", "number", "chapter", "deadline_kind", "deadline_on", "review_every")


_MOST_DIGITS = 18


def _units(role: Responsibility.Role) -> Any:
    def names(task: Task) -> tuple[str, ...]:
        return tuple(row.unit.name for row in task.responsibilities.all() if row.role == role)

    return names


def _visible(actor: Actor, scope: str) -> QuerySet[Task]:
    """All tasks the actor may see, or those of one plan."""
    tasks = tasks_visible_to(actor)
    if not scope:
        return tasks
    is_number = scope.isascii() and scope.isdigit() and len(scope) <= _MOST_DIGITS
    if not is_number or not tasks.filter(plan_id=int(scope)).exists():
        raise NotFound(_("没有找到这个规划。"), scope=scope[:40])
    return tasks.filter(plan_id=int(scope))


def _loaded(tasks: QuerySet[Task]) -> QuerySet[Task]:
    parts = Responsibility.objects.select_related("unit").order_by("unit__name")
    return tasks.prefetch_related(Prefetch("responsibilities", queryset=parts))


def _home(scope: str) -> str:
    return f"{reverse('plan:tasks')}?view=list{f'&plan={scope}' if scope else ''}"


def check_task_row(values: Mapping[str, Any], **_context: object) -> Iterable[Problem]:
    """What is wrong with a row as a whole: unknown units, a unit twice, nobody in charge, a wrong limit."""
    yield from _unit_problems(values)
    yield from _limit_problems(values)


def _unit_problems(values: Mapping[str, Any]) -> Iterator[Problem]:
    names = [name for column in _UNIT_COLUMNS for name in values.get(column) or ()]
    found = units_named(names)
    label = str(gettext_lazy("责任单位"))
    for name in names:
        if name not in found:
            yield Problem(label, name, _("登记册里没有这个单位"), _("写单位全称或已登记的简称"))
    ids = [found[name].pk for name in names if name in found]
    if len(set(ids)) < len(ids):
        yield Problem(label, "、".join(names)[:200], _("同一单位有两种分工"), _("每个单位留一种分工"))
    if not (values.get("lead") or values.get("joint")):
        yield Problem(label, "", _("没有牵头或共同负责的单位"), _("至少写一个"))


def _limit_problems(values: Mapping[str, Any]) -> Iterator[Problem]:
    kind, day = values.get("deadline_kind"), values.get("deadline_on")
    every = values.get("review_every")
    by_date, ongoing = kind == Task.DeadlineKind.BY_DATE, kind == Task.DeadlineKind.ONGOING
    if by_date != (day is not None):
        fix = _("限期完成的填日期，其他的留空")
        yield Problem(str(gettext_lazy("完成时限")), str(day or ""), _("与时限种类不合"), fix)
    if ongoing != bool(every):
        fix = _("持续推进的选周期，其他的留空")
        yield Problem(str(gettext_lazy("复核周期")), str(every or ""), _("与时限种类不合"), fix)


def units_named(names: Sequence[str]) -> dict[str, Unit]:
    """The unit of each name: by its official name, else as any name valid today. One query mostly."""
    found = {unit.name: unit for unit in Unit.objects.filter(name__in=set(names))}
    missing = [name for name in names if name not in found]
    if missing:
        index = unit_index(timezone.localdate())
        bodies = {name: index.find(name) for name in missing}
        found |= {name: body for name, body in bodies.items() if isinstance(body, Unit)}
    return found


def apply_task_changes(changes: Sequence[Change], *, scope: str, by: Actor, at: datetime) -> None:
    """Carry out each changed row through the actions a person would use; any refusal undoes them all."""
    reason = _("按导入的台账修改")
    for change in changes:
        known = change.record_id
        task = None if known is None else _visible(by, scope).filter(pk=known).first()
        if task is None:
            raise NotFound(_("没有找到这项任务。"), task=change.record_id)
        if not change.changed.isdisjoint(_WORDS):
            edit_task(task.pk, _edit(task, change.values), reason=reason, by=by, at=at)
        if not change.changed.isdisjoint(_UNIT_COLUMNS):
            assign_units(task.pk, _assignments(change.values), reason=reason, by=by, at=at)


def _edit(task: Task, values: Mapping[str, Any]) -> TaskEdit:
    now = edit_of(task)
    return TaskEdit(
        title=values.get("title", now.title),
        number=values.get("number") or "",
        chapter=values.get("chapter") or "",
        deadline_kind=values.get("deadline_kind", now.deadline_kind),
        deadline_on=values.get("deadline_on"),
        review_every=values.get("review_every") or "",
    )


def _assignments(values: Mapping[str, Any]) -> list[Assignment]:
    """Who answers, as the row says. Raises Conflict for a name that has lost its unit since the preview."""
    wanted = [(name, role) for column, role in _UNIT_COLUMNS.items() for name in values.get(column) or ()]
    found = units_named([name for name, _role in wanted])
    if lost := next((name for name, _role in wanted if name not in found), None):
        raise Conflict(
            _("“%(name)s”在预览以后不再指任何单位，整批没有入库。请改写单位后重新导入。") % {"name": lost},
            name=lost,
        )
    return [Assignment(found[name].pk, role) for name, role in wanted]


TASK_LEDGER = register_ledger(
    Ledger(
        name="plan.task",
        label=gettext_lazy("任务台账"),
        right=TASK_MANAGE,
        columns=(
            LedgerColumn(
                "title", gettext_lazy("任务"), Text(200), lambda task: task.title, is_required=True, width=48
            ),
            LedgerColumn("number", gettext_lazy("编号"), Text(20), lambda task: task.number, width=8),
            LedgerColumn("chapter", gettext_lazy("工作方面"), Text(200), lambda task: task.chapter, width=24),
            LedgerColumn("lead", gettext_lazy("牵头单位"), Names(), _units(Role.LEAD), width=24),
            LedgerColumn("joint", gettext_lazy("共同负责"), Names(), _units(Role.JOINT), width=24),
            LedgerColumn(
                "participants", gettext_lazy("参与单位"), Names(), _units(Role.PARTICIPANT), width=24
            ),
            LedgerColumn(
                "deadline_kind",
                gettext_lazy("时限种类"),
                Choice(Task.DeadlineKind.choices),
                lambda task: task.deadline_kind,
                is_required=True,
            ),
            LedgerColumn("deadline_on", gettext_lazy("完成时限"), Day(), lambda task: task.deadline_on),
            LedgerColumn(
                "review_every",
                gettext_lazy("复核周期"),
                Choice(Task.ReviewEvery.choices),
                lambda task: task.review_every or None,
            ),
            LedgerColumn(
                "state",
                gettext_lazy("状态"),
                Choice(Task.State.choices),
                lambda task: task.state,
                is_editable=False,
            ),
            LedgerColumn(
                "percent", gettext_lazy("进度"), Percent(), lambda task: task.percent, is_editable=False
            ),
        ),
        visible=_visible,
        load=_loaded,
        check=check_task_row,
        apply=apply_task_changes,
        home=_home,
    )
)
