"""The stored events of things as the replay takes them: with the time in which each counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from zhichan.core.registers.declaration import Register
from zhichan.core.registers.models import RegisterEvent
from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.core.registers.values import ValueEvent


def value_events(register: Register, ids: Iterable[int]) -> dict[int, list[ValueEvent]]:
    """The events of each thing, in the order they were added. One query.

    An event counts from when it was known until it is withdrawn or its batch undone; one whose batch is
    not committed yet counts never.
    """
    found: Sequence[Any] = list(
        register.event_model._default_manager.filter(subject_id__in=list(ids))  # type: ignore[misc]
        .select_related("batch")
        .order_by("pk")
    )
    taken_back = {
        event.withdraws_id: event.known_at for event in found if event.withdraws_id and counts(event)
    }
    events: dict[int, list[ValueEvent]] = defaultdict(list)
    for event in found:
        if event.withdraws_id or not counts(event):
            continue
        until = min(taken_back.get(event.pk, KNOWN_FOREVER), _undone_at(event))
        if event.known_at < until:
            events[event.subject_id].append(_value_event(register, event, until))
    return events


def counts(event: RegisterEvent) -> bool:
    """Whether the event's batch, if it has one, was ever committed."""
    return event.batch is None or event.batch.is_committed


def _undone_at(event: RegisterEvent) -> datetime:
    return (event.batch and event.batch.undone_at) or KNOWN_FOREVER


def _value_event(register: Register, event: Any, until: datetime) -> ValueEvent:
    return ValueEvent(
        event.code, event.effective_on, event.known_at, until, event.pk, typed(register, event.values)
    )


def typed(register: Register, values: Mapping[str, str | None]) -> dict[str, Any]:
    """The tracked values of an event, from the text they are kept as."""
    fields = register.by_name
    return {name: fields[name].value(text) for name, text in values.items() if name in fields}
