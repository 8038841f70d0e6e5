"""The indicators of a version that comes into force: rows carried over or made, their targets and paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhichan.rooms.plan.item_values import TargetValue
from zhichan.rooms.plan.matching import SAME_NAME, Promised, pairs_of
from zhichan.rooms.plan.models import ExtractedItem, Indicator, PathPoint, Plan, PlanVersion, Target
from zhichan.rooms.plan.paths import Promise, path_of

Standing = Sequence[tuple[ExtractedItem, TargetValue]]


@dataclass(frozen=True)
class Written:
    """Ids of the rows carried over from earlier versions, made anew, and left without a promise."""

    carried: tuple[int, ...]
    made: tuple[int, ...]
    vanished: tuple[int, ...]


def write_indicators(version: PlanVersion, standing: Standing) -> Written:
    """Give every standing target its indicator and path. Seven queries and one per indicator carried over.

    An earlier indicator with the same name, or nearly, keeps its values and takes the new wording.
    """
    earlier = {row.pk: row for row in Indicator.objects.select_for_update().filter(plan=version.plan)}
    pairs = pairs_of(
        [Promised(pk, "", row.name) for pk, row in earlier.items()],
        [Promised(place, "", target.name) for place, (_, target) in enumerate(standing)],
        least=SAME_NAME,
    )
    old_of = {pair.new: earlier[pair.old] for pair in pairs}
    rows = []
    for place, (item, target) in enumerate(standing):
        row = old_of.get(place) or Indicator(plan=version.plan)
        _fill(row, place + 1, item, target)
        rows.append(row)
    _save(rows)
    _write_targets(version, rows, standing)
    kept = {row.pk for row in old_of.values()}
    return Written(
        carried=tuple(sorted(kept)),
        made=tuple(row.pk for place, row in enumerate(rows) if place not in old_of),
        vanished=tuple(pk for pk, row in earlier.items() if pk not in kept and row.retired_at is None),
    )


def _fill(row: Indicator, position: int, item: ExtractedItem, target: TargetValue) -> None:
    row.position = position
    row.name = target.name
    row.unit_of_measure = target.unit
    row.nature = target.nature
    row.counting = target.counting
    row.retired_at = None
    row.is_sample = item.version.plan.is_sample
    row.source = f"plan.extracteditem:{item.pk}"


def _save(rows: Sequence[Indicator]) -> None:
    """Earlier rows one by one: the likest names are paired first, so no new name is another row's old one."""
    for row in rows:
        if row.pk is not None:
            row.save()
    Indicator.objects.bulk_create([row for row in rows if row.pk is None])


def _write_targets(version: PlanVersion, rows: Sequence[Indicator], standing: Standing) -> None:
    targets = [_target(version, row, item, value) for row, (item, value) in zip(rows, standing, strict=True)]
    Target.objects.bulk_create(targets)
    values = [value for _, value in standing]
    PathPoint.objects.bulk_create(
        point
        for target, value in zip(targets, values, strict=True)
        for point in _points(target, value, version.plan)
    )


def _target(version: PlanVersion, row: Indicator, item: ExtractedItem, value: TargetValue) -> Target:
    is_range = value.op == Target.Op.RANGE
    return Target(
        indicator=row,
        version=version,
        op=value.op,
        baseline=value.baseline,
        baseline_year=value.baseline_year,
        value=None if is_range else value.value,
        value_min=value.value_min if is_range else None,
        value_max=value.value_max if is_range else None,
        year=value.year or version.plan.period_to,
        growth_rate_pct=value.growth_rate_pct,
        evidence=value.evidence,
        start=item.start,
        end=item.end,
    )


def _points(target: Target, value: TargetValue, plan: Plan) -> Iterator[PathPoint]:
    promised = target.value_min if target.op == Target.Op.RANGE else target.value
    if promised is None or target.year is None:
        return
    promise = Promise(
        promised,
        target.year,
        start_year=plan.period_from - 1 if plan.period_from else None,
        baseline=value.baseline,
        baseline_year=value.baseline_year,
        growth_rate_pct=value.growth_rate_pct,
        is_increment=target.op == Target.Op.INCREASE,
        is_sum=value.counting == Indicator.Counting.CUMULATIVE,
    )
    for point in path_of(promise):
        yield PathPoint(target=target, year=point.year, value=point.value, kind=point.kind)
