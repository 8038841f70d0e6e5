"""How units keep the days of their follow-ups in a quarter, and which of them are due for a notice (通报)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models import AdmonishedUnit, Admonition, FollowUp
from zhichan.rooms.plan.periods import Period
from zhichan.rooms.plan.queries.follow_ups import FollowUpCounts, counts_by_unit, day_bounds
from zhichan.rooms.plan.rights import FOLLOW_UP_VIEW

# A unit with so many late follow-ups in a quarter is listed for a notice. The product's own measure.
LATE_FOR_NOTICE = 2


@dataclass(frozen=True)
class UnitLine:
    """One unit on the board. ``late``: its late follow-ups of the quarter."""

    unit: Unit
    counts: FollowUpCounts
    late: Sequence[FollowUp]

    @property
    def is_due_for_notice(self) -> bool:
        return len(self.late) >= LATE_FOR_NOTICE


def unit_lines(actor: Actor, quarter: Period, at: datetime) -> list[UnitLine]:
    """The units that were followed up in a quarter or are now, those with most that is late in front.

    The office sees all, a unit's contact its own. Five queries.
    """
    reach = reach_of(actor, FOLLOW_UP_VIEW)
    counts = counts_by_unit(quarter.start_on, quarter.end_on, at)
    if reach is not Reach.ALL:
        own = units_of(actor, FOLLOW_UP_VIEW) if reach else frozenset[int]()
        counts = {unit: found for unit, found in counts.items() if unit in own}
    late = late_of_quarter(quarter)
    units = Unit.objects.filter(pk__in=counts)
    lines = [UnitLine(unit, counts[unit.pk], late.get(unit.pk, [])) for unit in units]
    return sorted(lines, key=lambda line: (-len(line.late), -line.counts.late_now, line.unit.name))


def late_of_quarter(quarter: Period) -> dict[int, list[FollowUp]]:
    """For each unit the follow-ups of a quarter that were late: first replied to in it after the day, or
    closed late in it. Withdrawn ones never count. One query."""
    span = day_bounds(quarter.start_on, quarter.end_on)
    replied = Q(is_reply_late=True, replied_at__range=span)
    closed = Q(is_closed_late=True, ended_at__range=span)
    rows = FollowUp.objects.filter(replied | closed).exclude(state=FollowUp.State.WITHDRAWN)
    found: defaultdict[int, list[FollowUp]] = defaultdict(list)
    for row in rows.select_related("unit", "task", "indicator").defer("task__text").order_by("pk"):
        found[row.unit_id].append(row)
    return found


@dataclass(frozen=True)
class ListedUnit:
    """A unit listed for a notice, with what it was late with, and what was recorded for that quarter."""

    unit: Unit
    late: Sequence[FollowUp]
    recorded: Sequence[Admonition]


def units_for_notice(quarter: Period) -> list[ListedUnit]:
    """The units with two or more late follow-ups in a quarter, the most first: listed for a 通报, which an
    officer records or not. For whoever may record one. Two queries."""
    late = {unit: rows for unit, rows in late_of_quarter(quarter).items() if len(rows) >= LATE_FOR_NOTICE}
    recorded: defaultdict[int, list[Admonition]] = defaultdict(list)
    of_quarter = AdmonishedUnit.objects.filter(unit_id__in=late, admonition__quarter=quarter.label)
    for row in of_quarter.select_related("admonition").order_by("pk"):
        recorded[row.unit_id].append(row.admonition)
    listed = [ListedUnit(rows[0].unit, rows, recorded[unit]) for unit, rows in late.items()]
    return sorted(listed, key=lambda one: (-len(one.late), one.unit.name))
