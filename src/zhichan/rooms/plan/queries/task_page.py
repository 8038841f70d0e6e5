"""What the page of one task shows, and what the actor may do there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, TextField, Value
from django.db.models.functions import Greatest, Substr
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, may
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.queries import events_of
from zhichan.core.audit.words import words_of
from zhichan.core.errors import NotFound
from zhichan.core.people.models import Person
from zhichan.rooms.plan.alarms import Today
from zhichan.rooms.plan.models import (
    BudgetLine,
    PeriodReview,
    Progress,
    PromisedInstrument,
    Responsibility,
    Task,
)
from zhichan.rooms.plan.periods import Period, every_of, open_periods
from zhichan.rooms.plan.queries.agreements import outside_parties_of
from zhichan.rooms.plan.queries.budget import MoneyOfTask, money_of_task
from zhichan.rooms.plan.queries.instruments import instruments_visible_to
from zhichan.rooms.plan.queries.tasks import starts_on_of, tasks_visible_to
from zhichan.rooms.plan.rights import TASK_MANAGE, TASK_REPORT, TASK_REVIEW
from zhichan.rooms.plan.standing import Standing, standing_of
from zhichan.rooms.plan.transitions import Move, moves_from

AROUND = 60
MOST_WORDS = 2_000
MOST_REPORTS = 30
MOST_EVENTS = 200


@dataclass(frozen=True)
class Original:
    """The task's words in the plan, with a little of what stands around them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class TaskPage:
    """``carried``: upper tasks; ``outside``: outside parties; ``reporting_units``: own units with a part."""

    task: Task
    carried: Sequence[Task]
    outside: Sequence[str]
    standing: Standing
    starts_on: date
    original: Original | None
    units: Sequence[Responsibility]
    reports: Sequence[Progress]
    reviews: Sequence[PeriodReview]
    periods: Sequence[Period]
    moves: Sequence[Move]
    reporting_units: Sequence[Responsibility]
    may_review: bool
    may_manage: bool
    money: MoneyOfTask | None

    @property
    def waiting(self) -> list[Progress]:
        return [report for report in self.reports if report.state == Progress.State.SUBMITTED]

    @property
    def is_open(self) -> bool:
        return self.task.state in (Task.State.NOT_STARTED, Task.State.UNDER_WAY)


def task_page(actor: Actor, pk: int, today: Today) -> TaskPage:
    """Everything the page shows; NotFound where the actor may not see the task. Six queries."""
    task = _task(actor, pk)
    starts_on = starts_on_of(task)
    units = list(Responsibility.objects.filter(task=task).select_related("unit", "collective").order_by("pk"))
    unit_ids = [row.unit_id for row in units]
    return TaskPage(
        task=task,
        carried=_carried(task),
        outside=_outside(task),
        standing=standing_of(task, today, starts_on),
        starts_on=starts_on,
        original=_original(task),
        units=units,
        reports=_reports(task),
        reviews=_reviews(task),
        periods=_periods(task, starts_on, today.on),
        moves=moves_open_to(actor, task, unit_ids),
        reporting_units=[row for row in units if may(actor, TASK_REPORT, [row.unit_id])],
        may_review=may(actor, TASK_REVIEW, unit_ids),
        may_manage=may(actor, TASK_MANAGE, unit_ids),
        money=money_of_task(actor, task) if task.has_money else None,  # type: ignore[attr-defined]
    )


def moves_open_to(actor: Actor, task: Task, unit_ids: Collection[int]) -> list[Move]:
    """The moves the actor may make from where the task stands."""

    def allowed(rights: tuple[Right, ...]) -> bool:
        return any(may(actor, right, unit_ids) for right in rights)

    return [move for move in moves_from(task.state) if allowed(move.rights)]


@dataclass(frozen=True)
class HistoryLine:
    event: AuditEvent
    who: str
    what: str
    note: str


@dataclass(frozen=True)
class TaskHistory:
    task: Task
    lines: Sequence[HistoryLine]
    served_by: Sequence[Task]
    instruments: Sequence[PromisedInstrument]


def task_history(actor: Actor, pk: int) -> TaskHistory:
    """What happened to a task, newest first, and the lower tasks and papers tied to it. Five queries."""
    task = _task(actor, pk)
    events = list(events_of(task).order_by("-seq")[:MOST_EVENTS])
    ids = {event.actor_id for event in events if event.actor_kind == "person" and event.actor_id}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    served = tasks_visible_to(actor).filter(upper_links__upper=task).select_related("plan")
    return TaskHistory(
        task,
        [_line(event, names) for event in events],
        list(served.order_by("sort_on", "pk")[:50]),
        list(instruments_visible_to(actor).filter(task=task).order_by("start")),
    )


