"""Due days as iCalendar text (RFC 5545): one all-day entry for each limit that runs.

Nothing here knows who asks: the caller narrows the limits. A calendar lies on machines of others, so an entry
holds the number of a matter and what is to be done, never its title or who takes part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from zhichan.core.matters.limits import Unit
from zhichan.core.matters.models import Obligation
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.words import duty_label, duty_named
from zhichan.core.matters.writing.team import path_of

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)


def calendar_of(
    due: Iterable[Obligation], *, name: str, at: datetime, address_of: Callable[[str], str]
) -> bytes:
    """The limits with their matters; ``address_of`` gives the whole address of a path."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zhichan//zh-Hans")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for one in due:
        calendar.add_component(_event(one, at, address_of(path_of(one.matter_id))))
    return bytes(calendar.to_ical())


def _event(one: Obligation, at: datetime, address: str) -> Event:
    event, procedure = Event(), procedure_of(one.matter)
    duty = duty_named(procedure, one.name)
    words = {
        "number": one.matter.number,
        "what": duty_label(duty) if duty else "",
        "procedure": procedure.label,
        "state": procedure.state(one.matter.state).label,
        "address": address,
        "sample": _("（示例）") if one.matter.is_sample else "",
        "time": "",
    }
    if duty and duty.within.limit.unit is Unit.HOUR:
        words["time"] = f"{timezone.localtime(one.due_at):%H:%M} "
    # One entry for each limit: a moved day moves the entry, it does not leave the old one behind.
    event.add("uid", f"matter-limit-{one.pk}@zhichan")
    event.add("dtstamp", at)
    event.add("dtstart", one.due_on)
    event.add("dtend", one.due_on + timedelta(days=1))
    event.add("summary", _("到期：%(time)s%(number)s %(what)s%(sample)s") % words)
    event.add("description", _("%(procedure)s，%(state)s\n%(address)s") % words)
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
