"""What pages and the console say of a procedure's states, moves and sources, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.matters.guards import guard_named
from zhichan.core.matters.issued import titles_of
from zhichan.core.matters.procedure import ANY_OPEN, Move, Procedure
from zhichan.core.matters.procedure_values import marks_of
from zhichan.core.matters.roads import roads_of
from zhichan.core.matters.wording import (
    MARKS,
    SaidLimit,
    SaidSource,
    limit_text,
    parts_text,
    said_limit,
    said_source,
)


@dataclass(frozen=True)
class StateLine:
    """``is_main``: it stands on the main road."""

    label: str
    told: str
    is_final: bool
    is_main: bool
    stops: str
    moves: int


@dataclass(frozen=True)
class MoveLine:
    """``to`` empty: the matter stays where it is. ``terms``: conditions and what must have run out first.
    ``papers``: the documents it issues."""

    label: str
    leaves: str
    to: str
    by: str
    limits: tuple[SaidLimit, ...]
    source: SaidSource
    terms: tuple[str, ...]
    papers: str


def state_lines(procedure: Procedure) -> list[StateLine]:
    main = roads_of(procedure).main
    return [
        StateLine(
            str(state.label),
            str(state.public or state.label),
            state.is_final,
            state.name in main,
            state.stops,
            sum(1 for _move in procedure.moves_from(state.name)),
        )
        for state in procedure.states
    ]


def move_lines(procedure: Procedure) -> list[MoveLine]:
    labels = {state.name: str(state.label) for state in procedure.states}
    return [_move_line(procedure, move, labels) for move in procedure.moves]


def _move_line(procedure: Procedure, move: Move, labels: dict[str, str]) -> MoveLine:
    leaves = (
        _("任何未结环节") if move.leaves == (ANY_OPEN,) else "、".join(labels[one] for one in move.leaves)
    )
    stays = not move.to or move.leaves == (move.to,)
    return MoveLine(
        str(move.label),
        leaves,
        "" if stays else labels[move.to],
        parts_text(move.by),
        tuple(said_limit(procedure, within) for within in move.within),
        said_source(move.basis),
        tuple(_terms(procedure, move)),
        titles_of(move.issues),
    )


def _terms(procedure: Procedure, move: Move) -> Iterator[str]:
    yield from (str(guard_named(name).label) for name in move.guards)
    limits = {duty.within.name: duty.within for duty in procedure.duties}
    for name in move.after:
        yield _("%(limit)s期满之后") % {"limit": limit_text(procedure, limits[name])}


def mark_lines(procedure: Procedure) -> list[tuple[str, str, int]]:
    """Status kind, words and number of sources for each mark, the best checked first."""
    counts = marks_of(procedure)
    return [(kind, str(words), counts[mark]) for mark, (kind, words) in MARKS.items() if mark in counts]
