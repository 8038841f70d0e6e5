"""How a matter stands in the words for the outside (办理进度): steps and days, what is asked and until when.

Never a name, a phone, an officer, a reporter, nor what the office calls its inner steps: of a state its
public wording, of a form what is marked for the outside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.matters.clocks import ClockState
from zhichan.core.matters.happenings import Happening, What, facts_of, merged_by
from zhichan.core.matters.models import Matter, MatterLink, Obligation
from zhichan.core.matters.outside.steps import own_moves
from zhichan.core.matters.procedure import Duty, Field, Kind, Mark, Procedure, State, Words
from zhichan.core.tables.text import day_text, moment_text, number_text


@dataclass(frozen=True)
class Told:
    """What a form was given that the outside is told."""

    label: Words
    words: str


@dataclass(frozen=True)
class Stage:
    """A step as the outside sees it, and the day it was reached. ``told``: what the office said with it."""

    words: Words
    on: date
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Until:
    """The last day for something. ``promised`` by the office beside the law; ``note``: that the calendar does
    not know the day yet, or that the limit was not checked against its text."""

    words: str
    promised: str = ""
    note: str = ""
    is_over: bool = False


@dataclass(frozen=True)
class Ask:
    """A step that is open to whoever looks; ``is_awaited``: the matter waits for it."""

    name: str
    label: Words
    is_awaited: bool
    ends: bool
    until: Until | None


@dataclass(frozen=True)
class Progress:
    """A matter as somebody outside sees it. ``until``: by when the office goes on."""

    matter: Matter
    label: Words
    state: Words
    kind: str
    stages: tuple[Stage, ...]
    asks: tuple[Ask, ...]
    until: Until | None

    @property
    def awaited(self) -> Ask | None:
        return next((ask for ask in self.asks if ask.is_awaited), None)

    @property
    def others(self) -> tuple[Ask, ...]:
        """What may be done besides."""
        return tuple(ask for ask in self.asks if ask is not self.awaited)

    @property
    def asked(self) -> tuple[Told, ...]:
        """What the office said with the step it took last, but for the day that stands as the last one."""
        until = self.awaited.until.words if self.awaited and self.awaited.until else ""
        return tuple(one for one in self.stages[-1].told if one.words != until)

    @property
    def last_stages(self) -> tuple[Stage, ...]:
        """As many as stand beside each other on a phone."""
        return self.stages[-4:]


def progress_of(
    matter: Matter,
    procedure: Procedure,
    parts: Collection[str],
    happenings: Sequence[Happening],
    clocks: Iterable[Obligation],
    *,
    today: date,
    is_told: bool = True,
) -> Progress:
    """Pure; ``happenings`` as corrected, ``clocks`` as stored, ``parts`` of whoever looks. ``is_told``: what
    the office says to whoever submitted; it is not for others."""
    state = procedure.state(matter.state)
    merged = merged_by(happenings)
    follows = merged is not None and merged.values.get("link") == MatterLink.Kind.SOURCE
    goes_on = matter.is_open or (follows and not state.is_final)
    running = _Running(
        {clock.name: clock for clock in clocks if clock.is_open or _went_on(clock, follows)},
        _named_days(procedure, happenings),
        today,
    )
    asks = tuple(_asks(procedure, state, parts, running)) if matter.is_open else ()
    stages = tuple(_stages(procedure, happenings, is_told=is_told))
    return Progress(
        matter=matter,
        label=procedure.label,
        state=state.public or state.label,
        kind=_kind(goes_on, asks),
        stages=stages,
        asks=asks,
        until=_office_until(procedure, state, running) if goes_on else None,
    )


@dataclass(frozen=True)
class _Running:
    """The clocks that run, by limit; and days the office itself named to the outside, by field: a limit that
    counts from one of those is told by that day."""

    clocks: dict[str, Obligation]
    named: dict[str, str]
    today: date


def said_value(field: Field, value: object) -> str:
    """What a field was given, as people read it."""
    if field.kind is Kind.MONEY:
        return _("%(amount)s 元") % {"amount": number_text(Decimal(str(value)) / 100)}
    if field.kind is Kind.CHOICE:
        return str(dict(field.choices).get(str(value), value))
    if field.kind is Kind.YES_NO:
        return _("是") if value == "yes" else _("否")
    if field.kind is Kind.INSTANT:
        return moment_text(datetime.fromisoformat(str(value)))
    return str(value)


def _named_days(procedure: Procedure, happenings: Sequence[Happening]) -> dict[str, str]:
    """The days of forms of the office that the outside was told, the latest of each."""
    told = {
        field.name
        for move in procedure.moves
        for field in move.form
        if field.is_public and field.kind is Kind.DAY and not move.is_public
    }
    return {name: str(value) for name, value in facts_of(happenings).items() if name in told}


def _went_on(clock: Obligation, follows: bool) -> bool:
    """Whether a limit is still told to whoever submitted a source of another matter: it is met there."""
    return follows and clock.state == ClockState.FELL_AWAY


def _kind(goes_on: bool, asks: Iterable[Ask]) -> str:
    """The mark the state is shown with."""
    if not goes_on:
        return "done"
    return "warn" if any(ask.is_awaited for ask in asks) else "info"


def _stages(procedure: Procedure, happenings: Sequence[Happening], *, is_told: bool) -> Iterator[Stage]:
    """The steps in order; what changes nothing for the outside and tells it nothing is left out."""
    former = ""
    for one in happenings:
        if one.kind not in (What.OPENED, What.MOVED):
            continue
        state = procedure.state(one.to_state)
        words, told = state.public or state.label, tuple(_told(procedure, one)) if is_told else ()
        if str(words) != former or told:
            yield Stage(words, timezone.localdate(one.at), told)
        former = str(words)


def _told(procedure: Procedure, one: Happening) -> Iterator[Told]:
    """What the office told with a step of its own; what the outside gave, it knows."""
    if one.kind != What.MOVED or (move := procedure.move(one.name)).is_public:
        return
    for field in move.form:
        if field.is_public and field.name in one.values:
            yield Told(field.label, said_value(field, one.values[field.name]))


def _asks(
    procedure: Procedure,
    state: State,
    parts: Collection[str],
    running: _Running,
) -> Iterator[Ask]:
    waits = procedure.waits_on(state.name) in parts
    moves = list(own_moves(procedure, state.name, parts))
    for move in moves:
        ends = procedure.state(move.to).is_final and move.to != state.name
        duties = [one for one in procedure.duties if move.name in {met.name for met in one.moves}]
        until = min(_untils(duties, running), default=None, key=lambda one: one.words)
        yield Ask(move.name, move.label, waits and (not ends or len(moves) == 1), ends, until)


def _office_until(procedure: Procedure, state: State, running: _Running) -> Until | None:
    """By when the office takes its next step on from a state."""
    moves = {m.name for m in procedure.moves_from(state.name) if m.to != state.name and not m.is_public}
    duties = [duty for duty in procedure.duties if moves.intersection(move.name for move in duty.moves)]
    return min(_untils(duties, running), default=None, key=lambda one: one.words)


def _untils(duties: Iterable[Duty], running: _Running) -> Iterator[Until]:
    for duty in duties:
        clock = running.clocks.get(duty.within.name)
        if clock is None or duty.within.limit.backwards:
            continue
        yield Until(
            running.named.get(duty.within.since) or day_text(clock.due_on),
            day_text(clock.promised_on) if clock.promised_on else "",
            note=_note(clock, duty.within.basis.mark),
            is_over=clock.due_on < running.today,
        )


def _note(clock: Obligation, mark: Mark) -> str:
    if clock.is_provisional:
        return _("暂定")
    return _("依据待核") if mark is Mark.MEMORY else ""
