"""Periods and current rows, made to follow from the events (推导), in the transaction that adds events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhichan.core.registers.bitemporal import Rectangle, rectangles
from zhichan.core.registers.bulk import insert_objects
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.events import value_events
from zhichan.core.registers.moments import KNOWN_FOREVER, Moment
from zhichan.core.registers.values import ValueEvent, Values
from zhichan.core.search.outbox import note

CHUNK = 500


def derive(register: Register, ids: Iterable[int], *, at: datetime) -> None:
    """Make the periods and the current row of each thing what its events say. Idempotent.

    Whatever adds an event comes here, so this is where the index is told of a change.

    Five queries and as many writes for each 500 things, which are locked: whoever adds an event to one
    meanwhile derives it after this.
    """
    wanted = sorted(set(ids))
    for first in range(0, len(wanted), CHUNK):
        _derive_chunk(register, wanted[first : first + CHUNK], Moment(timezone.localdate(at), at))


def rectangles_of(register: Register, subject: Any, events: Sequence[ValueEvent]) -> list[Rectangle[Values]]:
    return rectangles(events, lambda known: register.segments(subject, known))


def _derive_chunk(register: Register, ids: Sequence[int], now: Moment) -> None:
    rows = register.model._default_manager.select_for_update().order_by("pk")
    subjects = rows.in_bulk(list(ids))
    events = value_events(register, ids)
    wanted = {pk: rectangles_of(register, subjects[pk], events[pk]) for pk in ids}
    _write_periods(register, wanted)
    changed = [subjects[pk] for pk in ids if set_current(register, subjects[pk], wanted[pk], now)]
    names = ["is_shown", *register.tracked_names]
    register.model._default_manager.bulk_update(changed, names, batch_size=CHUNK)
    note(register.name, ids)


def _write_periods(register: Register, wanted: dict[int, list[Rectangle[Values]]]) -> None:
    """Delete the periods that no longer follow and add those that are missing."""
    manager: Any = register.period_model._default_manager
    held = {
        (period.subject_id, _rectangle(register, period)): period.pk for period in _held(register, wanted)
    }
    needed = {(pk, rectangle) for pk, found in wanted.items() for rectangle in found}
    manager.filter(pk__in=[pk for place, pk in held.items() if place not in needed]).delete()
    missing = sorted(
        needed - held.keys(), key=lambda place: (place[0], place[1].known_from, place[1].valid_from)
    )
    insert_objects(register.period_model, [period_of(register, pk, rectangle) for pk, rectangle in missing])


def _held(register: Register, wanted: dict[int, list[Rectangle[Values]]]) -> Iterable[Any]:
    return register.period_model._default_manager.filter(subject_id__in=list(wanted))  # type: ignore[misc]


def _rectangle(register: Register, period: Any) -> Rectangle[Values]:
    state = tuple(getattr(period, name) for name in register.tracked_names)
    return Rectangle(period.valid_from, period.valid_to, state, period.known_from, period.known_to)


def period_of(register: Register, subject_id: int, rectangle: Rectangle[Values]) -> Any:
    state = dict(zip(register.tracked_names, rectangle.state, strict=True))
    model: Any = register.period_model
    return model(
        subject_id=subject_id,
        valid_from=rectangle.valid_from,
        valid_to=rectangle.valid_to,
        known_from=rectangle.known_from,
        known_to=rectangle.known_to,
        **state,
    )


def set_current(register: Register, subject: Any, found: Sequence[Rectangle[Values]], now: Moment) -> bool:
    """Set the tracked fields of a row to what holds today; returns whether anything is different.

    Where no period holds today the row leaves the register and keeps what it said last.
    """
    today = [
        one for one in found if one.known_to == KNOWN_FOREVER and one.valid_from <= now.on < one.valid_to
    ]
    values = dict(zip(register.tracked_names, today[0].state, strict=True)) if today else {}
    wanted = {**values, "is_shown": bool(today)}
    different = any(getattr(subject, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(subject, name, value)
    return different
