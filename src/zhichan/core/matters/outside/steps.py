"""Which steps whoever submitted may take from outside (当事人自己的动作)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from zhichan.core.errors import WrongState
from zhichan.core.matters.judging import parts_for
from zhichan.core.matters.procedure import Move, Procedure
from zhichan.core.matters.standing import Standing


def own_moves(procedure: Procedure, state: str, parts: Collection[str]) -> Iterator[Move]:
    """The steps of a state that are open to the outside and to these parts."""
    return (move for move in procedure.moves_from(state) if move.is_public and parts_for(move, parts))


def own_move(standing: Standing, parts: Collection[str], name: str) -> Move:
    """One of them. Raises WrongState, in the words of the outside, where it is not there now."""
    for move in own_moves(standing.procedure, standing.state, parts):
        if move.name == name:
            return move
    raise WrongState(
        _("办件现在不需要您办这一步。可能已经办过，或者办件有了新的进展。"),
        code="not_now",
        matter=standing.matter.pk,
    )