def _task(actor: Actor, pk: int) -> Task:
    begin = Greatest(F("start") - AROUND, Value(0))
    length = F("end") - begin + AROUND
    words = Substr("version__text", begin + 1, length, output_field=TextField())
    tasks = (
        tasks_visible_to(actor)
        .select_related("plan", "version")
        .defer("version__text", "version__reading")
        .annotate(around=words, has_money=Exists(BudgetLine.objects.filter(task=OuterRef("pk"))))
    )
    task = tasks.filter(pk=pk).first()
    if task is None:
        raise NotFound(_("没有找到这项任务。"), task=pk)
    return task


def _outside(task: Task) -> Sequence[str]:
    """The outside parties of a task that an agreement made; no query for any other."""
    if task.kind != Task.Kind.AGREED:
        return ()
    return outside_parties_of([task.pk]).get(task.pk, ())


def _carried(task: Task) -> list[Task]:
    """The tasks of the upper plan that this one carries; no query where the plan serves none."""
    if task.plan.serves_id is None:
        return []
    return list(Task.objects.filter(lower_links__lower=task).defer("text").order_by("position", "pk"))


def _original(task: Task) -> Original | None:
    """The words around the task's span; None for a task that was not read from a text."""
    around: str | None = task.around  # type: ignore[attr-defined]
    if task.start is None or task.end is None or not around:
        return None
    lead = min(AROUND, task.start)
    words = around[lead : lead + task.end - task.start]
    return Original(around[:lead], words[:MOST_WORDS], around[lead + task.end - task.start :])


def _reports(task: Task) -> list[Progress]:
    found = Progress.objects.filter(task=task).select_related("unit", "reporter", "reviewed_by")
    return list(found.prefetch_related("files__file").order_by("-reported_at", "-pk")[:MOST_REPORTS])


def _reviews(task: Task) -> list[PeriodReview]:
    if task.deadline_kind != Task.DeadlineKind.ONGOING:
        return []
    found = PeriodReview.objects.filter(task=task).select_related("reviewed_by")
    return list(found.order_by("-until_on")[:12])


def _periods(task: Task, starts_on: date, on: date) -> Sequence[Period]:
    if task.deadline_kind != Task.DeadlineKind.ONGOING or not task.review_every:
        return ()
    return open_periods(starts_on, task.reviewed_until, every_of(task.review_every), on)


def _line(event: AuditEvent, names: dict[int, str]) -> HistoryLine:
    by_person = event.actor_kind == AuditEvent.ActorKind.PERSON
    who = (
        names.get(event.actor_id or 0, _("已注销人员"))
        if by_person
        else _("系统（%(name)s）") % {"name": event.actor_name}
    )
    return HistoryLine(event, who, _what(event), str(event.details.get("reason") or ""))


def _what(event: AuditEvent) -> str:
    """The event in words: with its figures where it has some, else as the audit record calls it."""
    details = event.details
    state = dict(Task.State.choices).get(details.get("to", ""), "")
    words = {
        "plan.task.reported": _("填报进展 %(percent)s%%") % {"percent": details.get("percent")},
        "plan.task.report_accepted": _("认可填报，进度 %(percent)s%%") % {"percent": details.get("percent")},
        "plan.task.report_returned": _("退回填报"),
        "plan.task.moved": _("状态改为“%(state)s”") % {"state": state},
        "plan.task.edited": _edited_text(details),
        "plan.task.units_assigned": _("调整分工"),
        "plan.task.period_reviewed": _("复核 %(period)s") % {"period": details.get("period")},
        "plan.task.created_from_decision": _("由会议议定事项立项"),
        "plan.task.created_from_agreement": _("由会商与协议事项立项"),
    }
    return words.get(event.kind) or words_of(event.kind) or event.kind


def _edited_text(details: dict[str, object]) -> str:
    before, after = details.get("before"), details.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return _("调整任务")
    changes = [f"{_field_name(name)} {before[name] or '—'} → {after.get(name) or '—'}" for name in before]
    return _("调整：%(changes)s") % {"changes": "；".join(changes)}


def _field_name(name: str) -> str:
    return str(
        {field.name: getattr(field, "verbose_name", field.name) for field in Task._meta.get_fields()}[name]
    )
