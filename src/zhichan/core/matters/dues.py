"""What is due first among the matters one may see (近期时限), for pages that show it beside other work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.matters.horizon import Horizon
from zhichan.core.matters.models import Matter
from zhichan.core.matters.models.matter import NEVER
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.matters.work import Scope, Tab, work_of
from zhichan.core.matters.work_counts import last_day

MOST_COUNTED = 1_000
_TOLD = ("procedure", "version", "title", "number", "next_due_at", "is_sample", "unit__name")


@dataclass(frozen=True)
class MatterDue:
    """``on``: the last day on which the office is in time; ``is_late``: at the instant it was past."""

    pk: int
    title: str
    number: str
    procedure: str
    unit: str
    on: date
    is_late: bool
    is_sample: bool


@dataclass(frozen=True)
class MatterDues:
    """``late``: how many are overdue, at most a thousand and one; ``first``: the overdue ones, then what is
    due next."""

    late: int
    first: list[MatterDue]

    @property
    def is_capped(self) -> bool:
        return self.late > MOST_COUNTED


def matter_dues(actor: Actor, horizon: Horizon, most: int) -> MatterDues:
    """Of the actor's units and of what is shared with them: the ``most`` overdue and the ``most`` due next.

    Nothing for whoever may see no matters. Four queries at most, each along an index by due day.
    """
    if not may(actor, MATTER_VIEW):
        return MatterDues(0, [])
    overdue = work_of(actor, Scope.UNIT, Tab.OVERDUE, horizon)
    ahead = work_of(actor, Scope.UNIT, Tab.ALL, horizon).filter(
        next_due_at__gt=horizon.at, next_due_at__lt=NEVER
    )
    late = overdue.order_by()[: MOST_COUNTED + 1].count()
    rows = [
        *(overdue.order_by("next_due_at", "pk").select_related("unit").only(*_TOLD)[:most] if late else ()),
        *ahead.order_by("next_due_at", "pk").select_related("unit").only(*_TOLD)[:most],
    ]
    return MatterDues(late, [_due(row, horizon) for row in rows])


def _due(row: Matter, horizon: Horizon) -> MatterDue:
    return MatterDue(
        row.pk,
        row.title,
        row.number,
        str(procedure_of(row).label),
        row.unit.name,
        last_day(row.next_due_at),
        row.next_due_at <= horizon.at,
        row.is_sample,
    )
