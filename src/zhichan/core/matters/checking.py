"""What is wrong with a procedure (程序检查), told in one line each.

Pure. A procedure with a fault stops the start of the program: it names the file, the place and the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from zhichan.core.matters.procedure import ANY_OPEN, OPENED, Move, Procedure, Within


@dataclass(frozen=True)
class Known:
    """The names a procedure may use: of parts, guards, documents and procedures."""

    parts: Collection[str] = ()
    guards: Collection[str] = ()
    documents: Collection[str] = ()
    procedures: Collection[str] = ()


def faults_of(procedure: Procedure, known: Known) -> list[str]:
    """Every fault; empty for a procedure that can run."""
    return [*_shape(procedure), *_names(procedure, known), *_paths(procedure), *_limits(procedure)]


def _shape(procedure: Procedure) -> Iterator[str]:
    if not procedure.states or not procedure.moves:
        yield "没有状态或没有动作"
    if not procedure.basis:
        yield "没有写依据"
    for what, names in (
        ("状态", [state.name for state in procedure.states]),
        ("动作", [move.name for move in procedure.moves]),
    ):
        yield from (f"{what} {name} 写了 {n} 次" for name, n in Counter(names).items() if n > 1)


def _names(procedure: Procedure, known: Known) -> Iterator[str]:
    states = {state.name for state in procedure.states}
    for move in procedure.moves:
        named = {*move.leaves, move.to} - {ANY_OPEN}
        yield from _unknown(move, "状态", named, states)
        yield from _unknown(move, "办理身份", move.by, known.parts)
        yield from _unknown(move, "条件", move.guards, known.guards)
        yield from _unknown(move, "文书", move.issues, known.documents)
        yield from _unknown(move, "程序", filter(None, [move.starts]), known.procedures)
        if ANY_OPEN in move.leaves and len(move.leaves) > 1:
            yield f"动作 {move.name}：“任何未结状态”不能与别的状态并列"
        if not move.by:
            yield f"动作 {move.name}：没有写由谁办理"
        moves = {one.name for one in procedure.moves}
        longer = [within.extension.move for within in move.within if within.extension]
        yield from _unknown(move, "动作", longer, moves)


def _unknown(move: Move, what: str, names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    return (f"动作 {move.name}：没有这个{what} {name}" for name in sorted(set(names) - set(known)))


def _paths(procedure: Procedure) -> Iterator[str]:
    """Each state can be reached from the first, and from each open one a final one."""
    onward: dict[str, set[str]] = {state.name: set() for state in procedure.states}
    for move in procedure.moves:
        for state in procedure.leaving(move):
            if state in onward and move.to in onward:
                onward[state].add(move.to)
    final = {state.name for state in procedure.states if state.is_final}
    if not final:
        yield "没有办结的状态"
    if not procedure.states:
        return
    reached = _reached(procedure.initial.name, onward)
    for one in procedure.states:
        if one.name not in reached:
            yield f"状态 {one.name}：从 {procedure.initial.name} 到不了"
        elif not one.is_final and not final & _reached(one.name, onward):
            yield f"状态 {one.name}：到不了任何办结的状态"
        elif one.is_final and onward[one.name] - {one.name}:
            yield f"状态 {one.name}：已办结，却还通向 {'、'.join(sorted(onward[one.name]))}"


def _reached(first: str, onward: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [first]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting += onward[state]
    return seen


def _limits(procedure: Procedure) -> Iterator[str]:
    facts = {OPENED, *(move.name for move in procedure.moves)}
    facts.update(fact for move in procedure.moves for fact in move.records)
    for move in procedure.moves:
        for within in move.within:
            yield from _limit(move, within, facts)


def _limit(move: Move, within: Within, facts: Collection[str]) -> Iterator[str]:
    if within.since not in facts:
        yield f"动作 {move.name}：期限的起算 {within.since} 既不是动作，也没有动作登记这个日期"
    for source in (within.basis, *([within.extension.basis] if within.extension else [])):
        if not source.title:
            yield f"动作 {move.name}：期限没有写出处"
    if within.promised and within.promised.unit != within.limit.unit:
        yield f"动作 {move.name}：承诺期限与法定期限的单位不同"
