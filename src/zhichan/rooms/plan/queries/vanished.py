"""Indicators and tasks that the version in force no longer lists, still to be decided about (待认定去留)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from zhichan.rooms.plan.models import Indicator, Plan, PlanVersion, Target, Task
from zhichan.rooms.plan.models.task import BESIDE_THE_PLAN

_SETTLED = (Task.State.DONE, Task.State.CANCELLED)


def vanished_indicators(plan: Plan) -> QuerySet[Indicator]:
    """Indicators in use whose last promise stands in a superseded version."""
    promised = Target.objects.filter(indicator=OuterRef("pk"))
    holds = promised.filter(version__state=PlanVersion.State.IN_FORCE)
    found = Indicator.objects.filter(Exists(promised), ~Exists(holds), plan=plan, retired_at__isnull=True)
    return found.order_by("position", "pk")


def vanished_tasks(plan: Plan) -> QuerySet[Task]:
    """Open tasks whose wording stands in a superseded version."""
    found = Task.objects.filter(plan=plan, version__state=PlanVersion.State.SUPERSEDED)
    return found.exclude(state__in=_SETTLED).exclude(kind__in=BESIDE_THE_PLAN).order_by("position", "pk")
