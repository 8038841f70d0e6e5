"""Follow-ups that have not ended (督办), as the overview counts and lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.alarms import Today
from zhichan.rooms.plan.follow_up_steps import WITH_UNIT
from zhichan.rooms.plan.models import FollowUp
from zhichan.rooms.plan.queries.follow_ups import follow_ups_visible_to, is_late, of_plan, with_subject
from zhichan.rooms.plan.queries.near_dues import MOST, Due, due_of


@dataclass(frozen=True)
class OpenFollowUps:
    """Those the actor may see that are not closed: how many, how many late, and those due first."""

    count: int
    late: int
    first: Sequence[FollowUp]


def open_follow_ups_of(actor: Actor, on: date, plan: int | None = None) -> OpenFollowUps:
    """Of one plan or of all. Three queries along the index of open follow-ups; two where none is late."""
    found = follow_ups_visible_to(actor).filter(ended_at__isnull=True)
    if plan is not None:
        found = found.filter(of_plan(plan))
    late = found.filter(is_late(on))
    due = Coalesce("reply_due_on", "close_due_on")
    first = with_subject(found.filter(issued_at__isnull=False)).order_by(due.asc(nulls_last=True), "pk")
    return OpenFollowUps(found.count(), late.count(), list(first[: 2 * MOST]))


def due_of_follow_up(one: FollowUp, today: Today) -> Due | None:
    """The day of its reply until that has come, then the day it is to be closed on."""
    on = one.reply_due_on if one.state in WITH_UNIT else one.close_due_on
    if on is None:
        return None
    note = " · ".join([_("督办"), one.unit.name, one.number])
    return due_of(on, str(one.subject), reverse("plan:follow_up", args=[one.pk]), note, one.is_sample, today)
