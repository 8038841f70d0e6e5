"""A house in which every role sits in the unit of a matter, above and below it, in one it is shared with, and
in another. The actors are made, not read: their ids and units are all that is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tests.procedure_rights.reading import WHERE, Somebody, everybody
from zhichan.core.access.actor import ANONYMOUS, Actor, Held, system_actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.models import Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure

SYSTEM = system_actor("test")
FIRST_ID = 1000
OFFICER, HOST = 901, 902
"""Who works on the matter already."""


@dataclass(frozen=True)
class Standing:
    """Somebody as they act in a matter. ``seat``: where they sit, with its part."""

    who: Somebody
    actor: Actor
    seat: str = ""
    part: str = ""

    @property
    def team(self) -> dict[str, frozenset[int]]:
        """The team of the matter with them on it."""
        found = {Part.CASE_TEAM: {OFFICER}, Part.HEARING_HOST: {HOST}}
        placed = {"team": Part.CASE_TEAM, "host": Part.HEARING_HOST}.get(self.who.place)
        if placed:
            found[placed] |= {self.actor.id or 0}
        return {part: frozenset(ids) for part, ids in found.items()}

    @property
    def seats(self) -> dict[str, list[Participant]]:
        """The seats of the matter with them in theirs."""
        return {self.seat: [Participant(seat=self.seat, person_id=self.actor.id)]} if self.seat else {}


def unit_ids(units: Mapping[str, int], where: str) -> frozenset[int]:
    """A unit and those below it: one lies above the matter's own, one below."""
    below = {"above": ("above", "own", "below"), "own": ("own", "below")}.get(where, (where,))
    return frozenset(units[name] for name in below)


def actor_of(number: int, who: Somebody, units: Mapping[str, int]) -> Actor:
    if who.roles == (Role.PUBLIC,):
        return ANONYMOUS
    held = tuple(Held(role, units[who.where], unit_ids(units, who.where)) for role in who.roles)
    return Actor("person", FIRST_ID + number, who.name, held)


@cache
def made_units() -> Mapping[str, int]:
    return {name: number for number, name in enumerate(WHERE, 1)}


def standing_in(procedure: Procedure, units: Mapping[str, int] | None = None) -> Iterator[Standing]:
    """Everybody in a matter of a procedure; whoever has a seat, once in each that has a part."""
    for number, who in enumerate(everybody()):
        actor = actor_of(number, who, units or made_units())
        if who.place != "seat":
            yield Standing(who, actor)
            continue
        for seat in procedure.seats:
            if seat.part:
                yield Standing(who, actor, seat.name, seat.part)
