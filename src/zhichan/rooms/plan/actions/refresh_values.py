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
from zhichan.core.errors import WrongState
from zhichan.core.measures.actions.run import keep_run
from zhichan.core.measures.asking import computed_each
from zhichan.core.measures.computing import Figure
from zhichan.core.measures.declaration import Question
from zhichan.core.measures.models import MeasureRun
from zhichan.rooms.plan.actions.indicator_row import lock_indicator, owners_of
from zhichan.rooms.plan.models import IndicatorValue, MeasureBinding
from zhichan.rooms.plan.rights import MEASURE_BIND

QUARTERS = 4


def refresh_indicator(indicator_id: int, *, by: Actor, at: datetime) -> list[IndicatorValue]:
    """Compute an indicator for today and for the ends of the last four quarters, as known now.

    A day whose figure is another than was computed before gets one more value; nothing is overwritten, and
    what was entered by hand stays beside it. Where the figure cannot be computed the binding says why.
    Returns the values that were added. Raises NotFound, NotAllowed, WrongState (not bound, retired).
    """
    [found] = _computed([_binding_of(indicator_id, by)], by, at)
    return _settled(found, by, at)


def refresh_indicators(indicator_ids: Iterable[int], *, by: Actor, at: datetime) -> list[IndicatorValue]:
    """The same for many: what the figures of a day rest on is read once for all of them.

    Indicators that somebody unbinds or retires meanwhile are passed over. Raises NotFound, NotAllowed.
    """
    bindings: list[MeasureBinding] = []
    for pk in indicator_ids:
        with suppress(WrongState):
            bindings.append(_binding_of(pk, by))
    added: list[IndicatorValue] = []
    for found in _computed(bindings, by, at):
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
    """The figures of a binding by day, the last one today's; ``failure``: why there is none."""

    binding: MeasureBinding
    figures: list[Figure] = field(default_factory=list)
    failure: str = ""


def _computed(bindings: Sequence[MeasureBinding], by: Actor, at: datetime) -> list[_Found]:
    """Reads only, and outside of any transaction that writes: it may take seconds."""
    found = [_Found(binding) for binding in bindings]
    today = timezone.localdate(at)
    asked = [(one, day) for day in (*quarter_ends(today), today) for one in found]
    questions = [
        (one.binding.measure, Question(one.binding.region, day, at, one.binding.options)) for one, day in asked
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
    return _keep(found.binding, found.figures, by, at)


@transaction.atomic
def _keep(binding: MeasureBinding, figures: list[Figure], by: Actor, at: datetime) -> list[IndicatorValue]:
    """Add what is new. The last figure is today's: its run is kept in any case."""
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
    current.compared, current.differing = len(compared), differing
    current.save(update_fields=["last_run", "refreshed_at", "failure", "compared", "differing"])
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
