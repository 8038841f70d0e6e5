"""What is stored of a matter because it follows from its events (推算结果): state, turn, due day, clocks.

Pure: the same happenings on the same calendar at the same instant give the same columns, whether one matter
is derived after a step or thousands in a sweep.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhichan.core.matters.clocks import Clock, ClockState, Reckon, clocks_of, office_day
from zhichan.core.matters.duties import has_lapsed, is_ours, is_term
from zhichan.core.matters.happenings import Happening, merged_by, state_of
from zhichan.core.matters.limits import due_of
from zhichan.core.matters.models import Matter, Obligation
from zhichan.core.matters.models.matter import NEVER
from zhichan.core.matters.parts import OUTSIDE
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import Read

LAPSED = "lapsed"
"""Stored as the state of a clock that runs no more because the right it bars has run out."""
Columns = dict[str, Any]


@dataclass(frozen=True)
class Derived:
    """``obligations``: the columns of each clock, by limit and start. ``closed_at``: when the state that
    ended the matter was first reached for good, None in an open one."""

    state: str
    is_open: bool
    waits_on: str
    track: str
    opened_at: datetime
    closed_at: datetime | None
    clocks: tuple[Clock, ...]
    obligations: Mapping[tuple[str, int], Columns]

    @property
    def columns(self) -> Columns:
        """The columns of the matter."""
        waiting = [one["due_at"] for one in self.obligations.values() if one["is_open"] and one["is_ours"]]
        is_live = self.is_open or bool(waiting)
        is_paused = self.is_open and any(clock.state is ClockState.PAUSED for clock in self.clocks)
        return {
            "state": self.state,
            "is_open": self.is_open,
            "is_live": is_live,
            "is_paused": is_paused,
            "is_elsewhere": is_live and (is_paused or self.waits_on in OUTSIDE),
            "was_late": any(
                one["is_ours"] and one["state"] == ClockState.MET_LATE for one in self.obligations.values()
            ),
            "opened_at": self.opened_at,
            "closed_at": self.closed_at,
            "waits_on": str(self.waits_on),
            "track": self.track,
            "next_due_at": min(waiting, default=NEVER),
        }


def derived_of(procedure: Procedure, read: Read, *, at: datetime, reckon: Reckon = due_of) -> Derived:
    """What follows from the happenings as known at an instant."""
    state = state_of(read.happenings)
    merged = merged_by(read.happenings)
    is_open = not merged and not procedure.state(state).is_final
    clocks = clocks_of(procedure, read.happenings, read.day_of, at=at, reckon=reckon)
    return Derived(
        state=state,
        is_open=is_open,
        waits_on="" if merged else procedure.waits_on(state),
        track=_track(procedure, read.happenings),
        opened_at=read.happenings[0].at,
        closed_at=None if is_open else merged.at if merged else _closed_at(read.happenings, state, at),
        clocks=clocks,
        obligations={(one.name, one.nth): _columns(procedure, one, at) for one in clocks},
    )


def _track(procedure: Procedure, happenings: Sequence[Happening]) -> str:
    """The road the matter takes (繁简): as it was chosen last, else that of all of its procedure."""
    name = procedure.road_field
    chosen = (one.values[name] for one in reversed(happenings) if name in one.values) if name else iter(())
    return str(next(chosen, procedure.road))


def new_obligation(matter: Matter, key: tuple[str, int], values: Columns) -> Obligation:
    return Obligation(matter=matter, name=key[0], nth=key[1], **values)


def changed_columns(row: Any, values: Columns) -> Columns:
    """The columns whose stored value is another. Of another due day nobody has been told yet."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if "due_at" in changed and row.warned_at is not None:
        changed["warned_at"] = None
    return changed


def _closed_at(happenings: Sequence[Happening], state: str, at: datetime) -> datetime:
    """When the state that ended the matter was first reached for good."""
    closed = at
    for one in reversed(happenings):
        if one.to_state != state:
            break
        closed = one.at
    return closed


def _columns(procedure: Procedure, clock: Clock, at: datetime) -> Columns:
    due, promised = clock.due.due, clock.promised.due if clock.promised else None
    is_over = clock.state is ClockState.RUNNING and has_lapsed(clock, at)
    return {
        "started_by": clock.started_by,
        "start_on": office_day(clock.start),
        "due_on": office_day(due),
        "due_at": clock.due_at,
        "promised_on": office_day(promised) if promised else None,
        "extended": clock.extended,
        "is_provisional": clock.due.is_provisional,
        "state": LAPSED if is_over else clock.state.value,
        "is_open": clock.state is ClockState.RUNNING and not is_over,
        "is_ours": is_ours(procedure, clock.duty),
        "by_system": clock.state is ClockState.RUNNING and is_term(procedure, clock.duty),
        "met_by": clock.met_by,
        "met_at": clock.met_at,
    }
