"""What a status machine (法律状态机) is: states, events, transitions, overlays and the term.

A machine is read from a file (``machine_file.py``) and refused at start-up when it is not whole
(``machine_checks.py``). Nothing here knows patents or trademarks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

RETURN = "@return"
STAY = "@stay"
UNDO = "@undo"
STATED = "stated"
"""What a term counts from that no rule of ours computes: it ends where a source says so."""
TARGETS = frozenset({RETURN, STAY, UNDO})


class Mark(StrEnum):
    """How sure we are of a rule; ``STATED`` is a source's own word."""

    VERIFIED = "verified"
    VERIFIED_PART = "verified-part"
    MEMORY = "memory"
    STATED = "stated"


class PublicClass(StrEnum):
    """What lists and statistics show of a state (审中, 有效, 失效)."""

    PENDING = "pending"
    IN_FORCE = "in_force"
    ENDED = "ended"


class Effect(StrEnum):
    """From which day a transition works: the event's, one the act names, or the first of the right."""

    ON_DAY = "on_day"
    NAMED_DAY = "named_day"
    AB_INITIO = "ab_initio"


class Memory(StrEnum):
    """What a transition does to the states that ``@return`` goes back to."""

    KEEP = "keep"
    PUSH = "push"
    CLEAR = "clear"


class Basis(NamedTuple):
    """An article of law and how sure we are of it."""

    law: str
    article: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class State:
    """A state; ``is_final`` says that nothing is meant to lead out of it."""

    id: str
    label: str
    public: PublicClass
    kinds: frozenset[str]
    is_final: bool


@dataclass(frozen=True, slots=True)
class Transition:
    """One declared way from some states to another by one event."""

    event: str
    sources: tuple[str, ...]
    to: str
    effect: Effect
    memory: Memory
    kinds: frozenset[str]
    undoes: frozenset[str]
    basis: tuple[Basis, ...]


class Step(NamedTuple):
    """A transition as the walk needs it: looked up by kind, state and event."""

    to: str
    is_plain: bool
    memory: Memory
    is_ab_initio: bool
    undoes: frozenset[str]
    transition: Transition


@dataclass(frozen=True, slots=True)
class OverlaySpec:
    """A condition over a status (质押, 许可…): the events that open, keep and close it.

    ``also_closes`` are events of the status itself that end the condition where it stands.
    """

    id: str
    label: str
    opens: frozenset[str]
    keeps: frozenset[str]
    closes: frozenset[str]
    also_closes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """Years of a term for one kind, by the day of filing."""

    kind: str
    years: int
    starts_on: date
    ends_on: date
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class TermRule:
    """From what a term counts (``filing``, ``right``, ``STATED``), where it runs out, what follows."""

    counted_from: str
    runs: frozenset[str]
    after: str
    extends: str
    extended: str
    renewed_by: str
    basis: tuple[Basis, ...]


Table = Mapping[str, Mapping[str, Step]]


@dataclass(frozen=True, slots=True, eq=False)
class Machine:
    """A whole machine. ``tables`` answers kind → state → event; ``ranks`` orders the events of one day."""

    name: str
    start: str
    kinds: tuple[str, ...]
    states: Mapping[str, State]
    labels: Mapping[str, str]
    ranks: Mapping[str, int]
    silent: frozenset[str]
    transitions: tuple[Transition, ...]
    tables: Mapping[str, Table]
    overlays: tuple[OverlaySpec, ...]
    terms: Mapping[str, tuple[Term, ...]]
    term_rule: TermRule
    in_force: frozenset[str]

    def public_class(self, state: str) -> PublicClass:
        """Whether a state is shown as 审中, 有效 or 失效."""
        return self.states[state].public

    def targets_of(self, event: str) -> frozenset[str]:
        """The states an event can lead to, whatever it comes from."""
        return frozenset(item.to for item in self.transitions if item.event == event)


def weakest(marks: list[Mark]) -> Mark:
    """The mark of a conclusion is that of its least certain ground."""
    order = (Mark.MEMORY, Mark.STATED, Mark.VERIFIED_PART, Mark.VERIFIED)
    return min(marks, key=order.index)
