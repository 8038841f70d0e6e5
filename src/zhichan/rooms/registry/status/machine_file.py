"""Reads a status machine from its TOML file; a file that is not whole is refused with the reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from zhichan.core.errors import InvalidInput
from zhichan.rooms.registry.status.machine import (
    TARGETS,
    Basis,
    Effect,
    Machine,
    Mark,
    Memory,
    OverlaySpec,
    PublicClass,
    State,
    Step,
    Table,
    Term,
    TermRule,
    Transition,
)
from zhichan.rooms.registry.status.machine_checks import check_machine

_BASIS = re.compile(r"(?P<law>\S+) (?P<article>第.+) \[(?P<mark>verified|verified-part|memory)\]")
Entry = Mapping[str, Any]


@cache
def patents() -> Machine:
    """The machine of patents (专利): inventions, utility models and designs."""
    return read_machine(package_text("patents.toml"))


@cache
def trademarks() -> Machine:
    """The machine of one trademark item (商标): number, class and goods."""
    return read_machine(package_text("trademarks.toml"))


@cache
def copyrights() -> Machine:
    """The machine of a copyright registration (著作权登记)."""
    return read_machine(package_text("copyrights.toml"))


@cache
def overseas() -> Machine:
    """The machine of international applications and rights abroad (国际申请与海外权利)."""
    return read_machine(package_text("overseas.toml"))


def package_text(name: str) -> str:
    """The text of a data file of this package."""
    return files("zhichan.rooms.registry.status").joinpath(name).read_text(encoding="utf-8")


def read_machine(text: str) -> Machine:
    """Read a machine from TOML text. Raises InvalidInput when it is not whole."""
    try:
        machine = _machine(tomllib.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput("状态机文件无法读取", code="machine_unreadable", reason=repr(error)) from error
    check_machine(machine)
    return machine


def read_basis(lines: list[str]) -> tuple[Basis, ...]:
    """Read ``law article [mark]`` lines. Raises ValueError on a line of another shape."""
    found = [(_BASIS.fullmatch(line), line) for line in lines]
    wrong = [line for match, line in found if match is None]
    if wrong:
        raise ValueError(f"basis is not 'law article [mark]': {wrong[0]}")
    return tuple(Basis(m["law"], m["article"], Mark(m["mark"])) for m, _ in found if m is not None)


def _machine(entry: Entry) -> Machine:
    kinds = frozenset(entry["kinds"])
    states = _unique([_state(item, kinds) for item in entry["state"]])
    transitions = tuple(_transition(item, kinds) for item in entry["transition"])
    overlays = tuple(_overlay(item) for item in entry["overlay"])
    moving = {item["code"]: item["label"] for item in entry["event"]}
    quiet = _quiet(entry, overlays)
    return Machine(
        name=entry["name"],
        start=entry["start"],
        kinds=tuple(entry["kinds"]),
        states=states,
        labels={**quiet, **moving},
        ranks={code: rank for rank, code in enumerate(moving)},
        silent=frozenset(quiet) - frozenset(moving),
        transitions=transitions,
        tables={kind: _table(kind, states, transitions) for kind in entry["kinds"]},
        overlays=overlays,
        terms=_terms(entry.get("term", [])),
        term_rule=_term_rule(entry["term_rule"]),
        in_force=frozenset(i for i, state in states.items() if state.public is PublicClass.IN_FORCE),
    )


def _unique(states: list[State]) -> dict[str, State]:
    found = {state.id: state for state in states}
    if len(found) != len(states):
        raise ValueError("a state is declared twice")
    return found


def _state(item: Entry, kinds: frozenset[str]) -> State:
    return State(
        item["id"],
        item["label"],
        PublicClass(item["public"]),
        frozenset(item.get("kinds", kinds)),
        item.get("final", False),
    )


def _transition(item: Entry, kinds: frozenset[str]) -> Transition:
    sources = item["from"]
    return Transition(
        event=item["event"],
        sources=(sources,) if isinstance(sources, str) else tuple(sources),
        to=item["to"],
        effect=Effect(item.get("effect", "on_day")),
        memory=Memory(item.get("memory", "keep")),
        kinds=frozenset(item.get("kinds", kinds)),
        undoes=frozenset(item.get("undoes", ())),
        basis=read_basis(item.get("basis", [])),
    )


def _table(kind: str, states: Mapping[str, State], transitions: tuple[Transition, ...]) -> Table:
    """Each state's events for one kind; a way into or out of a state the kind does not have is left out."""
    table: dict[str, dict[str, Step]] = {i: {} for i, state in states.items() if kind in state.kinds}
    for item in transitions:
        if kind in item.kinds and (item.to in TARGETS or item.to in table):
            for source in item.sources:
                if source in table:
                    table[source][item.event] = _step(item)
    return table


def _step(item: Transition) -> Step:
    is_ab_initio = item.effect is Effect.AB_INITIO
    is_plain = item.to not in TARGETS and item.memory is Memory.KEEP and not is_ab_initio
    return Step(item.to, is_plain, item.memory, is_ab_initio, item.undoes, item)


def _overlay(item: Entry) -> OverlaySpec:
    codes = (frozenset(item.get(key, ())) for key in ("opens", "keeps", "closes", "also_closes"))
    return OverlaySpec(item["id"], item["label"], *codes)


def _quiet(entry: Entry, overlays: tuple[OverlaySpec, ...]) -> dict[str, str]:
    """Codes of notes and overlays, which leave the status alone, with what they are called."""
    spoken = [(spec, sorted(spec.opens | spec.keeps | spec.closes)) for spec in overlays]
    codes = {code: spec.label for spec, found in spoken for code in found}
    return {**codes, **{item["code"]: item["label"] for item in entry["note"]}}


def _terms(items: list[Entry]) -> dict[str, tuple[Term, ...]]:
    terms = [_term(item) for item in items]
    return {kind: tuple(t for t in terms if t.kind == kind) for kind in {t.kind for t in terms}}


def _term(item: Entry) -> Term:
    first, last = item.get("from", date.min), item.get("to", date.max)
    return Term(item["kind"], item["years"], first, last, read_basis(item["basis"]))


def _term_rule(item: Entry) -> TermRule:
    return TermRule(
        counted_from=item["counted_from"],
        runs=frozenset(item["runs"]),
        after=item["after"],
        extends=item.get("extends", ""),
        extended=item.get("extended", ""),
        renewed_by=item.get("renewed_by", ""),
        basis=read_basis(item["basis"]),
    )
