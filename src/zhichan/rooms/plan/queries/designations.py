"""Designations (试点示范): who sees them, which are in force or end soon, which conditions are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, may, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.designation_moves import IN_FORCE, MOVES
from zhichan.rooms.plan.models import Criterion, Designation, DesignationEvent, IndicatorValue
from zhichan.rooms.plan.models.designation import OPEN_END
from zhichan.rooms.plan.queries.holders import entry_of_holder
from zhichan.rooms.plan.queries.steps import StepLine, step_lines
from zhichan.rooms.plan.queries.values import values_on
from zhichan.rooms.plan.rights import DESIGNATION_KEEP, DESIGNATION_VIEW
from zhichan.rooms.plan.steps import Move, moves_open_to
from zhichan.rooms.registry.face import ListEntry

SOON_DAYS = 90


def designations_visible_to(actor: Actor) -> QuerySet[Designation]:
    """The office and its leaders see every one; a unit's contact those its units look after."""
    reach = reach_of(actor, DESIGNATION_VIEW)
    if reach is Reach.ALL:
        return Designation.objects.all()
    if reach is None:
        return Designation.objects.none()
    return Designation.objects.filter(unit_id__in=units_of(actor, DESIGNATION_VIEW))


def current(at: datetime) -> list[Designation]:
    """The designations in force at an instant, as known then, by the end of their term. Two queries.

    In force: approved by an event of that day or before and not expired or revoked since, and the day lies
    within the term. Each has state and term as they stood then.
    """
    return [row for row in _as_of(at) if _is_in_force(row, timezone.localdate(at))]


def ending_within(days: int, at: datetime) -> list[Designation]:
    """Of those in force at an instant the ones whose term ends within so many days, by their end."""
    until = timezone.localdate(at) + timedelta(days=days)
    return [row for row in current(at) if row.term_until <= until]


def _as_of(at: datetime) -> list[Designation]:
    latest = Window(
        RowNumber(), partition_by=[F("designation_id")], order_by=[F("on").desc(), F("pk").desc()]
    )
    known = DesignationEvent.objects.filter(recorded_at__lte=at, on__lte=timezone.localdate(at))
    events = {event.designation_id: event for event in known.annotate(rank=latest).filter(rank=1)}
    rows = list(Designation.objects.filter(pk__in=events).select_related("kind", "unit"))
    for row in rows:
        event = events[row.pk]
        row.state, row.term_from, row.term_until = event.target, event.term_from, event.term_until
    return sorted(rows, key=lambda row: (row.term_until, row.pk))


def _is_in_force(row: Designation, on: date) -> bool:
    return row.state in IN_FORCE and row.term_from is not None and row.term_from <= on <= row.term_until


@dataclass(frozen=True)
class CriterionLine:
    """A condition with the indicator's latest value; ``is_met`` None where nothing can be computed."""

    criterion: Criterion
    value: IndicatorValue | None
    is_met: bool | None

    @property
    def mark(self) -> str:
        return "idle" if self.is_met is None else "ok" if self.is_met else "bad"


def is_met(op: str, threshold: Decimal, value: Decimal) -> bool:
    """Whether a value meets a threshold; the threshold itself does."""
    return value >= threshold if op == Criterion.Op.AT_LEAST else value <= threshold


def criteria_of(designation: Designation, on: date, known_at: datetime) -> list[CriterionLine]:
    """The conditions, judged by the value of each indicator on a day as known at an instant. Two queries."""
    rows = list(designation.criteria.select_related("indicator").order_by("position"))
    asked = dict.fromkeys((row.indicator_id for row in rows if row.indicator_id), on)
    [values] = values_on([asked], known_at)
    return [_judged(row, values.get(row.indicator_id or 0)) for row in rows]


def _judged(row: Criterion, value: IndicatorValue | None) -> CriterionLine:
    if row.threshold is None or value is None:
        return CriterionLine(row, value, None)
    return CriterionLine(row, value, is_met(row.op, row.threshold, value.value))


@dataclass(frozen=True)
class DesignationPage:
    """``days_left`` of the term, None without an end or out of force; ``entry``: of the registry's list."""

    row: Designation
    criteria: Sequence[CriterionLine]
    steps: Sequence[StepLine]
    moves: Sequence[Move[Designation.State]]
    days_left: int | None
    entry: ListEntry | None
    may_keep: bool

    @property
    def is_soon(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON_DAYS

    @property
    def is_at_odds(self) -> bool:
        """The registry's list has another end than the designation."""
        if self.entry is None or self.row.term_from is None:
            return False
        return (self.entry.expires_on or OPEN_END) != self.row.term_until


def designation_visible_to(actor: Actor, pk: int) -> Designation:
    """One designation; NotFound where the actor may not see it."""
    found = designations_visible_to(actor).select_related("kind", "unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这项试点示范。"), designation=pk)
    return found


def designation_page(actor: Actor, pk: int, on: date, known_at: datetime) -> DesignationPage:
    """A designation with its conditions and steps as of a day. Five queries."""
    row = designation_visible_to(actor, pk)
    has_end = row.state in IN_FORCE and row.term_until != OPEN_END
    return DesignationPage(
        row=row,
        criteria=criteria_of(row, on, known_at),
        steps=step_lines(row.events.all(), MOVES, Designation.State.choices),
        moves=moves_open_to(MOVES, row.state, actor, [row.unit_id]),
        days_left=(row.term_until - on).days if has_end else None,
        entry=entry_of_holder(row.holder_key, row.list_entry) if row.list_entry else None,
        may_keep=may(actor, DESIGNATION_KEEP),
    )


def ending_soon(actor: Actor, at: datetime) -> list[tuple[Designation, int]]:
    """Of those the actor may see the ones whose term ends within ninety days, with the days left."""
    seen = set(designations_visible_to(actor).filter(state__in=IN_FORCE).values_list("pk", flat=True))
    today = timezone.localdate(at)
    return [(row, (row.term_until - today).days) for row in ending_within(SOON_DAYS, at) if row.pk in seen]
