"""Certificates that have run out or will soon (证件到期)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.rooms.protection.models import EnforcementOfficerPeriod
from zhichan.rooms.protection.models.validity import State


@dataclass(frozen=True)
class Expiring:
    """A certificate with its holder, the holder's unit and the last day on which it is valid."""

    pk: int
    name: str
    unit_id: int | None
    last_day: date


def expiring_certificates(on: date, days: int) -> list[Expiring]:
    """The certificates of people in the register whose last day lies up to so many days ahead, the day itself
    among them; the first to end comes first. One renewed meanwhile is none. One query, by an index."""
    ending = EnforcementOfficerPeriod.objects.filter(
        state=State.EXPIRED,
        valid_from__gt=on,
        valid_from__lte=on + timedelta(days=days + 1),
        known_to=KNOWN_FOREVER,
        subject__is_shown=True,
    )
    rows = ending.order_by("valid_from", "subject_id").values_list(
        "subject_id", "subject__name", "subject__owner_unit_id", "valid_from"
    )
    return [Expiring(pk, name, unit, after - timedelta(days=1)) for pk, name, unit, after in rows]


def expired_count(on: date) -> int:
    """How many certificates in the register are no longer valid on a day. One query."""
    periods = EnforcementOfficerPeriod.objects.filter(
        state=State.EXPIRED, valid_from__lte=on, valid_to__gt=on, known_to=KNOWN_FOREVER
    )
    return periods.count()
