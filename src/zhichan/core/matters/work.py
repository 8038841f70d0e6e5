"""Whose work a matter is (我的工作): what somebody has to do, what a unit has, how much of it is due when.

Few matters are fetched by whose they are; very many are walked through in the order they are due, looking at
each whose it is. Both give the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.access.roles import Role
from zhichan.core.matters.horizon import Horizon
from zhichan.core.matters.models import Matter, MatterShare, Obligation, TeamMember
from zhichan.core.matters.parts import Part
from zhichan.core.matters.plain import Plain
from zhichan.core.matters.rights import MATTER_VIEW

FEW = 500
"""So many of somebody's matters are fetched one by one; more are met soon enough on a walk by due day."""
MOST_DUE_DAYS = 2_000
_HEADS = (Part.DEPARTMENT_HEAD, Part.OFFICE_HEAD)


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


def rows_seen_by(actor: Actor) -> QuerySet[Matter]:
    """Every matter the actor may see, open and closed: ``matters_visible_to`` for a list that is read in its
    own order. A query besides the list."""
    return whose(actor, Scope.UNIT, is_live=None).rows()


def work_of(
    actor: Actor, scope: Scope, tab: Tab, horizon: Horizon, *, are_few: bool | None = None
) -> QuerySet[Matter]:
    """The matters of one list of the queue; without an order. A query besides the list, none where it is
    known already whether those to do ``are_few`` (``work_counts``)."""
    rows = whose(actor, scope, is_live=tab is not Tab.CLOSED).rows(None if tab is Tab.CLOSED else are_few)
    if tab is Tab.OVERDUE:
        return rows.filter(next_due_at__lte=horizon.at)
    if tab is Tab.WEEK:
        return rows.filter(next_due_at__gt=horizon.at, next_due_at__lte=horizon.week_until)
    return rows.filter(is_elsewhere=True) if tab is Tab.OTHERS else rows


@dataclass(frozen=True)
class Whose:
    """Which matters somebody has to do with: those a condition on unit and turn finds, and those whose keys
    are among some. ``is_live`` None: whether they still ask for something or not. ``everything``: whoever may
    see all of them."""

    is_live: bool | None
    by_unit: Q = field(default_factory=Q)
    among: tuple[QuerySet[Any], ...] = ()
    everything: bool = False

    def rows(self, are_few: bool | None = None) -> QuerySet[Matter]:
        if self.everything:
            return self._standing()
        if not self.among:
            return Matter.objects.none()
        if self._are_few() if are_few is None else are_few:
            return Matter.objects.filter(self._keys([self.own().values("pk")] if self.by_unit else []))
        walked = self._standing().alias(plain_unit=Plain(F("unit_id")), plain_key=Plain(F("pk")))
        keys = self._keys([], name="plain_key")
        return walked.filter(_with_plain_unit(self.by_unit) | keys if self.by_unit else keys)

    def own(self) -> QuerySet[Matter]:
        """Those the condition finds."""
        return self._standing().filter(self.by_unit)

    def others(self) -> QuerySet[Matter]:
        """Those among the keys that the condition does not find."""
        rows = Matter.objects.filter(self._keys([]))
        return rows.exclude(self.by_unit) if self.by_unit else rows

    def _standing(self) -> QuerySet[Matter]:
        return Matter.objects.all() if self.is_live is None else Matter.objects.filter(is_live=self.is_live)

    def _are_few(self) -> bool:
        some = self.own().values("pk") if self.by_unit else self.among[0]
        return is_few(some[: FEW + 1].count())

    def _keys(self, more: Sequence[QuerySet[Any]], name: str = "pk") -> Q:
        found = Q()
        for rows in (*more, *self.among):
            found |= Q(**{f"{name}__in": rows})
        return found


def is_few(count: int) -> bool:
    return count <= FEW


def whose(actor: Actor, scope: Scope, *, is_live: bool | None) -> Whose:
    """What the actor has to do with in a scope."""
    reach = reach_of(actor, MATTER_VIEW)
    if reach is not Reach.OWN:
        return Whose(is_live, everything=reach is Reach.ALL)
    places = _places_of(actor, is_live)
    if scope is Scope.MINE:
        turn, unassigned = _turn_of(actor) if is_live else (Q(), ())
        return Whose(is_live, turn, (places.values("matter_id"), *unassigned))
    units = sorted(units_of(actor, MATTER_VIEW))
    elsewhere = places.exclude(unit_id__in=units).values("matter_id")
    shared = MatterShare.objects.filter(unit_id__in=units)
    if is_live is not None:
        shared = shared.filter(matter__is_live=is_live)
    return Whose(is_live, Q(unit_id__in=units), (elsewhere, shared.values("matter_id")))


def _with_plain_unit(condition: Q) -> Q:
    """The condition with the unit as a plain value: the rows are walked, no index is looked into."""
    changed = Q(_connector=condition.connector)
    for one in condition.children:
        if isinstance(one, Q):
            changed.children.append(_with_plain_unit(one))
        else:
            name, value = one  # type: ignore[misc]
            changed.children.append((name.replace("unit_id__", "plain_unit__"), value))
    return changed


def _turn_of(actor: Actor) -> tuple[Q, tuple[QuerySet[Any], ...]]:
    """What waits for the actor by role and not by name: heads decide, reviewers review. And the keys of what
    a leader has to assign."""
    turn, unassigned = Q(), tuple[QuerySet[Any], ...]()
    leading = _units_as(actor, Role.OFFICE_LEADER)
    if leading:
        turn |= Q(unit_id__in=leading, waits_on__in=_HEADS)
        rows = Matter.objects.filter(unit_id__in=leading, waits_on=Part.INTAKE, handler=None, is_live=True)
        unassigned = (rows.values("pk"),)
    reviewing = _units_as(actor, Role.LEGAL_REVIEWER)
    if reviewing:
        turn |= Q(unit_id__in=reviewing, waits_on=Part.LEGAL_REVIEWER)
    return turn, unassigned


def _units_as(actor: Actor, role: Role) -> list[int]:
    return sorted({unit for held in actor.held if held.role is role for unit in held.unit_ids})


def _places_of(actor: Actor, is_live: bool | None) -> QuerySet[TeamMember]:
    """The actor's places in teams now; ``is_live``: of those whose matter asks for something, or does not."""
    places = TeamMember.objects.filter(person_id=actor.id or 0, until__isnull=True)
    return places if is_live is None else places.filter(is_live=is_live)


def due_days_of(actor: Actor, horizon: Horizon) -> QuerySet[Obligation]:
    """The limits that run in one's own work, the first due first, 2,000 at most; with their matters."""
    mine = work_of(actor, Scope.MINE, Tab.ALL, horizon).values("pk")
    running = Obligation.objects.filter(is_open=True, is_ours=True, matter__in=mine)
    return running.select_related("matter").order_by("due_at", "pk")[:MOST_DUE_DAYS]
