"""Turning the rule that opens follow-ups on or off for a plan (自动立项开关)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.rooms.plan.actions.follow_up_row import given_text
from zhichan.rooms.plan.models import FollowUpSwitch, Plan
from zhichan.rooms.plan.queries.follow_up_rule import plans_switched_off
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.rights import FOLLOW_UP_MANAGE

MOST_REASON = 400


@transaction.atomic
def switch_follow_ups(plan_id: int, *, is_on: bool, reason: str, by: Actor, at: datetime) -> FollowUpSwitch:
    """Turn it on or off, with the reason. Those that are open go on as they are, and late ones are chased.

    Raises NotFound, NotAllowed, WrongState (it stands so already), InvalidInput (no reason, or too long).
    """
    require(by, FOLLOW_UP_MANAGE)
    plan_visible_to(by, plan_id)
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    text = given_text(reason, "reason")
    if len(text) > MOST_REASON:
        raise InvalidInput(_("理由不能超过 %(most)d 字。") % {"most": MOST_REASON}, field="reason")
    if is_on is (plan_id not in plans_switched_off()):
        message = _("这个规划的自动立项已经启用。") if is_on else _("这个规划的自动立项已经停用。")
        raise WrongState(message, code="already_switched", plan=plan_id)
    made = FollowUpSwitch.objects.create(
        plan=plan, is_on=is_on, reason=text, at=at, person_id=by.id, source=by.as_source
    )
    details = {"is_on": is_on, "switch": made.pk}
    record("plan.follow_up_rule.switched", subject=plan, by=by, at=at, details=details)
    return made
