"""Pressing for something that waits (催办)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import WrongState
from zhichan.core.matters.clocks import ONE_DAY, end_of
from zhichan.core.matters.models import Matter, MatterEvent
from zhichan.core.matters.parts_held import team_of
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.events import NewEvent, add_event, locked
from zhichan.core.matters.writing.team import address_of
from zhichan.core.matters.writing.turns import whose_turn
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person

REMINDED = "reminded"
MOST_NOTE = 200


@transaction.atomic
def remind_team(
    matter_id: int, note: str, *, by: Actor, at: datetime, seen: int | None = None
) -> MatterEvent:
    """Press those who work on a matter, and the head whose turn it is (催办); it stands in the record.

    One person presses once a day. Raises NotFound, NotAllowed, Conflict, WrongState.
    """
    matter = locked(matter_id, by=by, seen=seen)
    require(by, MATTER_MOVE, [matter.unit_id])
    if not matter.is_live:
        raise WrongState(_("事项没有要办的事，不用催办。"), code="nothing_to_do", matter=matter.pk)
    _refuse_again(matter, by, at)
    told = _people(matter, by, at)
    if not told:
        raise WrongState(_("没有别的承办人可以催办；未分派的请先分派。"), code="nobody", matter=matter.pk)
    words = note.strip()[:MOST_NOTE]
    text = _("%(who)s催办：%(matter)s") % {"who": by.name, "matter": matter}
    url = address_of(matter)
    notify(told, kind="matters.reminded", text=f"{text} {words}".strip(), url=url, at=at)
    values = {"what": REMINDED, "people": sorted(one.pk for one in told)}
    said = _("催办。%(note)s") % {"note": words}
    return add_event(matter, NewEvent(MatterEvent.Kind.NOTED, values=values, note=said), by=by, at=at)


def _people(matter: Matter, by: Actor, at: datetime) -> list[Person]:
    team = frozenset[int]().union(*team_of(matter).values())
    ids = (team | whose_turn(matter, at)) - {by.id}
    return list(Person.objects.filter(pk__in=ids, is_active=True))


def _refuse_again(matter: Matter, by: Actor, at: datetime) -> None:
    since = end_of(timezone.localdate(at) - ONE_DAY)
    before = MatterEvent.objects.filter(
        matter_id=matter.pk, kind=MatterEvent.Kind.NOTED, recorded_at__gte=since
    )
    if before.filter(person_id=by.id or 0, values__what=REMINDED).exists():
        raise WrongState(_("您今天已经催办过这件事项。"), code="reminded_today", matter=matter.pk)
