"""The diagram of a procedure (流程图): an SVG for the eye, and the same as a list of sentences.

    diagram = diagram_of(LEAD, current="verifying", passed={"registered": date(2026, 3, 2)})

A template shows both: ``{% include "matters/diagram.html" with diagram=diagram %}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from zhichan.core.matters.picture import Come, svg_parts
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.roads import end_of


@dataclass(frozen=True)
class DiagramLine:
    """One state in words. ``standing``: ``current``, ``passed`` or ``ahead``; ``on``: the day it was reached.
    ``follows``: what may be done there, and the state that leads to."""

    state: str
    label: str
    standing: str
    on: date | None
    is_final: bool
    follows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Diagram:
    """The picture, written with classes of the stylesheet alone, and the same in words."""

    svg: SafeString
    lines: tuple[DiagramLine, ...]


def diagram_of(
    procedure: Procedure, *, current: str | None = None, passed: Mapping[str, date] | None = None
) -> Diagram:
    """The procedure as it is, or with how far a matter has come.

    ``passed``: the states that were left, each with the day it was reached, in the order in which they were.
    Raises KeyError for a state the procedure does not have. The layout is computed once for each language.
    """
    come = Come(procedure, current, dict(passed or {}))
    for name in (*come.passed, *([current] if current else [])):
        procedure.state(name)
    svg = mark_safe("".join(svg_parts(come)))  # noqa: S308  every text in it is escaped
    return Diagram(svg, tuple(_lines(come)))


def _lines(come: Come) -> Iterator[DiagramLine]:
    procedure = come.procedure
    for state in procedure.states:
        moves = [(move, end_of(move, state.name)) for move in procedure.moves_from(state.name)]
        yield DiagramLine(
            state.name,
            str(state.label),
            come.standing(state.name),
            come.passed.get(state.name),
            state.is_final,
            tuple((str(move.label), str(procedure.state(end).label)) for move, end in moves),
        )
