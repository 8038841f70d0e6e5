"""Refuses a status machine that is not whole: the start of the product stops, not a replay years later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zhichan.core.errors import InvalidInput
from zhichan.rooms.registry.status.machine import RETURN, STATED, STAY, TARGETS, UNDO, Machine, Memory, Table


def check_machine(machine: Machine) -> None:
    """Raise InvalidInput with every reason found."""
    reasons = [*_names(machine), *_transitions(machine), *_term(machine)]
    if not reasons:
        reasons = [reason for kind in machine.kinds for reason in _paths(machine, kind)]
    if reasons:
        raise InvalidInput(
            f"状态机 {machine.name} 不完整: {'; '.join(reasons)}", code="machine_refused", reasons=reasons
        )


def _names(machine: Machine) -> Iterator[str]:
    used = {machine.start} | {s for t in machine.transitions for s in (*t.sources, t.to)}
    yield from (f"unknown state {name}" for name in sorted(used - set(machine.states) - TARGETS))
    events = {item.event for item in machine.transitions}
    yield from (f"unknown event {code}" for code in sorted(events - set(machine.ranks)))
    yield from (f"event {code} moves nothing" for code in sorted(set(machine.ranks) - events))
    kinds = {kind for state in machine.states.values() for kind in state.kinds} | set(machine.terms)
    kinds |= {kind for item in machine.transitions for kind in item.kinds}
    yield from (f"unknown kind {kind}" for kind in sorted(kinds - set(machine.kinds)))


def _transitions(machine: Machine) -> Iterator[str]:
    for item in machine.transitions:
        where = f"{item.event} from {', '.join(item.sources)}"
        if not item.basis:
            yield f"no basis: {where}"
        if (item.to == UNDO) != bool(item.undoes):
            yield f"undo must name what it undoes: {where}"
        yield from (f"unknown event {code}" for code in sorted(item.undoes - set(machine.ranks)))
    ways = Counter((s, t.event, k) for t in machine.transitions for s in t.sources for k in t.kinds)
    yield from (f"two ways from {s} by {e} for {k}" for (s, e, k), count in ways.items() if count > 1)


def _term(machine: Machine) -> Iterator[str]:
    rule = machine.term_rule
    named = {rule.after, *rule.runs} | {name for name in (rule.extends, rule.extended) if name}
    yield from (f"unknown state {name} in the term rule" for name in sorted(named - set(machine.states)))
    if rule.counted_from not in {"filing", "right", STATED}:
        yield f"a term counts from the filing or the right, not from {rule.counted_from}"
    if rule.renewed_by and rule.renewed_by not in machine.ranks:
        yield f"unknown event {rule.renewed_by} in the term rule"
    if rule.counted_from == STATED:
        yield from (f"a stated term is not computed: {kind}" for kind in sorted(machine.terms))
    else:
        yield from (f"no term for {kind}" for kind in machine.kinds if kind not in machine.terms)


def _paths(machine: Machine, kind: str) -> Iterator[str]:
    table = machine.tables[kind]
    if machine.start not in table:
        yield f"{kind} does not have the start {machine.start}"
        return
    yield from (
        f"{name} cannot be reached by {kind}" for name in sorted(set(table) - _reached(machine, table))
    )
    for name, steps in table.items():
        leads_out = any(step.to not in {STAY, name} for step in steps.values())
        if leads_out == machine.states[name].is_final:
            yield f"{name} is {'final but left' if leads_out else 'a dead end'} by {kind}"
    if any(s.to == RETURN for steps in table.values() for s in steps.values()) and not _pushes(table):
        yield f"{kind} returns to a state nobody remembers"


def _reached(machine: Machine, table: Table) -> set[str]:
    """States reached by plain ways; returns and undoings only lead where one has been."""
    seen, todo = {machine.start}, [machine.start]
    while todo:
        ways = {step.to for step in table[todo.pop()].values()} - TARGETS - seen
        seen |= ways
        todo += sorted(ways)
    return seen


def _pushes(table: Table) -> bool:
    return any(step.memory is Memory.PUSH for steps in table.values() for step in steps.values())
