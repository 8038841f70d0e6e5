"""What can happen to a right by its status machine, and whether one event fits what is known (法律事件)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.errors import NotFound
from zhichan.core.registers.declaration import Register, all_registers
from zhichan.core.registers.events import value_events
from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.core.registers.values import ValueEvent
from zhichan.rooms.registry import patent_history, trademark_history
from zhichan.rooms.registry.machine_history import MachineHistory
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.trademark import TRADEMARKS
from zhichan.rooms.registry.status import (
    LegalEvent,
    Machine,
    Misfit,
    Timeline,
    overlays_of,
    overlays_on,
    patents,
    span_on,
    trademarks,
)

ALL = trademark_history.ALL_GOODS
_LATEST = 2**62
Lines = Mapping[str, Timeline]


@dataclass(frozen=True)
class Lived:
    """How the rights of a register live. ``lines``: what stood when of each goods item, of all under ``ALL``.

    ``kind``: the kind by which the machine knows a row, empty where it does not know it.
    """

    machine: Callable[[], Machine]
    lines: Callable[[Any, Sequence[ValueEvent]], Lines]
    kind: Callable[[Any], str]


_LIVED = {
    PATENTS.name: Lived(
        patents,
        lambda row, events: {ALL: patent_history.legal_line(row, events)},
        lambda row: row.kind if row.office == "CN" and row.status != patent_history.DOCUMENT else "",
    ),
    TRADEMARKS.name: Lived(
        trademarks,
        trademark_history.legal_lines,
        lambda row: "trademark" if row.office == trademark_history.DOMESTIC else "",
    ),
}


def lived(register: Register) -> Lived:
    """Raises NotFound for a register whose rows no machine moves."""
    if isinstance(history := register.replay, MachineHistory):
        return Lived(
            history.machine, lambda row, events: {ALL: history.line(row, events)}, lambda row: str(row.kind)
        )
    if register.name not in _LIVED:
        raise NotFound(_("这个登记册没有法律事件。"), register=register.name)
    return _LIVED[register.name]


def lived_registers() -> list[Register]:
    """Those whose rows a machine moves."""
    return [one for one in all_registers() if isinstance(one.replay, MachineHistory) or one.name in _LIVED]


def has_moves(register: Register, row: Any) -> bool:
    """Whether events can be recorded of a row: its machine knows it."""
    return lived(register).kind(row) in lived(register).machine().kinds


@dataclass(frozen=True)
class Moves:
    """Codes with words: what leads on from where the right stands, what an earlier state allowed, the rest.

    ``state``: the word for where it stands, as the page of the right says, ``since`` which day.
    """

    state: str
    since: date
    onward: Mapping[str, str]
    earlier: Mapping[str, str]
    beside: Mapping[str, str]


def moves_of(register: Register, row: Any, *, at: datetime, today: date) -> Moves:
    """What can be recorded of a right as known at an instant; no end of what never began. Two queries."""
    living = lived(register)
    machine, known = living.machine(), known_events(register, row, at)
    lines = living.lines(row, known)
    table, spans = machine.tables[living.kind(row)], [span for one in lines.values() for span in one.spans]
    stands = [span for one in lines.values() if (span := span_on(one, today))]
    now = {code for span in stands for code in table[span.recorded]}
    past = {code for span in spans if span.starts_on <= today for code in table[span.recorded]} - now
    offered = (
        _worded(machine, {code for code in codes if not _unopened(machine, known, _new(code, today, at))})
        for codes in (now, past, machine.silent)
    )
    return Moves(str(row.get_status_display()), _since(register, row, today), *offered)


def _since(register: Register, row: Any, today: date) -> date:
    """From when the status of today stands in the register. One query."""
    since, last = today, ""
    periods: Any = register.period_model._default_manager
    found = periods.filter(subject=row, known_to=KNOWN_FOREVER, valid_from__lte=today)
    rows = found.order_by("valid_from").values_list("valid_from", "status")
    for begun, status in rows:
        since, last = (since if status == last else begun), status
    return since


def _new(code: str, day: date, at: datetime, goods: str = "") -> ValueEvent:
    """An event that is not stored yet: the last of its day."""
    return ValueEvent(code, day, at, KNOWN_FOREVER, _LATEST, {"goods": goods} if goods else {})


def _worded(machine: Machine, codes: Iterable[str]) -> dict[str, str]:
    wanted = set(codes)
    return {code: label for code, label in machine.labels.items() if code in wanted}


def known_events(register: Register, row: Any, at: datetime) -> list[ValueEvent]:
    """What is known of a right at an instant. One query."""
    events = value_events(register, [row.pk])[row.pk]
    return [event for event in events if event.known_from <= at < event.known_to]


def why_not(register: Register, row: Any, code: str, day: date, goods: str, *, at: datetime) -> str:
    """Why an event does not fit what is known of a right, as a sentence; empty where it fits. One query.

    An event that names goods has to fit each of them, any other at least one of all.
    """
    living = lived(register)
    machine, known = living.machine(), known_events(register, row, at)
    new = _new(code, day, at, goods)
    before, after = living.lines(row, known), living.lines(row, [*known, new])
    reached = trademark_history.goods_of(goods) or tuple(after)
    whys = [
        _why_not(machine, living.kind(row), before.get(item) or before[ALL], after[item], new)
        for item in reached
    ]
    wrong = [why for why in whys if why]
    if wrong and (goods or len(wrong) == len(whys)):
        return wrong[0]
    return _unopened(machine, known, new)


def _why_not(machine: Machine, kind: str, before: Timeline, after: Timeline, new: ValueEvent) -> str:
    """Why an event does not fit one timeline; ``before`` and ``after``: without and with it."""
    began = before.spans[0].starts_on
    displaced = {one.event for one in after.problems} - {one.event for one in before.problems}
    is_early = new.effective_on < after.spans[0].starts_on or (new.effective_on < began and displaced)
    if is_early:
        return _("生效日期早于 %(first)s，那时这件权利还没有开始。") % {"first": began.isoformat()}
    misfit = _misfit(after, new)
    return _refusal(machine, kind, before, new, misfit) if misfit else ""


def _misfit(line: Timeline, new: ValueEvent) -> Misfit | None:
    return next(
        (one.misfit for one in line.problems if one.event.order == new.order and one.event.code == new.code),
        None,
    )


def _refusal(machine: Machine, kind: str, line: Timeline, new: ValueEvent, misfit: Misfit) -> str:
    """Which state stood on the day, and what could have happened then."""
    span = span_on(line, new.effective_on)
    state = span.recorded if span else machine.start
    ends = {code for spec in machine.overlays for code in spec.closes}
    could = "、".join(_worded(machine, machine.tables[kind][state].keys() - ends).values())
    words = {
        "event": machine.labels[new.code],
        "day": new.effective_on.isoformat(),
        "state": machine.states[state].label,
        "could": could or _("没有"),
    }
    if misfit is Misfit.REPEATED:
        return _("%(day)s 已经是“%(state)s”，不能再登记“%(event)s”。") % words
    return _("%(day)s 的状态是“%(state)s”，不能发生“%(event)s”；可以发生的：%(could)s。") % words


def _unopened(machine: Machine, known: Sequence[ValueEvent], new: ValueEvent) -> str:
    """Why a condition cannot end on a day: none of its kind had begun."""
    ends = [spec for spec in machine.overlays if new.code in spec.closes | spec.keeps]
    if not ends or new.code in {code for spec in machine.overlays for code in spec.opens}:
        return ""
    legal = [
        LegalEvent(one.code, one.effective_on, one.known_from, one.order)
        for one in known
        if one.code in machine.labels
    ]
    standing = overlays_on(overlays_of(machine, legal), new.effective_on)
    if standing & {spec.id for spec in ends}:
        return ""
    words = {"day": new.effective_on.isoformat(), "event": machine.labels[new.code]}
    return _("%(day)s 没有可以办“%(event)s”的事项：先登记它的开始。") % words
