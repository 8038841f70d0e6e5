"""Whose work a matter is (我的工作): what somebody has to do, what a unit has, how much of it is due when.

Few matters are fetched by whose they are; very many are walked through in the order they are due, looking at
each whose it is. Both give the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.access.roles import Role
from zhichan.core.matters.clocks import office_day
from zhichan.core.matters.horizon import Horizon
from zhichan.core.matters.models import Matter, MatterShare, TeamMember
from zhichan.core.matters.models.matter import NEVER
from zhichan.core.matters.parts import OUTSIDE, Part
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.matters.rights import MATTER_VIEW

MANY = 2_000
"""More live matters of a unit than this are walked through."""
COUNTED = 5_000
CLOSED_COUNTED = 1_000
_HEADS = (Part.DEPARTMENT_HEAD, Part.OFFICE_HEAD)
_ELSEWHERE = sorted(OUTSIDE)


class Scope(StrEnum):
    """Whose: one's own, or of one's units (with what is shared with them)."""

    MINE = "mine"
    UNIT = "unit"


class Tab(StrEnum):
    """Which of them."""

    ALL = "all"
    OVERDUE = "overdue"
    WEEK = "week"
    OTHERS = "others"
    CLOSED = "closed"


class _Plain(Func):
    """A column as a plain value: SQLite looks for no index over it."""

    template = "+%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)


def work_of(actor: Actor, scope: Scope, tab: Tab, horizon: Horizon) -> QuerySet[Matter]:
    """The matters of one list of the queue; without an order. Two queries more than the list itself asks."""
    if tab is Tab.CLOSED:
        return _closed(actor, scope)
    rows = _live(actor, scope)
    if tab is Tab.OVERDUE:
        return rows.filter(next_due_at__lte=horizon.at)
    if tab is Tab.WEEK:
        return rows.filter(next_due_at__gt=horizon.at, next_due_at__lte=horizon.week_until)
    if tab is Tab.OTHERS:
        return rows.filter(Q(waits_on__in=_ELSEWHERE) | Q(is_paused=True))
    return rows


def is_elsewhere(waits_on: str, is_paused: bool) -> bool:
    """Whether a matter waits for somebody outside: the condition of ``Tab.OTHERS`` for one row."""
    return is_paused or waits_on in OUTSIDE


def _live(actor: Actor, scope: Scope) -> QuerySet[Matter]:
    reach = reach_of(actor, MATTER_VIEW)
    if reach is not Reach.OWN:
        return Matter.objects.filter(is_live=True) if reach is Reach.ALL else Matter.objects.none()
    units = sorted(units_of(actor, MATTER_VIEW))
    on_team = Q(pk__in=live_team_of(actor).values("matter_id"))
    if scope is Scope.UNIT:
        shared = Q(pk__in=MatterShare.objects.filter(unit_id__in=units).values("matter_id"))
        return _among(Q(unit_id__in=units) | shared | on_team, is_many=_is_many(units))
    turn = _turn_of(actor)
    return _among(on_team | turn, is_many=_is_many(units)) if turn else Matter.objects.filter(on_team)


def _among(condition: Q, *, is_many: bool) -> QuerySet[Matter]:
    if is_many:
        # Walked by the index of due days: no other is to be thought of.
        return Matter.objects.alias(plain_unit=_Plain(F("unit_id"))).filter(_walked(condition), is_live=True)
    rows = Matter.objects.alias(plain_live=_Plain(F("is_live"), output_field=BooleanField()))
    return rows.filter(condition, plain_live=True)


def _walked(condition: Q) -> Q:
    """The condition with the unit as a plain value, and keys not looked up by themselves."""
    changed = Q()
    changed.connector, changed.negated = condition.connector, condition.negated
    for one in condition.children:
        if isinstance(one, Q):
            changed.children.append(_walked(one))
        else:
            name, value = one  # type: ignore[misc]
            changed.children.append((name.replace("unit_id__", "plain_unit__"), value))
    return changed


def _turn_of(actor: Actor) -> Q:
    """What waits for the actor by role and not by name: heads decide and assign, reviewers review."""
    turn = Q()
    leading = _units_as(actor, Role.OFFICE_LEADER)
    if leading:
        unassigned = Q(waits_on=Part.INTAKE, handler_id=None)
        turn |= Q(unit_id__in=leading) & (Q(waits_on__in=_HEADS) | unassigned)
    reviewing = _units_as(actor, Role.LEGAL_REVIEWER)
    if reviewing:
        turn |= Q(unit_id__in=reviewing, waits_on=Part.LEGAL_REVIEWER)
    return turn


def _units_as(actor: Actor, role: Role) -> list[int]:
    return sorted({unit for held in actor.held if held.role is role for unit in held.unit_ids})


def _is_many(units: Iterable[int]) -> bool:
    rows = Matter.objects.filter(unit_id__in=units, is_live=True).values("pk")
    return rows[: MANY + 1].count() > MANY


def live_team_of(actor: Actor) -> QuerySet[TeamMember]:
    """The actor's places in teams whose matter still asks for something."""
    return TeamMember.objects.filter(person_id=actor.id or 0, until__isnull=True, is_live=True)


