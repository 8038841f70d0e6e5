"""Filling an indicator from the registers (计算指标值): today, and the ends of the last quarters anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import NotFound, WrongState
from zhichan.core.measures.actions.run import keep_run
from zhichan.core.measures.asking import computed_each
from zhichan.core.measures.computing import Figure
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.written import mark_of
from zhichan.rooms.plan.actions.indicator_row import lock_indicator, owners_of
from zhichan.rooms.plan.models import IndicatorValue, MeasureBinding
from zhichan.rooms.plan.rights import MEASURE_BIND

QUARTERS = 4
ANEW_AFTER = timedelta(days=7)
"""After so long the past is computed anew in any case: a mark may miss what was changed by no action."""


def refresh_indicator(indicator_id: int, *, by: Actor, at: datetime) -> list[IndicatorValue]:
    """Compute an indicator for today and for the ends of the last four quarters, as known now.

    A day whose figure is another than was computed before gets one more value; nothing is overwritten, and
    what was entered by hand stays beside it. Where the figure cannot be computed the binding says why.
    Returns the values that were added. Raises NotFound, NotAllowed, WrongState (not bound, retired).
    """
    [found] = _computed([_Found(_binding_of(indicator_id, by))], by, at)
    return _settled(found, by, at)


def refresh_indicators(indicator_ids: Iterable[int], *, by: Actor, at: datetime) -> list[IndicatorValue]:
    """The same for many, daily: what the figures rest on is read once for all of them.

    Ends of quarters are left as they are where nothing was written since that could change them. Indicators
    that somebody unbinds or retires meanwhile are passed over. Raises NotFound, NotAllowed.
    """
    bindings: list[MeasureBinding] = []
    for pk in indicator_ids:
        with suppress(WrongState):
            bindings.append(_binding_of(pk, by))
    added: list[IndicatorValue] = []
    marks = {room: mark_of(room, at) for room in sorted(set(map(_room_of, bindings)))}
    asked = [
        _Found(one, marks[_room_of(one)], _past_holds(one, marks[_room_of(one)], at)) for one in bindings
    ]
    for found in _computed(asked, by, at):
        with suppress(WrongState):
            added += _settled(found, by, at)
    return added


@transaction.atomic
def _binding_of(indicator_id: int, by: Actor) -> MeasureBinding:
    indicator = lock_indicator(indicator_id, by=by)
    require(by, MEASURE_BIND, owners_of(indicator))
    binding = MeasureBinding.objects.filter(indicator=indicator).first()
    if binding is None:
        raise WrongState(_("这个指标没有对应登记数据。"), code="not_bound", indicator=indicator_id)
    return binding


@dataclass
class _Found:
    """The figures of a binding by day, the last one today's; ``failure``: why there is none.

    ``mark``: what they rest on, told before they were computed. ``past_holds``: today's is the only one.
    """

    binding: MeasureBinding
    mark: str = ""
    past_holds: bool = False
    figures: list[Figure] = field(default_factory=list)
    failure: str = ""


def _room_of(binding: MeasureBinding) -> str:
    """The room of its measure; empty where no room declares it any more."""
    try:
        return measure_named(binding.measure).room
    except NotFound:
        return ""


def _past_holds(binding: MeasureBinding, mark: str, at: datetime) -> bool:
    """Whether its ends of quarters were computed, of late, from what stands in the registers now."""
    past_at = binding.past_at
    if past_at is None or binding.failure or not mark or binding.past_mark != mark:
        return False
    is_of_late = timedelta(0) <= at - past_at < ANEW_AFTER
    return is_of_late and quarter_ends(timezone.localdate(past_at)) == quarter_ends(timezone.localdate(at))


def _computed(found: Sequence[_Found], by: Actor, at: datetime) -> Sequence[_Found]:
    """Reads only, and outside of any transaction that writes: it may take seconds."""
    today = timezone.localdate(at)
    asked = [(one, day) for day in quarter_ends(today) for one in found if not one.past_holds]
    asked += [(one, today) for one in found]
    questions = [
        (one.binding.measure, Question(one.binding.region, day, at, one.binding.options))
        for one, day in asked
    ]
    for (one, _day), figure in zip(asked, computed_each(questions, by=by, at=at), strict=True):
        if isinstance(figure, Figure):
            one.figures.append(figure)
        else:
            one.failure = str(figure.message)
    return found


def _settled(found: _Found, by: Actor, at: datetime) -> list[IndicatorValue]:
    if found.failure:
        _note_failure(found.binding, found.failure, at)
        return []
    return _keep(found, by, at)


@transaction.atomic
def _keep(found: _Found, by: Actor, at: datetime) -> list[IndicatorValue]:
    """Add what is new. The last figure is today's: its run is kept in any case."""
    binding, figures = found.binding, found.figures
    current = MeasureBinding.objects.select_for_update().filter(pk=binding.pk).first()
    if current is None or current.bound_at != binding.bound_at:
        raise WrongState(_("对应刚刚被改动，请重新计算。"), code="rebound", indicator=binding.indicator_id)
    compared = _days_computed(binding, [figure.asked.on for figure in figures[:-1]])
    added = [value for figure in figures[:-1] if (value := _value(binding, figure, None, by, at))]
    differing = sum(value.effective_on in compared for value in added)
    run = keep_run(figures[-1], by=by, at=at)
    if value := _value(binding, figures[-1], run, by, at):
        added.append(value)
    current.last_run, current.refreshed_at, current.failure = run, at, ""
    if not found.past_holds:
        current.compared, current.differing = len(compared), differing
        current.past_at, current.past_mark = at, found.mark
    current.save(
        update_fields=["last_run", "refreshed_at", "failure", "compared", "differing", "past_at", "past_mark"]
    )
    details = {"run": run.pk, "values": [value.pk for value in added]}
    record("plan.indicator.value_computed", subject=binding.indicator, by=by, at=at, details=details)
    return added


