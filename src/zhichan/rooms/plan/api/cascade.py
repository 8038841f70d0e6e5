"""How an upper plan is carried on below, through the API: coverage, and each task with what carries it."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from zhichan.core.access.operation import Id, operation
from zhichan.core.access.requests import actor_in, now
from zhichan.rooms.plan.actions.decline_row import (
    decline_indicator,
    decline_task,
    withdraw_indicator_decline,
    withdraw_task_decline,
)
from zhichan.rooms.plan.api.types import Note
from zhichan.rooms.plan.queries.cascade import INDICATORS, TASKS, UpperLine, cascade_of, upper_page
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.rights import CASCADE_VIEW, SERVES_LINK

router = Router()
UpperKind = Literal["tasks", "indicators"]


class UpperOut(Schema):
    """``carried_by``: the ids of the lower rows; ``conflicts``: how many lower targets do not fit;
    ``declined_because``: why nobody below has to carry it (本级不承接), null where nobody said so."""

    id: int
    name: str
    carried_by: list[int]
    conflicts: int
    declined_because: str | None


class DeclineIn(Schema):
    reason: Note


class CascadeOut(Schema):
    """``tasks_taken`` and ``indicators_taken`` count what at least one lower row carries; the declined ask
    nobody below."""

    plan_id: int
    lower_plans: list[int]
    tasks_taken: int
    indicators_taken: int
    tasks_declined: int
    indicators_declined: int
    tasks: list[UpperOut]
    indicators: list[UpperOut]


@operation(
    router.get, "/plans/{plan_id}/cascade", right=CASCADE_VIEW, out=CascadeOut, summary="查看规划承接情况"
)
def cascade(request: HttpRequest, plan_id: Id) -> CascadeOut:
    actor = actor_in(request)
    found = cascade_of(plan_visible_to(actor, plan_id), actor)
    rows = [_upper(line) for line in found.lines]
    at = len(found.indicators)
    return CascadeOut(
        plan_id=plan_id,
        lower_plans=[plan.pk for plan in found.lower_plans],
        tasks_taken=found.taken(TASKS),
        indicators_taken=found.taken(INDICATORS),
        tasks_declined=found.declined(TASKS),
        indicators_declined=found.declined(INDICATORS),
        tasks=rows[at:],
        indicators=rows[:at],
    )


@operation(
    router.post,
    "/plans/{plan_id}/cascade/{kind}/{row_id}/decline",
    right=SERVES_LINK,
    out=UpperOut,
    summary="记为本级不承接",
    status=201,
)
def decline(
    request: HttpRequest, plan_id: Id, kind: UpperKind, row_id: Id, body: DeclineIn
) -> Status[UpperOut]:
    act: Any = decline_task if kind == TASKS else decline_indicator
    return Status(201, _said(request, (plan_id, kind, row_id), act, body.reason))


@operation(
    router.post,
    "/plans/{plan_id}/cascade/{kind}/{row_id}/decline/withdrawal",
    right=SERVES_LINK,
    out=UpperOut,
    summary="撤回本级不承接",
)
def withdraw_decline(
    request: HttpRequest, plan_id: Id, kind: UpperKind, row_id: Id, body: DeclineIn
) -> UpperOut:
    act: Any = withdraw_task_decline if kind == TASKS else withdraw_indicator_decline
    return _said(request, (plan_id, kind, row_id), act, body.reason)


def _said(request: HttpRequest, place: tuple[int, str, int], act: Any, reason: str) -> UpperOut:
    plan_id, kind, row_id = place
    actor = actor_in(request)
    plan = plan_visible_to(actor, plan_id)
    act(upper_page(plan, kind, row_id, actor).line.row, reason=reason, by=actor, at=now())
    return _upper(upper_page(plan, kind, row_id, actor).line)


def _upper(line: UpperLine) -> UpperOut:
    return UpperOut(
        id=line.row.pk,
        name=str(line.row),
        carried_by=[carrier.row.pk for carrier in line.carriers],
        conflicts=line.conflicts,
        declined_because=line.decline.reason if line.decline else None,
    )
