"""What a follow-up is opened for by rule (督办立项规则): promises past their day, and whom to ask.

The rule:

1. a task with a date that is open after its date: its leading unit, where none leads the first that answers;
2. an ongoing task whose last due period was not reported: the first unit that answers for it and has no
   report for that period which was not returned. A report that only waits for the office is in time;
3. a binding indicator (约束性指标) that lags behind its path (``indicator_status``), once for each year: the
   unit that fills it in. An indicator the office fills in itself is left to the office.

Nobody is followed up for a task that names no unit: it stands on the board as not assigned. The office may
turn the rule off for a plan (``queries.follow_up_rule``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.rooms.plan.alarms import OPEN_STATES, Alarm, Today
from zhichan.rooms.plan.figures import figure
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import FollowUp, Indicator, Progress, Responsibility, Task
from zhichan.rooms.plan.periods import Period, every_of, open_periods
from zhichan.rooms.plan.queries.follow_up_rule import plans_switched_off
from zhichan.rooms.plan.queries.indicators import IndicatorRow, indicator_rows
from zhichan.rooms.plan.queries.tasks import ANSWERING, IN_FORCE, starts_on_of, with_alarm

Cause = FollowUp.Cause


@dataclass(frozen=True)
class Overdue:
    """Why, for which day, and which unit is asked."""

    cause: Cause
    on: date
    unit_id: int
    why: str


def overdue_tasks(on: date) -> QuerySet[Task]:
    """Tasks for which the rule may open a follow-up: past their day, none open, none for a date before, of a
    plan for which the rule is on."""
    asked = FollowUp.objects.filter(task__isnull=False)
    for_its_date = asked.filter(overdue_on=F("task__deadline_on")).values("task_id")
    open_now = asked.filter(ended_at__isnull=True).values("task_id")
    tasks = Task.objects.filter(IN_FORCE, with_alarm(Alarm.OVERDUE, Today(on, on)))
    tasks = tasks.exclude(pk__in=open_now).exclude(pk__in=for_its_date)
    tasks = tasks.exclude(plan_id__in=plans_switched_off())
    return tasks.select_related("version").defer("version__text", "version__reading", "text")


def overdue_of(task: Task, on: date) -> Overdue | None:
    """What is overdue of a task on a day; None where nothing is, or where nobody answers for it.

    Two queries at most.
    """
    if task.state not in OPEN_STATES or task.sort_on >= on:
        return None
    units = _answering_in_order(task)
    if task.deadline_on is not None:
        words = {
            "day": task.deadline_on.isoformat(),
            "state": task.get_state_display(),
            "percent": task.percent,
        }
        why = _("应于 %(day)s 前完成，现为“%(state)s”，进度 %(percent)s%%。") % words
        return Overdue(Cause.DEADLINE, task.deadline_on, units[0], why) if units else None
    period = _last_due(task, on)
    silent = _without_report(task, units, period) if period else []
    if period is None or not silent:
        return None
    words = {"period": period.label, "day": period.review_due_on.isoformat()}
    why = _("%(period)s 应于 %(day)s 前填报，至今没有填报。") % words
    return Overdue(Cause.PERIOD, period.review_due_on, silent[0], why)


def _answering_in_order(task: Task) -> list[int]:
    """The units that answer for a task: those that lead first, each in the order they are named."""
    rows = Responsibility.objects.filter(task=task, role__in=ANSWERING).order_by("pk")
    found = list(rows.values_list("role", "unit_id"))
    leading = [unit for role, unit in found if role == Responsibility.Role.LEAD]
    return leading + [unit for _role, unit in found if unit not in leading]


def _last_due(task: Task, on: date) -> Period | None:
    if not task.review_every:
        return None
    open_now = open_periods(starts_on_of(task), task.reviewed_until, every_of(task.review_every), on)
    due = [period for period in open_now if period.review_due_on < on]
    return due[-1] if due else None


def _without_report(task: Task, units: list[int], period: Period) -> list[int]:
    reports = Progress.objects.filter(task=task, period=period.label).exclude(state=Progress.State.RETURNED)
    reported = set(reports.values_list("unit_id", flat=True))
    return [unit for unit in units if unit not in reported]


def missed_indicators(at: datetime) -> list[tuple[Indicator, Overdue]]:
    """The binding indicators that lag, each with what is overdue of it. Four queries."""
    binding = Indicator.objects.filter(
        nature=Indicator.Nature.BINDING, retired_at=None, owner_unit__isnull=False
    )
    binding = binding.exclude(plan_id__in=plans_switched_off())
    rows = indicator_rows(list(binding.order_by("pk")), timezone.localdate(at), at)
    return [(row.indicator, missed) for row in rows if (missed := missed_of(row))]


def missed_of(row: IndicatorRow) -> Overdue | None:
    """What is overdue of an indicator as it stands; its day is the end of the year it lags in."""
    indicator, value = row.indicator, row.value
    is_missed = row.status is Status.LAGGING and indicator.nature == Indicator.Nature.BINDING
    if not is_missed or value is None or indicator.owner_unit_id is None:
        return None
    words = {
        "day": value.effective_on.isoformat(),
        "value": figure(value.value, indicator.unit_of_measure),
        "expected": figure(row.expected, indicator.unit_of_measure),
    }
    why = _("约束性指标滞后：%(day)s 为 %(value)s，路径应达 %(expected)s。") % words
    return Overdue(Cause.INDICATOR, date(value.effective_on.year, 12, 31), indicator.owner_unit_id, why)
