"""What a new thing of a batch becomes in the tables of its register, worked out without a database (备行)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.utils import timezone

from zhichan.core.registers.bitemporal import rectangles
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.events import typed
from zhichan.core.registers.importing.intake import Intake, intake_of
from zhichan.core.registers.importing.lines import Line, day_of, line_of
from zhichan.core.registers.importing.staging import StagedRow
from zhichan.core.registers.importing.stored import with_parties
from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.core.registers.values import ValueEvent

EVENT_COLUMNS = (
    "subject", "code", "values", "effective_on", "known_at", "batch", "row_number", "source", "note",
)  # fmt: skip


class Thing(NamedTuple):
    """A new thing: its row, its events and its periods, each without the key it does not have yet."""

    row: tuple[Any, ...]
    events: list[tuple[Any, ...]]
    periods: list[tuple[Any, ...]]


def subject_columns(intake: Intake) -> tuple[str, ...]:
    """The columns of ``Thing.row`` after the id; the key comes last where it is no field of the register."""
    register = intake.register
    settled = (field.name for field in register.fields if not field.is_tracked)
    return (
        "id", *settled, *_tracked_columns(register),
        "is_shown", "content_digest", "known_at", "batch", "row_number", "source", "is_sample",
        *([intake.key] if _key_is_apart(intake) else []),
    )  # fmt: skip


def _key_is_apart(intake: Intake) -> bool:
    return intake.key not in intake.register.by_name


def period_columns(register: Register) -> tuple[str, ...]:
    """The columns of ``Thing.periods`` after the key of the thing."""
    return ("subject", "valid_from", "valid_to", *_tracked_columns(register), "known_from", "known_to")


def _tracked_columns(register: Register) -> list[str]:
    """The model fields of the tracked fields, by the names ``insert_rows`` takes."""
    return [register.period_model._meta.get_field(name).name for name in register.tracked_names]


class Prepare:
    """Works out chunk after chunk of one batch; ``resolved``: the keys of the parties of all its names."""

    def __init__(
        self, kind: str, batch: int, known_at: datetime, at: datetime, resolved: Mapping[str, int]
    ) -> None:
        intake = intake_of(kind, kind)
        self._register, self._batch, self._resolved = intake.register, batch, resolved
        self._key_is_apart = _key_is_apart(intake)
        self._known_at, self._known_on = known_at, timezone.localdate(known_at)
        self._today = timezone.localdate(at)
        settled = [field for field in self._register.fields if not field.is_tracked]
        self._empties = [(field.name, field.kind.empty) for field in settled]
        self._day = lru_cache(maxsize=1 << 16)(date.isoformat)
        self._empty = tuple(field.kind.empty for field in self._register.tracked)

    def __call__(self, chunk: Sequence[StagedRow]) -> list[Thing]:
        return [self._thing(row) for row in chunk]

    def _thing(self, row: StagedRow) -> Thing:
        line = line_of(row.number, row.place, row.key or "", row.payload)
        events, rows = self._events(line)
        segments = rectangles(events, partial(self._register.segments, _Subject(self._register, line)))
        day = self._day
        periods = [(day(one[0]), day(one[1]), *one.state, *one[3:]) for one in segments]
        state = next((s.state for s in segments if s.valid_from <= self._today < s.valid_to), None)
        settled = [line.settled.get(name, nothing) for name, nothing in self._empties]
        after = (state is not None, row.digest, self._known_at, self._batch, row.number, "", False)
        key = [line.key] if self._key_is_apart else []
        return Thing((*settled, *(state or self._empty), *after, *key), rows, periods)

    def _events(self, line: Line) -> tuple[list[ValueEvent], list[tuple[Any, ...]]]:
        """The facts of a line as events: as the replay takes them, and as they are stored."""
        known_at, events, rows = self._known_at, [], []
        for order, fact in enumerate(line.facts):
            day = day_of(fact, self._known_on)
            values = with_parties(fact.values, line, self._resolved)
            typed_values = typed(self._register, values)
            events.append(ValueEvent(fact.code, day, known_at, KNOWN_FOREVER, order, typed_values))
            text = json.dumps(values, ensure_ascii=False) if values else "{}"
            rows.append((fact.code, text, self._day(day), known_at, self._batch, line.number, "", ""))
        return events, rows


class _Subject:
    """A thing that is not stored yet, as a replay sees it: its settled fields."""

    def __init__(self, register: Register, line: Line) -> None:
        self._register, self._settled = register, line.settled

    def __getattr__(self, name: str) -> Any:
        return self._register.by_name[name].value(self._settled.get(name))
