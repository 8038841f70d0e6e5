"""What the search box of the page head finds in the plan room: tasks, indicators, plans, meetings."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.rooms.plan.models import Plan, PlanVersion
from zhichan.rooms.plan.queries.indicators import indicators_visible_to
from zhichan.rooms.plan.queries.meetings import meetings_visible_to
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.plan.rights import PLAN_VIEW
from zhichan.web.finding import Hit, Source, register_source


def find_tasks(actor: Actor, words: str, limit: int) -> Sequence[Hit]:
    """Tasks by number, title or words of the text, the most urgent first."""
    fits = Q(number=words) | Q(title__icontains=words) | Q(text__icontains=words)
    tasks = tasks_visible_to(actor).filter(fits).select_related("plan").order_by("sort_on", "pk")
    found = tasks.only("number", "title", "state", "is_sample", "plan__title")[:limit]
    return [
        Hit(
            str(task),
            reverse("plan:task", args=[task.pk]),
            f"{task.plan.title} · {task.get_state_display()}",
            task.is_sample,
        )
        for task in found
    ]


def find_indicators(actor: Actor, words: str, limit: int) -> Sequence[Hit]:
    indicators = indicators_visible_to(actor).filter(retired_at=None, name__icontains=words)
    found = indicators.select_related("plan").order_by("-plan_id", "position", "pk")[:limit]
    return [
        Hit(one.name, reverse("plan:indicator", args=[one.pk]), one.plan.title, one.is_sample)
        for one in found
    ]


def find_plans(actor: Actor, words: str, limit: int) -> Sequence[Hit]:
    """Plans by title or document number."""
    if not may(actor, PLAN_VIEW):
        return []
    fits = Q(title__icontains=words) | Q(doc_number__icontains=words)
    in_force = Plan.objects.filter(fits, versions__state=PlanVersion.State.IN_FORCE)
    found = in_force.order_by("-created_at", "pk")[:limit]
    return [
        Hit(plan.title, reverse("plan:plan", args=[plan.pk]), plan.doc_number, plan.is_sample)
        for plan in found
    ]


def find_meetings(actor: Actor, words: str, limit: int) -> Sequence[Hit]:
    fits = Q(title__icontains=words) | Q(decisions__text__icontains=words)
    meetings = meetings_visible_to(actor).filter(fits).distinct().order_by("-held_on", "-pk")[:limit]
    return [
        Hit(one.title, reverse("plan:meeting", args=[one.pk]), one.held_on.isoformat(), one.is_sample)
        for one in meetings
    ]


def register() -> None:
    """Offer what can be found; called once at start-up."""
    register_source(Source("plan.task", _("任务"), find_tasks))
    register_source(Source("plan.indicator", _("指标"), find_indicators))
    register_source(Source("plan.plan", _("规划"), find_plans))
    register_source(Source("plan.meeting", _("会议"), find_meetings))