def _days_computed(binding: MeasureBinding, days: list[date]) -> set[date]:
    """Those of the days for which there is a computed value already."""
    before = IndicatorValue.objects.filter(indicator=binding.indicator_id, run__isnull=False)
    return set(before.filter(effective_on__in=days).values_list("effective_on", flat=True))


def _value(
    binding: MeasureBinding, figure: Figure, run: MeasureRun | None, by: Actor, at: datetime
) -> IndicatorValue | None:
    """The value of a day where it says something new.

    A past day is compared with what was computed for it, today with what was computed last.
    """
    if figure.value is None:
        return None
    before = IndicatorValue.objects.filter(indicator=binding.indicator_id, run__isnull=False)
    day = figure.asked.on
    before = before.filter(effective_on__lte=day) if run else before.filter(effective_on=day)
    last = before.order_by("-effective_on", "-known_at", "-pk").first()
    if last is not None and last.value == figure.value:
        return None
    return IndicatorValue.objects.create(
        indicator_id=binding.indicator_id,
        effective_on=day,
        known_at=at,
        value=figure.value,
        reporter_id=by.id,
        unit_id=binding.indicator.owner_unit_id,
        source=_("登记数据：%(measure)s") % {"measure": figure.measure.label},
        run=run or keep_run(figure, by=by, at=at),
    )


@transaction.atomic
def _note_failure(binding: MeasureBinding, reason: str, at: datetime) -> None:
    MeasureBinding.objects.filter(pk=binding.pk).update(failure=reason[:200], refreshed_at=at)


def quarter_ends(today: date) -> list[date]:
    """The last ends of quarters before a day, the oldest first."""
    found: list[date] = []
    day = today.replace(day=1)
    while len(found) < QUARTERS:
        end = day - timedelta(days=1)
        if end.month % 3 == 0:
            found.append(end)
        day = end.replace(day=1)
    return found[::-1]
