"""How the states of a procedure hang together (流程主线): the lines between them, and the main road.

Nothing of it is written in a procedure: it follows from the states, in their order, and from the moves.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from zhichan.core.matters.procedure import ANY_OPEN, Duty, Move, Procedure

FEW = 2
"""With no more open states than these, "any open state" is drawn as the lines it stands for."""
MANY = 4
"""A state off the main road that is reached from so many others is not joined to them by lines."""

Step = tuple[str, str]


@dataclass(frozen=True)
class Roads:
    """``between``: the moves from one state to another, drawn as lines; ``staying``: those that stay in a
    state. ``main``: the main road.

    ``from_many``: the moves to a state that may be reached from any open state or from many, which are no
    lines. ``anywhere``: those that may be taken in any open state and stay in it.
    """

    between: Mapping[Step, tuple[Move, ...]]
    staying: Mapping[str, tuple[Move, ...]]
    from_many: Mapping[str, tuple[Move, ...]]
    anywhere: tuple[Move, ...]
    main: tuple[str, ...]

    def is_from_anywhere(self, state: str) -> bool:
        return any(move.leaves == (ANY_OPEN,) for move in self.from_many.get(state, ()))


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
    between: dict[Step, list[Move]] = {}
    staying: dict[str, list[Move]] = {}
    for state, move, end in steps_of(procedure):
        if move not in general and state == end:
            staying.setdefault(state, []).append(move)
        elif move not in general:
            between.setdefault((state, end), []).append(move)
    main = _main_road(procedure, tuple(between))
    for step in pairwise(main):
        between.setdefault(step, [move for move in general if move.to == step[1]])
    crowded = _crowded(between, main)
    return Roads(
        {step: tuple(moves) for step, moves in between.items() if step[1] not in crowded},
        {state: tuple(moves) for state, moves in staying.items()},
        _moves_to(procedure, crowded, general),
        tuple(move for move in general if not move.to),
        main,
    )


def _crowded(between: Iterable[Step], main: Sequence[str]) -> set[str]:
    sources = Counter(end for _begin, end in between if end not in main)
    return {state for state, number in sources.items() if number >= MANY}


def _moves_to(
    procedure: Procedure, crowded: Collection[str], general: Collection[Move]
) -> dict[str, tuple[Move, ...]]:
    found: dict[str, list[Move]] = {}
    for move in procedure.moves:
        if move in general or move.to in crowded:
            found.setdefault(move.to, []).append(move)
    return {state: tuple(moves) for state, moves in found.items() if state}


def _main_road(procedure: Procedure, steps: Sequence[Step]) -> tuple[str, ...]:
    """The shortest way to the final state that is farthest off; of two as far the one written first.

    Where between two of its states one more may come that is written between them (an answer, a hearing),
    the road goes through it.
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
    return _with_stops([state.name for state in procedure.states], set(steps), ways[goal])


def _with_stops(states: Sequence[str], steps: Collection[Step], way: tuple[str, ...]) -> tuple[str, ...]:
    """The way, at each step with the one state more that lies on it in the order of the states."""
    found = [way[0]]
    for begin, end in pairwise(way):
        between = states[states.index(begin) + 1 : states.index(end)]
        stop = (one for one in between if one not in way and (begin, one) in steps and (one, end) in steps)
        found += [*islice(stop, 1), end]
    return tuple(found)


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


def can_still(procedure: Procedure, state: str, duty: Duty) -> bool:
    """Whether a move that meets a limit can be taken in a state or later."""
    reached = _states_after(procedure, state)
    return any(not reached.isdisjoint(procedure.leaving(move)) for move in duty.moves)


@cache
def _states_after(procedure: Procedure, state: str) -> frozenset[str]:
    return reached_from(state, lambda one: (move.to for move in procedure.moves_from(one)))


def reached_from(first: str, onward: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """The states that can follow one, itself included."""
    seen: set[str] = set()
    waiting = [first]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += onward(one)
    return frozenset(seen)