def _closed(actor: Actor, scope: Scope) -> QuerySet[Matter]:
    if scope is Scope.UNIT:
        return matters_visible_to(actor).filter(is_live=False)
    done = TeamMember.objects.filter(person_id=actor.id or 0, until__isnull=True, is_live=False)
    return Matter.objects.filter(pk__in=done.values("matter_id"))


@dataclass(frozen=True)
class Counts:
    """How many matters are due when. ``is_capped``: there are more than were counted, those that are due
    last; then ``known_until`` is the instant up to which every figure is exact."""

    horizon: Horizon
    by_due: Mapping[datetime, int]
    elsewhere: int
    closed: int
    is_capped: bool
    known_until: datetime = field(default=NEVER)

    @cached_property
    def total(self) -> int:
        return sum(self.by_due.values())

    @cached_property
    def overdue(self) -> int:
        return self._due(lambda at: at <= self.horizon.at)

    @cached_property
    def week(self) -> int:
        return self._due(lambda at: self.horizon.at < at <= self.horizon.week_until)

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
            Tab.CLOSED: self.closed,
        }[tab]

    def is_least(self, tab: Tab) -> bool:
        """Whether there are more than the figure of the tab says."""
        if tab is Tab.CLOSED:
            return self.closed > CLOSED_COUNTED
        until = {Tab.OVERDUE: self.horizon.at, Tab.WEEK: self.horizon.week_until}.get(tab, NEVER)
        return self.is_capped and self.known_until <= until

    def _due(self, fits: Any) -> int:
        return sum(count for at, count in self.by_due.items() if fits(at))


def last_day(due_at: datetime) -> date:
    """The last day on which something is in time that is too late from an instant on."""
    return office_day(due_at - timedelta(microseconds=1))


def counts_of(actor: Actor, scope: Scope, horizon: Horizon, *, most: int | None = COUNTED) -> Counts:
    """The figures of tabs and calendar strip, in the order of due days up to ``most`` matters."""
    rows = work_of(actor, scope, Tab.ALL, horizon).order_by("next_due_at", "pk")
    groups = _grouped(rows if most is None else rows[: most + 1])
    by_due: dict[datetime, int] = {}
    elsewhere = 0
    for due_at, waits_on, is_paused, count in groups:
        by_due[due_at] = by_due.get(due_at, 0) + count
        elsewhere += count if is_elsewhere(waits_on, is_paused) else 0
    is_capped = most is not None and sum(by_due.values()) > most
    closed = work_of(actor, scope, Tab.CLOSED, horizon).order_by().values("pk")[: CLOSED_COUNTED + 1].count()
    last = max(by_due) if is_capped else NEVER
    return Counts(horizon, by_due, elsewhere, closed, is_capped, last)


def _grouped(rows: QuerySet[Matter]) -> list[tuple[datetime, str, bool, int]]:
    """How many rows are due at an instant and wait for the same, counted by the database. One query."""
    inner, params = rows.values_list("next_due_at", "waits_on", "is_paused").query.sql_with_params()
    statement = f"SELECT next_due_at, waits_on, is_paused, COUNT(*) FROM ({inner}) AS due GROUP BY 1, 2, 3"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [(_instant(due), turn, bool(paused), count) for due, turn, paused, count in cursor.fetchall()]


def _instant(stored: str | datetime) -> datetime:
    """SQLite keeps instants as text in UTC."""
    return stored if isinstance(stored, datetime) else datetime.fromisoformat(stored).replace(tzinfo=UTC)
