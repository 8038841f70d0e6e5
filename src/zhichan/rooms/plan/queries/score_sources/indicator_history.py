"""Indicators as they were known at an instant (指标的当时情况): owner, way of counting, promise and path.

The promises of every version stay; the version in force then is the one that came into force last before the
instant. A path edited since, an owner and a way of counting changed since are read back from the audit
record. What a new version of the plan wrote over an indicator (its nature), and a path computed anew, are
kept nowhere: such an indicator is in doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from zhichan.core.audit.models import AuditEvent
from zhichan.rooms.plan.indicator_status import Goal, PathPoint
from zhichan.rooms.plan.models import Indicator, PlanVersion, Target
from zhichan.rooms.plan.models import PathPoint as PathRow
from zhichan.rooms.plan.queries.indicators import promised_value

_IN_FORCE = (PlanVersion.State.IN_FORCE, PlanVersion.State.SUPERSEDED)
_SUBJECT = Indicator._meta.label_lower


@dataclass(frozen=True)
class KnownIndicator:
    """``goal`` None where nothing was promised by then."""

    pk: int
    owner_unit_id: int | None
    nature: str
    goal: Goal | None
    is_in_doubt: bool


class _Held(NamedTuple):
    """The version in force then, and when the next one came."""

    pk: int
    until: datetime | None


class _Event(NamedTuple):
    kind: str
    at: datetime
    details: Mapping[str, Any]


def indicators_known(known_at: datetime) -> list[KnownIndicator]:
    """Every indicator of a plan that had a version in force. Five queries."""
    held = _versions_held(known_at)
    indicators = Indicator.objects.filter(plan_id__in=held).exclude(retired_at__lte=known_at).order_by("pk")
    targets = _targets(held)
    since = _events_since(known_at)
    return [
        _known(one, held[one.plan_id], targets.get(one.pk), since.get(one.pk, ()))
        for one in indicators
        if one.pk in targets or held[one.plan_id].until is None
    ]


def _versions_held(known_at: datetime) -> dict[int, _Held]:
    versions = PlanVersion.objects.filter(state__in=_IN_FORCE, in_force_at__isnull=False)
    found: dict[int, _Held] = {}
    for plan_id, pk, at in versions.order_by("in_force_at").values_list("plan_id", "pk", "in_force_at"):
        if at is not None and at <= known_at:
            found[plan_id] = _Held(pk, None)
        elif plan_id in found and found[plan_id].until is None:
            found[plan_id] = found[plan_id]._replace(until=at)
    return found


def _targets(held: Mapping[int, _Held]) -> dict[int, tuple[Target, list[PathRow]]]:
    targets = list(Target.objects.filter(version_id__in=[one.pk for one in held.values()]))
    paths: dict[int, list[PathRow]] = defaultdict(list)
    for point in PathRow.objects.filter(target__in=targets).order_by("target_id", "year"):
        paths[point.target_id].append(point)
    return {target.indicator_id: (target, paths[target.pk]) for target in targets}


def _events_since(known_at: datetime) -> dict[int, list[_Event]]:
    kinds = ("plan.indicator.path_edited", "plan.indicator.defined")
    events = AuditEvent.objects.filter(subject_kind=_SUBJECT, kind__in=kinds, at__gt=known_at)
    found: dict[int, list[_Event]] = defaultdict(list)
    for event in events.order_by("id"):
        found[int(event.subject_id)].append(_Event(event.kind, event.at, event.details))
    return found


def _known(
    one: Indicator,
    held: _Held,
    promised: tuple[Target, list[PathRow]] | None,
    since: Sequence[_Event],
) -> KnownIndicator:
    owner, counting, is_computed_anew = one.owner_unit_id, one.counting, False
    defined = [event for event in since if event.kind == "plan.indicator.defined"]
    if defined:
        before = defined[0].details["before"]
        owner, counting = before["owner_unit"], before["counting"]
        is_computed_anew = any(event.details.get("path_computed") for event in defined)
    is_binding = one.nature == Indicator.Nature.BINDING
    goal = _goal(*promised, counting, is_binding=is_binding) if promised else None
    if goal is not None:
        goal = replace(goal, points=_path_before(goal.points, since, held.until))
    is_in_doubt = held.until is not None or is_computed_anew
    return KnownIndicator(one.pk, owner, one.nature, goal, is_in_doubt)


def _goal(target: Target, path: Sequence[PathRow], counting: str, *, is_binding: bool) -> Goal:
    points = [PathPoint(row.year, row.value, row.kind == PathRow.Kind.GEOMETRIC) for row in path]
    return Goal(
        op=target.op,
        end=points[-1].value if points else promised_value(target),
        baseline=target.baseline,
        baseline_year=target.baseline_year,
        counting=counting,
        points=points,
        is_binding=is_binding,
    )


def _path_before(
    points: Sequence[PathPoint], since: Sequence[_Event], until: datetime | None
) -> list[PathPoint]:
    """The path without the edits made since, as long as that version was in force."""
    values: dict[int, Decimal] = {}
    for event in reversed(since):
        if event.kind == "plan.indicator.path_edited" and (until is None or event.at < until):
            values |= {int(year): Decimal(value) for year, value in event.details["before"].items()}
    return [replace(point, value=values.get(point.year, point.value)) for point in points]
