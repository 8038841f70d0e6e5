"""How much work is due when (我的工作计数): the figures of tabs and calendar strip, made by the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.matters.clocks import office_day
from zhichan.core.matters.horizon import Horizon
from zhichan.core.matters.models import Matter
from zhichan.core.matters.models.matter import NEVER
from zhichan.core.matters.work import Scope, Tab, Whose, whose

COUNTED = 2_000
CLOSED_COUNTED = 1_000


@dataclass(frozen=True)
class Counts:
    """How many matters are due when. ``known_until``: the instant up to which every figure is exact; where
    that is not for ever there are more than were counted, and the others are due later."""

    horizon: Horizon
    by_due: Mapping[datetime, int]
    elsewhere: int
    closed: int
    known_until: datetime = field(default=NEVER)

    @property
    def is_capped(self) -> bool:
        return self.known_until < NEVER

    @cached_property
    def total(self) -> int:
        return sum(self.by_due.values())

    @cached_property
    def overdue(self) -> int:
        return sum(count for at, count in self.by_due.items() if at <= self.horizon.at)

    @cached_property
    def week(self) -> int:
        first, last = self.horizon.at, self.horizon.week_until
        return sum(count for at, count in self.by_due.items() if first < at <= last)

    @cached_property
    def by_day(self) -> Mapping[date, int]:
        found: dict[date, int] = {}
        for at, count in self.by_due.items():
            day = last_day(at)
            found[day] = found.get(day, 0) + count
        return found

    def of(self, tab: Tab) -> int:
        return {
            Tab.ALL: self.total,
            Tab.OVERDUE: self.overdue,
            Tab.WEEK: self.week,
            Tab.OTHERS: self.elsewhere,
            Tab.CLOSED: min(self.closed, CLOSED_COUNTED),
        }[tab]

    def is_least(self, tab: Tab) -> bool:
        """Whether there may be more than the figure of the tab says."""
        if tab is Tab.CLOSED:
            return self.closed > CLOSED_COUNTED
        until = {Tab.OVERDUE: self.horizon.at, Tab.WEEK: self.horizon.week_until}.get(tab, NEVER)
        return self.known_until <= until and self.is_capped


def last_day(due_at: datetime) -> date:
    """The last day on which something is in time that is too late from an instant on."""
    return office_day(due_at - timedelta(microseconds=1))


def counts_of(actor: Actor, scope: Scope, horizon: Horizon, *, most: int | None = COUNTED) -> Counts:
    """The figures of tabs and calendar strip. Of more than ``most`` those are counted that are due first.
    Four queries."""
    found = whose(actor, scope, is_live=True)
    groups, known_until = _groups_of(found, most)
    by_due: dict[datetime, int] = {}
    elsewhere = 0
    for due_at, is_elsewhere, count in groups:
        by_due[due_at] = by_due.get(due_at, 0) + count
        elsewhere += count if is_elsewhere else 0
    return Counts(horizon, by_due, elsewhere, _closed_count(actor, scope), known_until)


def total_of(actor: Actor, scope: Scope) -> tuple[int, bool]:
    """How many there are to do, and whether there are more: for the tab that is not open. Two queries."""
    found = whose(actor, scope, is_live=True)
    if found.everything or not found.among:
        count = found.rows().values("pk")[: CLOSED_COUNTED + 1].count()
    elif not found.by_unit:
        count = found.among[0].distinct()[: CLOSED_COUNTED + 1].count()
    else:
        count = found.own().values("pk")[: CLOSED_COUNTED + 1].count()
        if count <= CLOSED_COUNTED:
            count += found.others().values("pk")[: CLOSED_COUNTED + 1].count()
    return min(count, CLOSED_COUNTED), count > CLOSED_COUNTED


def _closed_count(actor: Actor, scope: Scope) -> int:
    found = whose(actor, scope, is_live=False)
    if found.everything or not found.among:
        return found.rows().values("pk")[: CLOSED_COUNTED + 1].count()
    if not found.by_unit:
        return found.among[0].distinct()[: CLOSED_COUNTED + 1].count()
    count = found.own().values("pk")[: CLOSED_COUNTED + 1].count()
    return count if count > CLOSED_COUNTED else count + found.others().values("pk").count()


Group = tuple[datetime, bool, int]


def _groups_of(found: Whose, most: int | None) -> tuple[list[Group], datetime]:
    """How many are due at each instant, by whether they wait elsewhere; and until when that is exact."""
    if found.everything or not found.among:
        return _capped(found.rows(), most)
    if not found.by_unit:
        places = found.among[0].values("matter_id", "next_due_at", "is_elsewhere").distinct()
        return _grouped(places), NEVER
    is_small = most is None or found.own().values("pk")[: most + 1].count() <= most
    if not is_small:
        return _capped(found.rows(), most)
    return _grouped(found.own()) + _grouped(found.others()), NEVER


def _capped(rows: QuerySet[Matter], most: int | None) -> tuple[list[Group], datetime]:
    first = rows if most is None else rows.order_by("next_due_at", "pk")[: most + 1]
    groups = _grouped(first)
    is_all = most is None or sum(count for _due, _elsewhere, count in groups) <= most
    return groups, NEVER if is_all else max(due for due, _elsewhere, _count in groups)


def _grouped(rows: QuerySet[Any]) -> list[Group]:
    """How many rows are due at an instant and wait elsewhere or not, counted by the database. One query."""
    chosen = rows if rows.query.distinct else rows.values("next_due_at", "is_elsewhere")
    try:
        inner, params = chosen.query.sql_with_params()
    except EmptyResultSet:
        return []
    statement = f"SELECT next_due_at, is_elsewhere, COUNT(*) FROM ({inner}) AS due GROUP BY 1, 2"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [(_instant(due), bool(elsewhere), count) for due, elsewhere, count in cursor.fetchall()]


def _instant(stored: str | datetime) -> datetime:
    """SQLite keeps instants in UTC and does not say so."""
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found if found.tzinfo else found.replace(tzinfo=UTC)
