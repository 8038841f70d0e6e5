"""What was put right in the values of an indicator (更正记录), and what people noted on it (备注)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhichan.rooms.plan.models import IndicatorNote, IndicatorValue

MOST_CORRECTIONS = 12
MOST_NOTES = 50


@dataclass(frozen=True)
class Correction:
    """That the figure for a day became another one, from the same source."""

    on: date
    before: Decimal
    value: IndicatorValue


def corrections_of(values: Iterable[IndicatorValue]) -> list[Correction]:
    """The corrections among values, the latest known first, of every day the latest dozen. No query."""
    last: dict[tuple[date, bool], IndicatorValue] = {}
    found = []
    for value in sorted(values, key=lambda one: (one.known_at, one.pk)):
        key = (value.effective_on, value.run_id is None)
        before = last.get(key)
        if before is not None and before.value != value.value:
            found.append(Correction(value.effective_on, before.value, value))
        last[key] = value
    return found[::-1][:MOST_CORRECTIONS]


def notes_of(indicator_id: int, known_at: datetime) -> Sequence[IndicatorNote]:
    """The notes written until an instant, the latest first, fifty at most. One query."""
    notes = IndicatorNote.objects.filter(indicator=indicator_id, written_at__lte=known_at)
    return list(notes.select_related("person").order_by("-written_at", "-pk")[:MOST_NOTES])
