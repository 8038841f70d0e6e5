"""How the states of a procedure hang together (流程主线): the lines between them, and the main road.

Nothing of it is written in a procedure: it follows from the states, in their order, and from the moves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhichan.core.matters.procedure import ANY_OPEN, Move, Procedure

FEW = 2
"""With no more open states than these, "any open state" is drawn as the lines it stands for."""

Step = tuple[str, str]


@dataclass(frozen=True)
class Roads:
    """``between``: the moves from one state to another. ``staying``: those that stay in a state.

    ``from_anywhere``: those that may be taken in any open state, by the state they lead to; where there are
    more than a few they are no lines. ``main``: the main road.
    """

    between: Mapping[Step, tuple[Move, ...]]
    staying: Mapping[str, tuple[Move, ...]]
    from_anywhere: Mapping[str, tuple[Move, ...]]
    main: tuple[str, ...]


def roads_of(procedure: Procedure) -> Roads:
    """O(moves · states)."""
    between: dict[Step, list[Move]] = {}
    staying: dict[str, list[Move]] = {}
    anywhere: dict[str, list[Move]] = {}
    for move in procedure.moves:
        if move.leaves == (ANY_OPEN,) and len(procedure.open_states) > FEW:
            anywhere.setdefault(move.to, []).append(move)
            continue
        for state in procedure.leaving(move):
            if state == move.to:
                staying.setdefault(state, []).append(move)
            else:
                between.setdefault((state, move.to), []).append(move)
    main = _main_road(procedure, tuple(between))
    for step in pairwise(main):
        between.setdefault(
            step, [move for move in anywhere.get(step[1], ()) if step[0] in procedure.leaving(move)]
        )
    return Roads(
        {step: tuple(moves) for step, moves in between.items()},
        {state: tuple(moves) for state, moves in staying.items()},
        {state: tuple(moves) for state, moves in anywhere.items()},
        main,
    )


def _main_road(procedure: Procedure, steps: Sequence[Step]) -> tuple[str, ...]:
    """The longest way that goes on in the order of the states, to the final state that is farthest off.

    Of two as far off the one written first; where no way keeps to the order, the shortest one.
    """
    final = [state.name for state in procedure.states if state.is_final]
    ways = _shortest_ways(procedure.initial.name, steps)
    if not any(name in ways for name in final):
        steps = [*steps, *((state, move.to) for move in procedure.moves for state in procedure.leaving(move))]
        ways = _shortest_ways(procedure.initial.name, steps)
    reached = [name for name in final if name in ways]
    if not reached:
        return (procedure.initial.name,)
    goal = max(reached, key=lambda name: (len(ways[name]), -final.index(name)))
    return _longest_way_on([state.name for state in procedure.states], steps).get(goal, ways[goal])


def _shortest_ways(first: str, steps: Iterable[Step]) -> dict[str, tuple[str, ...]]:
    """A shortest way to every state that can be reached."""
    onward: dict[str, list[str]] = {}
    for begin, end in steps:
        onward.setdefault(begin, []).append(end)
    ways: dict[str, tuple[str, ...]] = {first: (first,)}
    waiting = deque([first])
    while waiting:
        state = waiting.popleft()
        for other in onward.get(state, ()):
            if other not in ways:
                ways[other] = (*ways[state], other)
                waiting.append(other)
    return ways


def _longest_way_on(states: Sequence[str], steps: Iterable[Step]) -> dict[str, tuple[str, ...]]:
    """For each state the longest way to it from the first, each step to a state written later."""
    order = {name: n for n, name in enumerate(states)}
    ways: dict[str, tuple[str, ...]] = {states[0]: (states[0],)}
    for begin, end in sorted(set(steps), key=lambda step: (order[step[0]], order[step[1]])):
        if order[begin] < order[end] and begin in ways and len(ways[begin]) >= len(ways.get(end, ())):
            ways[end] = (*ways[begin], end)
    return ways
