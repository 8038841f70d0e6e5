"""The matters in which the parties of a register take part (参与的事项), as far as a reader may see them.

A reporter or witness is kept secret: where somebody takes part as such, no list tells of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from zhichan.core.access.actor import Actor
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.queries import matters_visible_to, procedure_of
from zhichan.core.matters.showing.people import seat_text

MOST = 50


@dataclass(frozen=True)
class TakesPart:
    """A matter with the seat somebody has in it. ``has_left``: takes part no longer."""

    matter: Matter
    seat: str
    procedure: str
    state: str
    has_left: bool


@dataclass(frozen=True)
class TakenPart:
    """The newest matters of some parties. ``is_more``: there are older ones."""

    lines: tuple[TakesPart, ...]
    is_more: bool


def matters_of_parties(register: str, keys: Collection[int], actor: Actor) -> TakenPart:
    """The matters in which rows of a register take part, the newest first. One query, by the index over
    references."""
    rows = (
        Participant.objects.filter(
            register=register, row_id__in=keys, is_secret=False, matter__in=matters_visible_to(actor)
        )
        .select_related("matter")
        .order_by("-matter_id", "pk")[: MOST + 1]
    )
    found = list(rows)
    return TakenPart(tuple(_line(one) for one in found[:MOST]), len(found) > MOST)


def _line(one: Participant) -> TakesPart:
    procedure = procedure_of(one.matter)
    return TakesPart(
        matter=one.matter,
        seat=seat_text(procedure, one.seat),
        procedure=str(procedure.label),
        state=str(procedure.state(one.matter.state).label),
        has_left=one.removed_at is not None,
    )
