"""How the states of a procedure hang together (流程主线): the lines between them, and the main road.

Nothing of it is written in a procedure: it follows from the states, in their order, and from the moves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    more than a few they are no lines. ``anywhere``: those that may be taken in any of these and stay in it.
    ``main``: the main road.
    """

    between: Mapping[Step, tuple[Move, ...]]
    staying: Mapping[str, tuple[Move, ...]]
    from_anywhere: Mapping[str, tuple[Move, ...]]
    anywhere: tuple[Move, ...]
    main: tuple[str, ...]


def end_of(move: Move, state: str) -> str:
    """The state that a move leads to from another; the same where it names none."""
    return move.to or state


def steps_of(procedure: Procedure) -> Iterator[tuple[str, Move, str]]:
    """Each move from each state it may be taken in, with the state it leads to from there."""
    for move in procedure.moves:
        for state in procedure.leaving(move):
            yield state, move, end_of(move, state)


def roads_of(procedure: Procedure) -> Roads:
    """O(moves · states)."""
    is_many = len(procedure.open_states) > FEW
    general = [move for move in procedure.moves if is_many and move.leaves == (ANY_OPEN,)]
    drawn = [step for step in steps_of(procedure) if step[1] not in general]
    between: dict[Step, list[Move]] = {}
    staying: dict[str, list[Move]] = {}
    for state, move, end in drawn:
        if state == end:
            staying.setdefault(state, []).append(move)
        else:
            between.setdefault((state, end), []).append(move)
    main = _main_road(procedure, tuple(between))
    for step in pairwise(main):
        between.setdefault(step, [move for move in general if move.to == step[1]])
    anywhere: dict[str, list[Move]] = {}
    for move in general:
        anywhere.setdefault(move.to, []).append(move)
    return Roads(
        {step: tuple(moves) for step, moves in between.items()},
        {state: tuple(moves) for state, moves in staying.items()},
        {state: tuple(moves) for state, moves in anywhere.items() if state},
        tuple(anywhere.get("", ())),
        main,
    )


def _main_road(procedure: Procedure, steps: Sequence[Step]) -> tuple[str, ...]:
    """The longest way that goes on in the order of the states, to the final state that is farthest off.

    Of two as far off the one written first; where no way keeps to the order, the shortest one.
    """
    final = [state.name for state in procedure.states if state.is_final]
    ways = _shortest_ways(procedure.initial.name, steps)
    if not any(name in ways for name in final):
        steps = [*steps, *((state, end) for state, _move, end in steps_of(procedure))]
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
