"""How much of a plan lower plans carry on (承接), and what nobody took."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Column, Facts, Figure, Grid, Row
from zhichan.rooms.plan.models import Plan
from zhichan.rooms.plan.queries.cascade import coverage_of
from zhichan.rooms.plan.reports.plans import PLAN, plan_of
from zhichan.rooms.plan.reports.tasks import percent


@stored_query("plan.cascade", _("下级承接"), parameters=(PLAN,))
def cascade(asked: Asked) -> Facts:
    """The tasks of the plan that no lower plan carries, as they are linked now."""
    plan = Plan.objects.get(pk=plan_of(asked))
    found = coverage_of(plan)
    address = reverse("plan:cascade", args=[plan.pk])
    figures = (
        Figure("tasks", "需下级承接的任务", Decimal(found.upper_tasks), "项", address),
        Figure("taken", "已有下级承接的任务", Decimal(found.taken), "项", address),
        Figure("untaken", "无下级承接的任务", Decimal(len(found.untaken)), "项", address),
        Figure("declined", "本级不承接的任务", Decimal(len(found.declined)), "项", address),
        Figure("percent", "承接率", percent(found.taken, found.upper_tasks), "%", address),
    )
    rows = tuple(
        Row(
            f"t{task.pk}",
            (str(nth), f"{task.number} {task.title}".strip()),
            reverse("plan:task", args=[task.pk]),
        )
        for nth, task in enumerate(found.untaken, 1)
    )
    return Facts(figures, Grid((Column("序号", 2), Column("任务", 26)), rows))
