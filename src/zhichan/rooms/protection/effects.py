"""What steps of protection do to other matters (办理效果)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.matters.effects import effect
from zhichan.core.matters.models import Matter, MatterEvent
from zhichan.core.matters.parts import Part
from zhichan.core.matters.queries import happenings_of
from zhichan.core.matters.writing.events import NewEvent, add_event, last_at

FALLEN = ("changed", "annulled", "unlawful", "void")
"""Results of a remedy after which what was published must go (信息公示规定 第十一条)."""
STANDS = ("decided", "pushed", "published")


@effect("tell_publicity", _("告知公示：决定没有维持的，起算撤回公示的期限"))
def tell_publicity(matter: Matter, event: MatterEvent, *, by: Actor, at: datetime) -> None:
    """Record in the publicity of a penalty that its decision fell: the days to withdraw it begin, and the
    public does not see it any more. Source: 信息公示规定 第十一条."""
    if event.values.get("remedy_result") not in FALLEN:
        return
    values = {
        "overturned_how": event.values["remedy_result"],
        "overturned_on": event.values["overturned_on"],
        "overturned_by": event.values["remedy_document"],
    }
    shown = Matter.objects.select_for_update().filter(
        parent=matter, procedure="penalty_publicity", state__in=STANDS
    )
    for one in shown.order_by("pk"):
        told = NewEvent(
            MatterEvent.Kind.MOVED,
            "record_overturned",
            one.state,
            max(event.happened_at, last_step_at(one)),
            part=Part.CASE_TEAM,
            values=values,
        )
        add_event(one, told, by=by, at=at)


def last_step_at(matter: Matter) -> datetime:
    """When the last step of a matter happened; a step never lies before the one before it."""
    return last_at(happenings_of(matter)) or matter.opened_at
