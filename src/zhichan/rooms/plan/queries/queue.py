"""What waits for whom (进展填报): reports to hand in, reports to answer, periods to close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may, units_of
from zhichan.rooms.plan.alarms import OPEN_STATES, Today
from zhichan.rooms.plan.models import Progress, Task
from zhichan.rooms.plan.periods import DAYS_TO_REVIEW
from zhichan.rooms.plan.queries.board import Card, card_of, drawn
from zhichan.rooms.plan.queries.progress import progress_visible_to
from zhichan.rooms.plan.queries.tasks import of_units, tasks_visible_to
from zhichan.rooms.plan.rights import TASK_REPORT, TASK_REVIEW

SHOWN = 50


@dataclass(frozen=True)
class Queue:
    """``to_review`` and ``to_close`` are None for whoever does not review, ``to_report`` likewise."""

    to_report: Sequence[Card] | None
    returned: Sequence[Progress] | None
    sent: Sequence[Progress] | None
    to_review: Sequence[Progress] | None
    to_close: Sequence[Card] | None


def queue_of(actor: Actor, today: Today) -> Queue:
    """The lists of one actor, the most urgent first, fifty of each at most."""
    reports, reviews = may(actor, TASK_REPORT), may(actor, TASK_REVIEW)
    return Queue(
        to_report=_to_report(actor, today) if reports else None,
        returned=_own_reports(actor, Progress.State.RETURNED) if reports else None,
        sent=_own_reports(actor, Progress.State.SUBMITTED) if reports else None,
        to_review=_to_review(actor) if reviews else None,
        to_close=_to_close(actor, today) if reviews else None,
    )


def _to_report(actor: Actor, today: Today) -> list[Card]:
    """Open tasks of the actor's units on which none of its reports waits."""
    own = units_of(actor, TASK_REPORT)
    waiting = Progress.objects.filter(task=OuterRef("pk"), unit_id__in=own, state=Progress.State.SUBMITTED)
    tasks = tasks_visible_to(actor).filter(of_units(own), ~Exists(waiting), state__in=OPEN_STATES)
    return [card_of(task, today) for task in drawn(tasks)[:SHOWN]]


def _own_reports(actor: Actor, state: Progress.State) -> list[Progress]:
    """Reports of the actor's units in a state; a returned one only until a later one follows it."""
    own = units_of(actor, TASK_REPORT)
    later = Progress.objects.filter(
        Q(reported_at__gt=OuterRef("reported_at"))
        | Q(reported_at=OuterRef("reported_at"), pk__gt=OuterRef("pk")),
        task=OuterRef("task"),
        unit=OuterRef("unit"),
    )
    found = _with_task(Progress.objects.filter(unit_id__in=own, state=state, task__state__in=_LIVE))
    if state == Progress.State.RETURNED:
        found = found.filter(~Exists(later))
    return list(found.order_by("-reported_at", "-pk")[:SHOWN])


_LIVE = (*OPEN_STATES, Task.State.TO_VERIFY)


def _to_review(actor: Actor) -> list[Progress]:
    """Reports that wait for an answer: those asking for completion first, then the oldest."""
    waiting = progress_visible_to(actor).filter(state=Progress.State.SUBMITTED)
    return list(_with_task(waiting).order_by("-asks_done", "reported_at", "pk")[:SHOWN])


def _to_close(actor: Actor, today: Today) -> list[Card]:
    """Ongoing tasks whose period has ended and is not reviewed yet."""
    ended = today.on + timedelta(days=DAYS_TO_REVIEW)
    ongoing = Q(deadline_kind=Task.DeadlineKind.ONGOING, sort_on__lt=ended, state__in=OPEN_STATES)
    return [card_of(task, today) for task in drawn(tasks_visible_to(actor).filter(ongoing))[:SHOWN]]


def _with_task(reports: QuerySet[Progress]) -> QuerySet[Progress]:
    return (
        reports.select_related("task", "unit", "reporter")
        .defer("task__text")
        .annotate(plan_title=F("task__plan__title"))
    )
