"""Setting the way to a target (调整路径), and saying how an indicator is counted (口径)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.indicator_row import lock_indicator, owners_of
from zhichan.rooms.plan.indicator_bounds import beyond_sense
from zhichan.rooms.plan.models import Indicator, PathPoint, PlanVersion, Target
from zhichan.rooms.plan.paths import Promise, path_of
from zhichan.rooms.plan.queries.indicators import promised_value
from zhichan.rooms.plan.rights import PATH_EDIT

MOST_NOTE = 200


@transaction.atomic
def edit_path(
    indicator_id: int, points: Mapping[int, Decimal], *, note: str, by: Actor, at: datetime
) -> list[PathPoint]:
    """Set where an indicator should stand at the end of some years; the promised year stays as promised.

    Raises NotFound, NotAllowed, WrongState (nothing promised in the version in force), InvalidInput
    (no note, a year that is not on the way, a figure the indicator cannot have, no difference); on any of
    them nothing is changed.
    """
    indicator = lock_indicator(indicator_id, by=by)
    require(by, PATH_EDIT, owners_of(indicator))
    rows = _path(_target(indicator))
    changed = _changed(rows, points, note)
    _refuse_senseless(indicator, {row.year: points[row.year] for row in changed})
    before = {str(row.year): str(row.value.normalize()) for row in changed}
    for row in changed:
        row.value, row.kind, row.note = points[row.year], PathPoint.Kind.EDITED, note.strip()
    PathPoint.objects.bulk_update(changed, ["value", "kind", "note"])
    after = {str(row.year): str(row.value.normalize()) for row in changed}
    details = {"before": before, "after": after, "note": note.strip()}
    record("plan.indicator.path_edited", subject=indicator, by=by, at=at, details=details)
    return changed


@transaction.atomic
def define_indicator(
    indicator_id: int, *, owner_unit_id: int | None, counting: str, note: str, by: Actor, at: datetime
) -> Indicator:
    """Say who fills an indicator in and how it is counted. A path nobody edited is computed anew.

    Raises NotFound, NotAllowed, InvalidInput (no such unit or counting, no note); nothing is changed then.
    """
    indicator = lock_indicator(indicator_id, by=by)
    require(by, PATH_EDIT, owners_of(indicator))
    _refuse_definition(owner_unit_id, counting, note, at)
    before = {"owner_unit": indicator.owner_unit_id, "counting": indicator.counting}
    after = {"owner_unit": owner_unit_id, "counting": counting}
    if before == after:
        return indicator
    indicator.owner_unit_id, indicator.counting = owner_unit_id, counting
    indicator.save(update_fields=["owner_unit", "counting"])
    is_computed = before["counting"] != counting and _compute_path_anew(indicator)
    details = {"before": before, "after": after, "path_computed": is_computed, "note": note.strip()}
    record("plan.indicator.defined", subject=indicator, by=by, at=at, details=details)
    return indicator


def promise_of(indicator: Indicator, target: Target) -> Promise | None:
    """What the path to a target is computed from; None for a target without a year."""
    plan = indicator.plan
    if target.year is None:
        return None
    return Promise(
        promised_value(target),
        target.year,
        start_year=plan.period_from - 1 if plan.period_from else None,
        baseline=target.baseline,
        baseline_year=target.baseline_year,
        growth_rate_pct=target.growth_rate_pct,
        is_increment=target.op == Target.Op.INCREASE,
        is_sum=indicator.counting == Indicator.Counting.CUMULATIVE,
    )


def _target(indicator: Indicator) -> Target:
    in_force = Target.objects.select_for_update(of=("self",)).filter(
        indicator=indicator, version__state=PlanVersion.State.IN_FORCE
    )
    target = in_force.first()
    if target is None:
        raise WrongState(_("执行中的版本没有这个指标的目标。"), code="no_target", indicator=indicator.pk)
    return target


def _path(target: Target) -> list[PathPoint]:
    return list(PathPoint.objects.select_for_update().filter(target=target).order_by("year"))


def _changed(rows: list[PathPoint], points: Mapping[int, Decimal], note: str) -> list[PathPoint]:
    if not note.strip():
        raise InvalidInput(_("调整路径须写明依据。"), code="note_missing", field="note")
    if len(note) > MOST_NOTE:
        raise InvalidInput(_("说明不能超过 %(most)d 字。") % {"most": MOST_NOTE}, field="note")
    on_the_way = {row.year: row for row in rows[:-1]}
    if strange := sorted(set(points) - set(on_the_way)):
        years = "、".join(map(str, strange))
        raise InvalidInput(
            _("%(years)s 年不能调整：只能改到目标年之前的各年。") % {"years": years}, years=strange
        )
    changed = [on_the_way[year] for year in sorted(points) if on_the_way[year].value != points[year]]
    if not changed:
        raise InvalidInput(_("没有改动。"), code="no_difference")
    return changed


def _refuse_senseless(indicator: Indicator, points: Mapping[int, Decimal]) -> None:
    for year, value in sorted(points.items()):
        if problem := beyond_sense(value, unit=indicator.unit_of_measure, name=indicator.name):
            message = _("%(year)d 年末：%(problem)s") % {"year": year, "problem": problem}
            raise InvalidInput(message, code="beyond_sense", field=f"year_{year}")


def _refuse_definition(owner_unit_id: int | None, counting: str, note: str, at: datetime) -> None:
    if counting not in Indicator.Counting.values:
        raise InvalidInput(_("没有这种口径。"), field="counting")
    if not note.strip() or len(note) > MOST_NOTE:
        raise InvalidInput(_("请写明依据，不超过 %(most)d 字。") % {"most": MOST_NOTE}, field="note")
    if owner_unit_id is None:
        return
    if not existing_on(Unit.objects.filter(pk=owner_unit_id), timezone.localdate(at)).exists():
        raise InvalidInput(_("单位不存在或已撤销。"), field="owner_unit")


def _compute_path_anew(indicator: Indicator) -> bool:
    """Replace the computed path of the version in force; False where a person has edited it."""
    in_force = Target.objects.filter(indicator=indicator, version__state=PlanVersion.State.IN_FORCE)
    target = in_force.first()
    promise = promise_of(indicator, target) if target else None
    if target is None or promise is None or target.path.filter(kind=PathPoint.Kind.EDITED).exists():
        return False
    target.path.all().delete()
    PathPoint.objects.bulk_create(
        PathPoint(target=target, year=point.year, value=point.value, kind=point.kind)
        for point in path_of(promise)
    )
    return True
