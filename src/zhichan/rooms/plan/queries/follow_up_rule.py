"""For which plans the rule opens follow-ups by itself (自动立项), and who turned it on or off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.models import FollowUpSwitch, Plan, PlanVersion
from zhichan.rooms.plan.queries.plans import plans_visible_to


@dataclass(frozen=True)
class PlanRule:
    """Whether the rule works for a plan; ``last``: who turned it so, None where nobody ever did."""

    plan: Plan
    is_on: bool
    last: FollowUpSwitch | None


def plans_switched_off() -> frozenset[int]:
    """The plans for which the rule opens none. One query, O(times it was turned)."""
    last = dict(FollowUpSwitch.objects.order_by("pk").values_list("plan_id", "is_on"))
    return frozenset(plan for plan, is_on in last.items() if not is_on)


def titles_switched_off(actor: Actor) -> Sequence[str]:
    """The plans for which it is off, as far as the actor may see them. One query where it is on for all."""
    if not (switched_off := plans_switched_off()):
        return ()
    found = plans_visible_to(actor).filter(pk__in=switched_off).order_by("-pk")
    return list(found.values_list("title", flat=True))


def rules_of_plans(actor: Actor) -> Sequence[PlanRule]:
    """Each plan in force that the actor may see, the newest first. Two queries."""
    in_force = PlanVersion.objects.filter(state=PlanVersion.State.IN_FORCE).values("plan_id")
    plans = list(plans_visible_to(actor).filter(pk__in=in_force).order_by("-pk"))
    turned = FollowUpSwitch.objects.filter(plan__in=plans).select_related("person").order_by("pk")
    last = {one.plan_id: one for one in turned}
    return [
        PlanRule(plan, found is None or found.is_on, found) for plan in plans for found in [last.get(plan.pk)]
    ]
