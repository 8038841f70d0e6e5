"""What the clock asks for in the protection room: certificates that run out (执法证件到期提醒)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.roles import Role
from zhichan.core.jobs.sweep import sweeper
from zhichan.core.notices.actions import notify
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import posts_on
from zhichan.core.registers.addresses import row_address
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.queries.certificates import Expiring, expiring_certificates

WARNED_DAYS = 60
KIND = "protection.certificate.expiring"
MOST_AT_ONCE = 500


@sweeper("protection.certificates", every=timedelta(hours=12))
def warn_of_certificates(at: datetime) -> int:
    """Tell the leaders of the holder's unit once of each certificate that ends within sixty days.

    The text names the day, so that one renewed is told of anew. Returns how many were told of. The sixty
    days are the product's own measure; no law sets them.
    """
    today = timezone.localdate(at)
    waiting = _not_told(expiring_certificates(today, WARNED_DAYS))[:MOST_AT_ONCE]
    if not waiting:
        return 0
    leaders, count = _Leaders(today), 0
    for one in waiting:
        people = leaders.of(one.unit_id)
        notify(people, kind=KIND, text=_text(one), url=_page(one), at=at)
        count += bool(people)
    return count


def _not_told(expiring: list[Expiring]) -> list[Expiring]:
    """Those of which nobody was told for the day on which they end now. One query."""
    sent = Notice.objects.filter(kind=KIND, url__in=[_page(one) for one in expiring])
    told = set(sent.values_list("url", "text"))
    return [one for one in expiring if (_page(one), _text(one)) not in told]


def _page(one: Expiring) -> str:
    return row_address(ENFORCEMENT_OFFICERS.name, one.pk)


def _text(one: Expiring) -> str:
    words = {"name": one.name, "day": one.last_day.isoformat()}
    return _("执法证件将到期：%(name)s的证件有效期至 %(day)s，到期后不能被指派办案。") % words


class _Leaders:
    """Who leads a unit: the leaders who have their post in it, else in the nearest unit above that has any,
    else all there are. Two queries."""

    def __init__(self, on: date) -> None:
        self._people: defaultdict[int | None, list[Person]] = defaultdict(list)
        for post in posts_on(on).filter(role=Role.OFFICE_LEADER).select_related("person"):
            self._people[post.unit_id].append(post.person)
        self._above: Mapping[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))

    def of(self, unit_id: int | None) -> list[Person]:
        while unit_id is not None and unit_id not in self._people:
            unit_id = self._above.get(unit_id)
        if unit_id is not None:
            return self._people[unit_id]
        return list({one.pk: one for people in self._people.values() for one in people}.values())
