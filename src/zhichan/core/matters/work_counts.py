"""How much work is due when (我的工作计数): the figures of tabs and calendar strip, made by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from zhichan.core.matters.work import Scope, Tab, Whose, is_few, whose
from zhichan.core.tables.paging import COUNT_CAP

COUNTED = 2_000
COUNTED_WHOLE = 6_000
"""Of so many matters of a unit all are counted: they lie together, while on a walk by due day only one in
many is the unit's."""
CLOSED_COUNTED = 1_000


@dataclass(frozen=True)
class Counts:
    """How many matters are due when. ``other``: how many there are to do in the other scope. ``are_few``:
    as ``work_of`` takes it. ``listed``: how many there are to do, counted to one more than a list counts.
    ``known_until``: the instant up to which every figure is exact; where that is not
    for ever there are more than were counted, and the others are due later."""

    horizon: Horizon
    by_due: Mapping[datetime, int]
    elsewhere: int
    closed: int
    other: int
    are_few: bool
    listed: int
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

    @property
    def of_other(self) -> tuple[int, bool]:
        """How many there are in the other scope, and whether there are more."""
        return min(self.other, CLOSED_COUNTED), self.other > CLOSED_COUNTED

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
    Two queries, a third for whoever has matters by unit and others besides."""
    found, done = whose(actor, scope, is_live=True), whose(actor, scope, is_live=False)
    other = whose(actor, Scope.UNIT if scope is Scope.MINE else Scope.MINE, is_live=True)
    own_part, *others_part = _parts(found, COUNT_CAP)
    own, others, closed, elsewhere_total = summed([[own_part], others_part, _parts(done), _parts(other)])
    groups, known_until = _groups_of(found, most, own)
    by_due: dict[datetime, int] = {}
    elsewhere = 0
    for due_at, is_elsewhere, count in groups:
        by_due[due_at] = by_due.get(due_at, 0) + count
        elsewhere += count if is_elsewhere else 0
    listed = min(own + others, COUNT_CAP + 1)
    return Counts(horizon, by_due, elsewhere, closed, elsewhere_total, is_few(own), listed, known_until)


def _parts(found: Whose, most: int = CLOSED_COUNTED) -> list[QuerySet[Any]]:
    """What is counted of a scope, in parts that have no row in common; of each one more than ``most``."""
    if found.everything or not found.among:
        parts: list[QuerySet[Any]] = [found.rows().values("pk")]
    elif not found.by_unit:
        parts = [found.among[0].distinct()]
    else:
        parts = [found.own().values("pk"), found.others().values("pk")]
    return [part[: most + 1] for part in parts]


def summed(groups: Sequence[Sequence[QuerySet[Any]]]) -> list[int]:
    """How many rows each group of queries has together. One query for all of them."""
    counted, params = list[str](), list[Any]()
    places: list[list[int]] = []
    for group in groups:
        places.append([])
        for rows in group:
            try:
                inner, inner_params = rows.query.sql_with_params()
            except EmptyResultSet:
                continue
            places[-1].append(len(counted))
            counted.append(f"(SELECT COUNT(*) FROM ({inner}) AS part)")  # noqa: S608  a query of Django's
            params += inner_params
    if not counted:
        return [0 for _group in groups]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counted)}", params)
        found = cursor.fetchone()
    return [sum(found[place] for place in group) for group in places]


Group = tuple[datetime, bool, int]


def _groups_of(found: Whose, most: int | None, own: int) -> tuple[list[Group], datetime]:
    """How many are due at each instant, by whether they wait elsewhere; and until when that is exact.
    ``own``: how many the condition finds."""
    if found.everything or not found.among:
        return _capped(found.rows(), most)
    if not found.by_unit:
        places = found.among[0].values("matter_id", "next_due_at", "is_elsewhere").distinct()
        return _grouped(places), NEVER
    if most is not None and own > COUNTED_WHOLE:
        return _capped(found.rows(are_few=False), most)
    return _grouped(found.own(), found.others()), NEVER


def _capped(rows: QuerySet[Matter], most: int | None) -> tuple[list[Group], datetime]:
    first = rows if most is None else rows.order_by("next_due_at", "pk")[: most + 1]
    groups = _grouped(first)
    is_all = most is None or sum(count for _due, _elsewhere, count in groups) <= most
    return groups, NEVER if is_all else max(due for due, _elsewhere, _count in groups)


def _grouped(*parts: QuerySet[Any]) -> list[Group]:
    """How many rows of all parts are due at an instant and wait elsewhere or not. One query."""
    inner, params = list[str](), list[Any]()
    for rows in parts:
        chosen = rows if rows.query.distinct else rows.values("next_due_at", "is_elsewhere")
        try:
            sql, its_params = chosen.query.sql_with_params()
        except EmptyResultSet:
            continue
        inner.append(f"SELECT next_due_at, is_elsewhere FROM ({sql}) AS part")  # noqa: S608  of Django's making
        params += its_params
    if not inner:
        return []
    every = " UNION ALL ".join(inner)
    statement = f"SELECT next_due_at, is_elsewhere, COUNT(*) FROM ({every}) AS due GROUP BY 1, 2"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [(_instant(due), bool(elsewhere), count) for due, elsewhere, count in cursor.fetchall()]


def _instant(stored: str | datetime) -> datetime:
    """SQLite keeps instants in UTC and does not say so."""
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found if found.tzinfo else found.replace(tzinfo=UTC)
