"""Drafts of plan versions: taking one for a change, and the number of the next."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from zhichan.core.errors import Conflict, WrongState
from zhichan.rooms.plan.models import Plan, PlanVersion


def locked_draft(version: PlanVersion) -> PlanVersion:
    """The version, locked; raises WrongState unless it is still a draft."""
    locked = (
        PlanVersion.objects.select_for_update(of=("self",))
        .select_related("plan")
        .defer("text", "reading")
        .get(pk=version.pk)
    )
    if locked.state != PlanVersion.State.DRAFT:
        raise WrongState(
            _("第 %(number)d 版%(state)s，不能再改核对结果。")
            % {"number": locked.number, "state": locked.get_state_display()}
        )
    return locked


def next_version_number(plan: Plan) -> int:
    """The number after the plan's last; the caller holds the plan's lock. Refuses a second draft."""
    draft = plan.versions.filter(state=PlanVersion.State.DRAFT).first()
    if draft is not None:
        raise Conflict(
            _("《%(plan)s》已有核对中的第 %(number)d 版。请先完成或放弃它。")
            % {"plan": plan.title, "number": draft.number},
            code="draft_exists",
            version=draft.pk,
        )
    highest = plan.versions.aggregate(highest=Max("number"))["highest"] or 0
    return int(highest) + 1
