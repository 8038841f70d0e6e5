"""Indicators a unit fills in (指标完成): how many keep to their path, and how far the value comes to it.

Completion (完成率) of one indicator: value ÷ where the path should stand on the day the value speaks of, in
percent, 0 to 100; where less is better the other way round. The status is that of ``indicator_status``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.indicator_status import Dated, Goal, Status, path_value, places_of, rounded, status_of
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.queries.indicators import a_year_before, indicators_visible_to
from zhichan.rooms.plan.queries.score_sources.base import (
    CENT,
    Asked,
    Gathered,
    Input,
    Row,
    Shown,
    Source,
    mean_of,
)
from zhichan.rooms.plan.queries.score_sources.indicator_history import KnownIndicator, indicators_known
from zhichan.rooms.plan.queries.values import values_on

_KEEPS = (Status.MET, Status.ON_PATH)
_BINDING = "binding_"
MARKS = ("met", "on_path", "slow", "lagging", "no_data")


def gather(asked: Asked) -> Mapping[int, Gathered]:
    """Seven queries, and one more where something of an indicator was changed after the instant."""
    known = [one for one in indicators_known(asked.known_at) if one.owner_unit_id in asked.unit_ids]
    ids = [one.pk for one in known]
    days = [dict.fromkeys(ids, asked.on), dict.fromkeys(ids, a_year_before(asked.on))]
    values, earlier = values_on(days, asked.known_at)
    rows: dict[int, list[Row]] = defaultdict(list)
    doubts: dict[int, int] = defaultdict(int)
    for one in known:
        value = values.get(one.pk)
        status, completion = Status.NO_DATA, None
        if value is not None and one.goal is not None:
            before = earlier.get(one.pk)
            trend = Dated(before.effective_on, before.value) if before else None
            status = status_of(one.goal, value.value, value.effective_on, trend)
            expected = path_value(one.goal, value.effective_on)
            completion = completion_of(one.goal, value.value, expected)
        assert one.owner_unit_id is not None, "filtered above"
        rows[one.owner_unit_id].append(Row(one.pk, _mark(one, status), completion))
        doubts[one.owner_unit_id] += one.is_in_doubt
    return {unit_id: _gathered(rows[unit_id], doubts[unit_id]) for unit_id in asked.unit_ids}


def completion_of(goal: Goal, value: Decimal, expected: Decimal | None) -> Decimal:
    """The value by the path (by the promise where the path has no value for the day), 0 to 100."""
    wanted = rounded(goal.end if expected is None else expected, places_of(goal, value))
    above, below = (wanted, value) if goal.is_falling else (value, wanted)
    if above >= below:
        return Decimal(100)
    if below <= 0 or above <= 0:
        return Decimal(0)
    return (above * 100 / below).quantize(CENT, ROUND_HALF_UP)


def _mark(one: KnownIndicator, status: Status) -> str:
    return f"{_BINDING if one.nature == Indicator.Nature.BINDING else ''}{status.value}"


def _marked(*statuses: str) -> tuple[str, ...]:
    return tuple(f"{prefix}{status}" for prefix in ("", _BINDING) for status in statuses)


def _gathered(rows: Sequence[Row], in_doubt: int) -> Gathered:
    def count(marks: Collection[str]) -> Decimal:
        return Decimal(sum(row.mark in marks for row in rows))

    def mean(marks: Collection[str]) -> Decimal | None:
        return mean_of([row.figure for row in rows if row.mark in marks and row.figure is not None])

    values: dict[str, Decimal | None] = {
        "指标数": Decimal(len(rows)),
        "达到路径指标数": count(_marked(*(status.value for status in _KEEPS))),
        "偏慢指标数": count(("slow",)),
        "滞后指标数": count(_marked("lagging")),
        "约束性滞后指标数": count((f"{_BINDING}lagging",)),
        "缺数据指标数": count(_marked("no_data")),
    }
    lacking = {}
    for name, marks in _MEANS.items():
        values[name] = mean(marks)
        if without := int(count([mark for mark in marks if mark.endswith("no_data")])):
            lacking[name] = without
    return Gathered(values, tuple(rows), lacking, in_doubt)


_MEANS = {
    "指标完成率": _marked(*MARKS),
    "约束性指标完成率": tuple(f"{_BINDING}{mark}" for mark in MARKS),
    "预期性指标完成率": MARKS,
}


def _show(actor: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
    found = indicators_visible_to(actor).filter(pk__in=ids).only("name")
    return {one.pk: Shown(one.name, reverse("plan:indicator", args=[one.pk])) for one in found}


SOURCE = Source(
    name="indicators",
    label=_("指标完成"),
    place=10,
    noun=_("项指标"),
    gather=gather,
    show=_show,
    marks={
        **{status.value: status.label for status in Status},
        "binding_met": _("约束性，已达标"),
        "binding_on_path": _("约束性，按进度"),
        "binding_lagging": _("约束性，滞后"),
        "binding_no_data": _("约束性，无数据"),
    },
    doubt=_("规划新版改写过的指标，当时的口径已不留存"),
    inputs=(
        Input("指标数", _("由本单位填报的指标")),
        Input("达到路径指标数", _("已达标或按进度的指标"), marks=_marked("met", "on_path")),
        Input("偏慢指标数", _("低于路径、按近一年走势仍能如期达标的预期性指标"), marks=("slow",)),
        Input("滞后指标数", _("低于路径的指标"), marks=_marked("lagging")),
        Input("约束性滞后指标数", _("低于路径的约束性指标"), marks=("binding_lagging",)),
        Input("缺数据指标数", _("到数据时点没有数值的指标"), marks=_marked("no_data")),
        Input("指标完成率", _("数值比路径应达，0 到 100 的平均数；缺数据的另行注明"), "%"),
        Input("约束性指标完成率", _("只算约束性指标"), "%", marks=_MEANS["约束性指标完成率"]),
        Input("预期性指标完成率", _("只算约束性以外的指标"), "%", marks=MARKS),
    ),
)
