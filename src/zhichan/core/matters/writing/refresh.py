"""Deriving many matters anew because time or the calendar has moved on, not because of a step (批量重算)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from zhichan.core.calendar.queries import Calendar
from zhichan.core.matters.limits import Reckoner
from zhichan.core.matters.models import Matter, Obligation, TeamMember
from zhichan.core.matters.queries import Read, happenings_of_many, procedure_of
from zhichan.core.matters.writing.derived import Columns, changed_columns, derived_of, new_obligation
from zhichan.core.matters.writing.rows import Change, insert_row, update_rows
from zhichan.core.search.outbox import note

CHUNK = 500
_SEARCHED = frozenset({"state", "is_open", "closed_at"})


@dataclass(frozen=True)
class Shift:
    """A due day that is another now. ``is_open``: somebody still has to keep it."""

    matter: Matter
    name: str
    before: date
    after: date
    is_open: bool


@dataclass
class _Changes:
    """What is to be stored of a chunk, written together at its end; of teams by their matter."""

    obligations: list[Change] = field(default_factory=list)
    matters: list[Change] = field(default_factory=list)
    teams: list[Change] = field(default_factory=list)

    def write(self) -> None:
        update_rows(Obligation, self.obligations)
        update_rows(Matter, self.matters)
        update_rows(TeamMember, self.teams, key="matter_id")


def refresh(
    matter_ids: Sequence[int], *, at: datetime, tell: Callable[[list[Shift]], None] | None = None
) -> int:
    """Derive matters anew and store what differs, in chunks of their own transactions; counts the due days
    that moved. ``tell`` gets those of a chunk, inside its transaction.

    Asked again, it changes nothing. O(events), three queries a chunk and a statement for each set of columns
    that differ.
    """
    reckon, moved = Reckoner(Calendar().day), 0
    for first in range(0, len(matter_ids), CHUNK):
        with transaction.atomic():
            shifts = _refreshed(matter_ids[first : first + CHUNK], reckon, at)
            if shifts and tell:
                tell(shifts)
        moved += len(shifts)
    return moved


def _refreshed(matter_ids: Sequence[int], reckon: Reckoner, at: datetime) -> list[Shift]:
    matters = list(Matter.objects.select_for_update().filter(pk__in=matter_ids).order_by("pk"))
    happenings = happenings_of_many([one.pk for one in matters])
    stored: dict[int, dict[tuple[str, int], Obligation]] = {one.pk: {} for one in matters}
    for row in Obligation.objects.filter(matter_id__in=list(stored)):
        stored[row.matter_id][row.name, row.nth] = row
    shifts, changes = list[Shift](), _Changes()
    for matter in matters:
        read = Read(happenings[matter.pk], reckon.day_of)
        found = derived_of(procedure_of(matter), read, at=at, reckon=reckon)
        shifts += _stored(matter, stored[matter.pk], found.obligations, changes)
        _store(matter, found.columns, changes)
    changes.write()
    note("matters.matter", [pk for pk, columns in changes.matters if not _SEARCHED.isdisjoint(columns)])
    return shifts


def _stored(
    matter: Matter,
    rows: dict[tuple[str, int], Obligation],
    derived: Mapping[tuple[str, int], Columns],
    changes: _Changes,
) -> Iterator[Shift]:
    for key, values in derived.items():
        row = rows.pop(key, None)
        if row is None:
            insert_row(new_obligation(matter, key, values))
            continue
        changed, before = changed_columns(row, values), row.due_on
        if changed:
            changes.obligations.append((row.pk, changed))
            _set(row, changed)
        if row.due_on != before:
            yield Shift(matter, row.name, before, row.due_on, row.is_open and row.is_ours)
    if rows:
        Obligation.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()


def _store(matter: Matter, columns: Columns, changes: _Changes) -> None:
    before = matter.kept_by_team
    changed = {name: value for name, value in columns.items() if getattr(matter, name) != value}
    changes.matters.append((matter.pk, changed))
    _set(matter, changed)
    if matter.kept_by_team != before:
        changes.teams.append((matter.pk, matter.kept_by_team))


def _set(row: Matter | Obligation, columns: Columns) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
