"""One row of a file on its way into a register: checked, or refused with reasons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

UNDATED = ""
_AS_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Fact(NamedTuple):
    """Something that happened, as a row tells it; ``values`` are the tracked fields it sets, as texts.

    ``effective_on`` is ``UNDATED`` where the row does not tell the day: then it had happened by the day the
    batch was known, and counts from that day.
    """

    code: str
    effective_on: str
    values: Mapping[str, Any]


class Problem(NamedTuple):
    """Why a row is refused: which field, what stood there, why not, how to put it right."""

    field: str
    value: str
    reason: str
    fix: str


@dataclass(slots=True)
class Line:
    """A row in the words of its register.

    ``settled``: the text of each settled field that the file gives. ``names``: the names of parties it
    speaks of; facts refer to them by place (``#0``). ``extra``: what the room keeps besides.
    """

    number: int
    place: str
    key: str
    settled: dict[str, str]
    facts: list[Fact]
    names: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> str:
        """Everything but where the row stands, as text that is the same for the same content."""
        return _AS_TEXT([self.settled, self.facts, self.names, self.extra])


@dataclass(slots=True)
class Refused:
    number: int
    place: str
    problems: Sequence[Problem]


Checked = Line | Refused


def line_of(number: int, place: str, key: str, payload: str) -> Line:
    """The line that ``payload`` was made of."""
    settled, facts, names, extra = json.loads(payload)
    return Line(number, place, key, settled, [Fact(*fact) for fact in facts], names, extra)


def says_more(payload: str) -> bool:
    """Whether the line that ``payload`` was made of has anything in ``extra``. Nothing is taken apart."""
    return not payload.endswith(",{}]")


def digest_of(payload: str) -> int:
    """A number of 63 bits that tells two contents apart."""
    return int.from_bytes(blake2b(payload.encode(), digest_size=8).digest(), "big") >> 1


def day_of(fact: Fact, known_on: date) -> date:
    """The day a fact takes effect."""
    return known_on if fact.effective_on == UNDATED else date.fromisoformat(fact.effective_on)
