"""Values of indicators as of a day, as known at an instant, and which of two figures for one day counts.

Of a day with both a computed and an entered value the computed one counts, unless somebody decided for the
other one; each pair with different figures is a conflict (来源不一) that stays open until it is decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from zhichan.rooms.plan.models import Indicator, IndicatorValue, ValueDecision

Days = Mapping[int, date]
Decisions = Mapping[tuple[int, int], ValueDecision]
_LATEST = ("-effective_on", "-known_at", "-pk")
_IS_ENTERED = ExpressionWrapper(Q(run__isnull=True), BooleanField())


@dataclass(frozen=True)
class Disagreement:
    """Two figures for one day. ``decision``: which of them counts, None while nobody has said so."""

    computed: IndicatorValue
    entered: IndicatorValue
    decision: ValueDecision | None

    @property
    def on(self) -> date:
        return self.computed.effective_on

    @property
    def is_open(self) -> bool:
        return self.decision is None


def values_on(asked: Sequence[Days], known_at: datetime) -> list[dict[int, IndicatorValue]]:
    """For each mapping of indicators to days their value of the latest day until then.

    The value that counts is given; the other figure for its day stands ``at_odds`` where they differ. Two
    queries however many are asked, and one more where figures differ. Each is found by an index.
    """
    wanted = {pk for days in asked for pk in days}
    if not wanted:
        return [{} for _days in asked]
    picked = Indicator.objects.filter(pk__in=wanted)
    names: list[str] = []
    for place, days in enumerate(asked):
        picked = picked.annotate(**{f"day_{place}": _day_of(days)})
        for is_computed in (True, False):
            names.append(f"value_{place}_{int(is_computed)}")
            picked = picked.annotate(**{names[-1]: _newest(f"day_{place}", known_at, is_computed)})
    rows = list(picked.values_list("pk", *names))
    found = IndicatorValue.objects.select_related("run").in_bulk(
        {pk for row in rows for pk in row[1:] if pk is not None}
    )
    pairs = [
        (place, row[0], found.get(row[1 + 2 * place]), found.get(row[2 + 2 * place]))
        for row in rows
        for place in range(len(asked))
    ]
    decisions = _decisions_between([(one, other) for _place, _pk, one, other in pairs], known_at)
    told: list[dict[int, IndicatorValue]] = [{} for _days in asked]
    for place, pk, computed, entered in pairs:
        if (value := counting_of(computed, entered, decisions)) is not None:
            told[place][pk] = value
    return told


def values_as_of(indicator_ids: Iterable[int], on: date, known_at: datetime) -> dict[int, IndicatorValue]:
    """For each indicator the value of the latest day up to ``on`` that counts. As ``values_on``."""
    return values_on([dict.fromkeys(indicator_ids, on)], known_at)[0]


def value_as_of(indicator: Indicator, on: date, known_at: datetime) -> IndicatorValue | None:
    """The value of the latest day up to ``on``, as known at ``known_at``."""
    return values_as_of([indicator.pk], on, known_at).get(indicator.pk)


def _day_of(days: Days) -> Any:
    if len(set(days.values())) == 1:
        return Value(next(iter(days.values())), output_field=DateField())
    return Case(*(When(pk=pk, then=Value(day)) for pk, day in days.items()), output_field=DateField())


def _newest(day: str, known_at: datetime, is_computed: bool) -> Subquery:
    """The newest value of one kind until a day; each kind has an index of its own (a condition of it)."""
    known = IndicatorValue.objects.filter(
        indicator=OuterRef("pk"), effective_on__lte=OuterRef(day), known_at__lte=known_at
    )
    return Subquery(known.filter(run__isnull=not is_computed).order_by(*_LATEST).values("pk")[:1])


def values_by_day(
    indicator_ids: Iterable[int], on: date, known_at: datetime, *, ends_of_quarters: bool = False
) -> dict[int, list[IndicatorValue]]:
    """For each indicator the value that counts of each day up to ``on``, the latest first. One query, and
    one more where figures differ. ``ends_of_quarters``: only of the second half of their last months."""
    latest = Window(
        RowNumber(),
        partition_by=[F("indicator_id"), F("effective_on"), F("is_entered")],
        order_by=[F("known_at").desc(), F("pk").desc()],
    )
    known = IndicatorValue.objects.filter(
        indicator_id__in=list(indicator_ids), effective_on__lte=on, known_at__lte=known_at
    )
    if ends_of_quarters:
        known = known.filter(effective_on__month__in=(3, 6, 9, 12), effective_on__day__gte=15)
    rows = known.annotate(is_entered=_IS_ENTERED).annotate(rank=latest).filter(rank=1).select_related("run")
    pairs: dict[tuple[int, date], list[IndicatorValue | None]] = {}
    for value in rows.order_by("-effective_on", "pk"):
        both = pairs.setdefault((value.indicator_id, value.effective_on), [None, None])
        both[value.run_id is None] = value
    decisions = _decisions_between([(one, other) for one, other in pairs.values()], known_at)
    found: defaultdict[int, list[IndicatorValue]] = defaultdict(list)
    for (indicator_id, _day), (computed, entered) in pairs.items():
        if (value_that_counts := counting_of(computed, entered, decisions)) is not None:
            found[indicator_id].append(value_that_counts)
    return found


def counting_of(
    computed: IndicatorValue | None, entered: IndicatorValue | None, decisions: Decisions
) -> IndicatorValue | None:
    """Of a computed and an entered value that of the later day; of one day the one that counts.

    The one that is given gets the other one as ``at_odds`` where the figures differ, and the ``decision``.
    """
    if computed is None or entered is None or computed.effective_on != entered.effective_on:
        only = [value for value in (computed, entered) if value is not None]
        return max(only, key=lambda value: value.effective_on, default=None)
    decision = decisions.get((computed.pk, entered.pk))
    chosen, other = (entered, computed) if is_for_entered(decision) else (computed, entered)
    differs = chosen.value != other.value
    chosen.at_odds, chosen.decision = (other, decision) if differs else (None, None)
    return chosen


def is_for_entered(decision: ValueDecision | None) -> bool:
    return decision is not None and decision.counts == ValueDecision.Counts.ENTERED


def _decisions_between(
    pairs: Iterable[tuple[IndicatorValue | None, IndicatorValue | None]], known_at: datetime
) -> Decisions:
    """The decisions about pairs whose figures for one day differ; no query where there is no such pair."""
    entered = [
        two.pk
        for one, two in pairs
        if one and two and one.effective_on == two.effective_on and one.value != two.value
    ]
    return decisions_about(entered, known_at) if entered else {}


def decisions_about(entered_ids: Iterable[int], known_at: datetime) -> Decisions:
    """The latest decision of each pair, by the keys of the computed and the entered value. One query."""
    made = ValueDecision.objects.filter(entered_id__in=list(entered_ids), decided_at__lte=known_at)
    rows = made.select_related("person").order_by("decided_at", "pk")
    return {(one.computed_id, one.entered_id): one for one in rows}


def disagreements_of(
    indicator_ids: Iterable[int], on: date, known_at: datetime
) -> dict[int, list[Disagreement]]:
    """For each indicator the days up to ``on`` of which a computed and an entered figure differ, latest
    first, decided ones included. Two queries, three where any differ. O(values entered by hand).
    """
    known = IndicatorValue.objects.filter(effective_on__lte=on, known_at__lte=known_at)
    entered = known.filter(indicator_id__in=list(indicator_ids), run__isnull=True)
    computed = known.filter(
        indicator=OuterRef("indicator"), effective_on=OuterRef("effective_on"), run__isnull=False
    )
    beside = Subquery(computed.order_by("-known_at", "-pk").values("pk")[:1])
    latest: dict[tuple[int, date], Any] = {}
    for value in entered.annotate(beside=beside).order_by(*_LATEST).select_related("unit", "reporter"):
        latest.setdefault((value.indicator_id, value.effective_on), value)
    with_both = [value for value in latest.values() if value.beside is not None]
    figures = IndicatorValue.objects.select_related("run").in_bulk([value.beside for value in with_both])
    differing = [value for value in with_both if figures[value.beside].value != value.value]
    decisions = decisions_about([value.pk for value in differing], known_at) if differing else {}
    found: defaultdict[int, list[Disagreement]] = defaultdict(list)
    for value in differing:
        other = figures[value.beside]
        pair = Disagreement(other, value, decisions.get((other.pk, value.pk)))
        found[value.indicator_id].append(pair)
    return found


def entered_known_at(known_at: datetime) -> QuerySet[IndicatorValue]:
    """What was entered by hand for each indicator and day, as known at an instant: corrections included."""
    latest = Window(
        RowNumber(),
        partition_by=[F("indicator_id"), F("effective_on")],
        order_by=[F("known_at").desc(), F("pk").desc()],
    )
    known = IndicatorValue.objects.filter(known_at__lte=known_at, run__isnull=True)
    return known.annotate(rank=latest).filter(rank=1)
