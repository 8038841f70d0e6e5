"""What a new thing of a batch becomes in the tables of its register, worked out without a database (备行)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from zhichan.core.exports.kinds import Day
from zhichan.core.registers.bulk import instant_as_stored
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


_AS_TEXT = json.JSONEncoder(ensure_ascii=False).encode


class Thing(NamedTuple):
    """A new thing: its row, its events and its periods, each without the key it does not have yet.

    Every value is as the database stores it: days and instants are texts where it keeps them so.
    """

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
    """Works out chunk after chunk of one batch; ``resolved``: the keys of the parties of all its names.

    A million rows pass here. Everything of a batch is known at one instant, so that one replay gives all its
    periods.
    """

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
        self._empty = tuple(field.kind.empty for field in self._register.tracked)
        self._has_days = any(isinstance(field.kind, Day) for field in self._register.tracked)
        self._since, self._until = instant_as_stored(known_at), instant_as_stored(KNOWN_FOREVER)

    def __call__(self, chunk: Sequence[StagedRow]) -> list[Thing]:
        return [self._thing(row) for row in chunk]

    def _thing(self, row: StagedRow) -> Thing:
        line = line_of(row.number, row.place, row.key or "", row.payload)
        since, until, today = self._since, self._until, self._today
        events, rows = self._events(line)
        segments = self._register.segments(_Subject(self._register, line.settled), events)
        periods, state = [], None
        for start, end, values in segments:
            if start <= today < end:
                state = values
            stored = _as_texts(values) if self._has_days else values
            periods.append((start.isoformat(), end.isoformat(), *stored, since, until))
        get = line.settled.get
        settled = [get(name, nothing) for name, nothing in self._empties]
        tracked = _as_texts(state or self._empty) if self._has_days else state or self._empty
        after = (state is not None, row.digest, since, self._batch, row.number, "", False)
        key = (line.key,) if self._key_is_apart else ()
        return Thing((*settled, *tracked, *after, *key), rows, periods)

    def _events(self, line: Line) -> tuple[list[ValueEvent], list[tuple[Any, ...]]]:
        """The facts of a line as events: as the replay takes them, and as they are stored."""
        known_at, since, batch, number = self._known_at, self._since, self._batch, line.number
        events: list[ValueEvent] = []
        rows: list[tuple[Any, ...]] = []
        for order, fact in enumerate(line.facts):
            day, values, text = day_of(fact, self._known_on), fact.values, "{}"
            if values:
                told = with_parties(self._register, values, line, self._resolved)
                values, text = typed(self._register, told), _AS_TEXT(told)
            events.append(ValueEvent(fact.code, day, known_at, KNOWN_FOREVER, order, values))
            rows.append((fact.code, text, day.isoformat(), since, batch, number, "", ""))
        return events, rows


def _as_texts(values: Sequence[Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in values]


class _Subject:
    """A thing that is not stored yet, as a replay sees it: its settled fields."""

    def __init__(self, register: Register, settled: Mapping[str, str]) -> None:
        self._register, self._settled = register, settled

    def __getattr__(self, name: str) -> Any:
        return self._register.by_name[name].value(self._settled.get(name))
