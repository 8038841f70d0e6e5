"""How an upper plan is carried on below, through the API: coverage, and each task with what carries it."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from zhichan.core.access.operation import Id, operation
from zhichan.core.access.requests import actor_in
from zhichan.rooms.plan.queries.cascade import TASKS, cascade_of
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.rights import CASCADE_VIEW

router = Router()


class UpperOut(Schema):
    """``carried_by``: the ids of the lower rows; ``conflicts``: how many lower targets do not fit."""

    id: int
    name: str
    carried_by: list[int]
    conflicts: int


class CascadeOut(Schema):
    """``tasks_taken`` and ``indicators_taken`` count what at least one lower row carries."""

    plan_id: int
    lower_plans: list[int]
    tasks_taken: int
    indicators_taken: int
    tasks: list[UpperOut]
    indicators: list[UpperOut]


@operation(
    router.get, "/plans/{plan_id}/cascade", right=CASCADE_VIEW, out=CascadeOut, summary="查看规划承接情况"
)
def cascade(request: HttpRequest, plan_id: Id) -> CascadeOut:
    actor = actor_in(request)
    found = cascade_of(plan_visible_to(actor, plan_id), actor)
    rows = [
        UpperOut(
            id=line.row.pk,
            name=str(line.row),
            carried_by=[carrier.row.pk for carrier in line.carriers],
            conflicts=line.conflicts,
        )
        for line in found.lines
    ]
    at = len(found.indicators)
    return CascadeOut(
        plan_id=plan_id,
        lower_plans=[plan.pk for plan in found.lower_plans],
        tasks_taken=found.taken(TASKS),
        indicators_taken=found.taken("indicators"),
        tasks=rows[at:],
        indicators=rows[:at],
    )
