"""The rule that opens follow-ups through the API: for which plans it is on, and turning it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from zhichan.core.access.operation import Id, operation
from zhichan.core.access.requests import actor_in, now
from zhichan.rooms.plan.actions.switch_follow_ups import switch_follow_ups
from zhichan.rooms.plan.api.types import Note
from zhichan.rooms.plan.models import FollowUpSwitch
from zhichan.rooms.plan.queries.follow_up_rule import rules_of_plans
from zhichan.rooms.plan.rights import FOLLOW_UP_MANAGE, FOLLOW_UP_VIEW

router = Router()


class PlanRuleOut(Schema):
    """``changed_at`` and ``reason``: of the last time it was turned, none where it never was."""

    plan_id: int
    plan: str
    is_on: bool
    changed_at: datetime | None
    reason: str


class SwitchIn(Schema):
    is_on: bool
    reason: Note


class SwitchOut(Schema):
    plan_id: int
    is_on: bool
    reason: str
    at: datetime


@operation(
    router.get, "/follow-up-rule", right=FOLLOW_UP_VIEW, out=list[PlanRuleOut], summary="查看自动立项开关"
)
def follow_up_rule(request: HttpRequest) -> list[PlanRuleOut]:
    return [
        PlanRuleOut(
            plan_id=one.plan.pk,
            plan=one.plan.title,
            is_on=one.is_on,
            changed_at=one.last.at if one.last else None,
            reason=one.last.reason if one.last else "",
        )
        for one in rules_of_plans(actor_in(request))
    ]


@operation(
    router.post,
    "/follow-up-rule/{plan_id}",
    right=FOLLOW_UP_MANAGE,
    out=SwitchOut,
    summary="启用或停用自动立项",
)
def switch_follow_up_rule(request: HttpRequest, plan_id: Id, body: SwitchIn) -> SwitchOut:
    made: FollowUpSwitch = switch_follow_ups(plan_id, **body.dict(), by=actor_in(request), at=now())
    return SwitchOut(plan_id=plan_id, is_on=made.is_on, reason=made.reason, at=made.at)
