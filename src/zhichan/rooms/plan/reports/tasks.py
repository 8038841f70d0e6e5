"""The tasks of a plan as of a day (任务): how they stand, unit by unit, and which are late.

A task counts as done from the day it was done. Everything else of a task is kept as it is now: a report of a
past day that is asked again later may differ, and then shows where.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Chart, Column, Facts, Figure, Grid, Row, Series
from zhichan.core.tables.text import Blank
from zhichan.rooms.plan.alarms import Alarm, Today, alarm_of
from zhichan.rooms.plan.models import PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.reports.plans import PLAN, plan_of

_ANSWERING = (Responsibility.Role.LEAD, Responsibility.Role.JOINT)
MOST_DRAWN = 15
"""So many units have a bar of their own in a chart, those with most tasks; all others share the last one."""
NO_UNIT = "没有责任单位"
_KEPT = (PlanVersion.State.IN_FORCE, PlanVersion.State.SUPERSEDED)


@dataclass(frozen=True)
class Standing:
    """A task as it stood on a day. ``units``: who answers for it."""

    task: Task
    alarm: Alarm
    units: tuple[str, ...]


def standings(asked: Asked) -> list[Standing]:
    """The tasks of the plan that were known, in its order. Three queries."""
    tasks = Task.objects.filter(
        plan_id=plan_of(asked), version__state__in=_KEPT, version__in_force_at__lte=asked.known_at
    ).order_by("position", "pk")
    today = today_of(asked.as_of)
    units = _units(list(tasks))
    return [Standing(task, alarm_on(task, today), units[task.pk]) for task in tasks]


def alarm_on(task: Task, today: Today) -> Alarm:
    """How a task stood on a day: what was done later was under way then."""
    state = task.state
    if state == Task.State.DONE and task.done_on is not None and task.done_on > today.on:
        state = Task.State.UNDER_WAY
    return alarm_of(state, task.sort_on, task.lags_on, today)


def _units(tasks: Sequence[Task]) -> dict[int, tuple[str, ...]]:
    parts = Responsibility.objects.filter(task__in=tasks, role__in=_ANSWERING).order_by("role", "pk")
    found = defaultdict[int, tuple[str, ...]](tuple)
    for task_id, name in parts.values_list("task_id", "unit__name"):
        found[task_id] += (name,)
    return found


@stored_query("plan.tasks", _("任务进展"), parameters=(PLAN,))
def tasks(asked: Asked) -> Facts:
    """How many tasks stand how, and the same for each unit that answers for some.

    A task of several units stands with each of them, one of none in a row of its own: a note says how the
    sum over units and the whole go together.
    """
    found = standings(asked)
    counts = Counter(one.alarm for one in found)
    live = len(found) - counts[Alarm.CANCELLED]
    address = f"{reverse('plan:tasks')}?plan={plan_of(asked)}"
    figures = [
        Figure("total", "任务总数", Decimal(len(found)), "项", address),
        *(
            Figure(
                alarm.value, f"{alarm.label}的任务", Decimal(counts[alarm]), "项", f"{address}&alarm={alarm}"
            )
            for alarm in Alarm
        ),
        Figure("done_percent", "办结率", percent(counts[Alarm.DONE], live), "%", f"{address}&alarm=done"),
        Figure("late_units", "有超期任务的单位", _late_units(found), rows=f"{address}&alarm=overdue"),
    ]
    by_unit = defaultdict[str, Counter[Alarm]](Counter)
    for one in found:
        for unit in one.units or (NO_UNIT,):
            by_unit[unit][one.alarm] += 1
    ordered = sorted(by_unit, key=lambda unit: (unit == NO_UNIT, -by_unit[unit].total(), unit))
    note = _sums(by_unit, len(found))
    return Facts(tuple(figures), _by_unit(by_unit, ordered, address), _drawn(by_unit, ordered), note)


def _sums(by_unit: dict[str, Counter[Alarm]], total: int) -> tuple[str, ...]:
    """How the sum over units comes to more than there are tasks; nothing where it does not."""
    times = sum(counts.total() for counts in by_unit.values())
    if times == total:
        return ()
    return (f"一项任务由几个单位负责的，各单位分别计入；各单位合计{times}项次，任务共{total}项。",)


def _drawn(by_unit: dict[str, Counter[Alarm]], ordered: Sequence[str]) -> Chart | None:
    """The units with most tasks, and the others together, so that the bars add up to the whole."""
    if not ordered:
        return None
    own = ordered if len(ordered) <= MOST_DRAWN + 1 else ordered[:MOST_DRAWN]
    bars = [(unit, by_unit[unit]) for unit in own]
    if rest := ordered[len(own) :]:
        together = sum((by_unit[unit] for unit in rest), Counter[Alarm]())
        bars.append((f"其余{len(rest)}个单位合计", together))
    named = ((Alarm.DONE, "办结"), (Alarm.OVERDUE, "超期"))
    series = tuple(
        Series(alarm.value, label, tuple(Decimal(counts[alarm]) for _unit, counts in bars))
        for alarm, label in named
    )
    return Chart("lying", "项", tuple(name for name, _counts in bars), series)


def percent(part: int, whole: int) -> Decimal | str:
    """A share to one decimal; it does not apply to nothing."""
    if not whole:
        return str(Blank.NOT_APPLICABLE)
    return (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _late_units(found: Sequence[Standing]) -> str:
    late = Counter(unit for one in found if one.alarm is Alarm.OVERDUE for unit in one.units)
    return "、".join(f"{unit}{late[unit]}项" for unit in sorted(late, key=lambda u: (-late[u], u))) or "无"


def _by_unit(by_unit: dict[str, Counter[Alarm]], ordered: Sequence[str], address: str) -> Grid:
    columns = (
        Column("单位", 5),
        *(Column(label, 2, is_number=True) for label in ("承担", "办结", "临期", "超期")),
    )
    shown = (Alarm.DONE, Alarm.SOON, Alarm.OVERDUE)
    rows = (
        Row(
            unit, (unit, Decimal(by_unit[unit].total()), *(Decimal(by_unit[unit][a]) for a in shown)), address
        )
        for unit in ordered
    )
    return Grid(columns, tuple(rows))


@stored_query("plan.overdue_tasks", _("超期任务"), parameters=(PLAN,))
def overdue_tasks(asked: Asked) -> Facts:
    """Every task that was late on the day, with who answers for it and by how many days."""
    late = [one for one in standings(asked) if one.alarm is Alarm.OVERDUE]
    address = f"{reverse('plan:tasks')}?plan={plan_of(asked)}&alarm=overdue"
    rows = tuple(_late_row(nth, one, asked.as_of) for nth, one in enumerate(late, 1))
    longest = max(((asked.as_of - one.task.sort_on).days for one in late), default=0)
    columns = (
        Column("序号", 4),
        Column("任务", 17),
        Column("责任单位", 12),
        Column("应办结", 7),
        Column("超期天数", 5, is_number=True),
    )
    figures = (
        Figure("count", "超期任务", Decimal(len(late)), "项", address),
        Figure("longest", "超期最长", Decimal(longest), "天", address),
    )
    return Facts(figures, Grid(columns, rows))


def _late_row(nth: int, one: Standing, on: date) -> Row:
    task = one.task
    cells = (
        str(nth),
        f"{task.number} {task.title}".strip(),
        "、".join(one.units) or None,
        task.sort_on.isoformat(),
        Decimal((on - task.sort_on).days),
    )
    return Row(f"t{task.pk}", cells, reverse("plan:task", args=[task.pk]))


@stored_query("plan.task_list", _("任务清单"), parameters=(PLAN,))
def task_list(asked: Asked) -> Facts:
    """Every task with who answers for it and how it stood."""
    columns = (Column("序号", 4), Column("任务", 25), Column("责任单位", 17), Column("进展", 6))
    rows = (
        Row(
            f"t{one.task.pk}",
            (
                str(nth),
                f"{one.task.number} {one.task.title}".strip(),
                "、".join(one.units) or None,
                str(one.alarm.label),
            ),
            reverse("plan:task", args=[one.task.pk]),
        )
        for nth, one in enumerate(standings(asked), 1)
    )
    return Facts(table=Grid(columns, tuple(rows)))
