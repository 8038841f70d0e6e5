"""The procedures of protection against the domain's table: every row of it is carried.

Where a row is carried otherwise, ``CARRIED`` names the move and ``docs/decisions/0015`` the reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zhichan.core.matters.limits import Limit
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.procedure import Move, Procedure, Within

CHILDREN = ("seizure", "preservation")
"""Procedures of their own here, single rows of the ordinary penalty in the table."""
UNLISTED = ("court_case",)
"""Not in the table: the handbook only says what is recorded of a suit (disputes, 4)."""
CARRIED = {
    ("penalty_ordinary", "investigating", "先行登记保存后作出处理"): ("preserve", "investigating"),
    ("penalty_ordinary", "reviewing", "涉嫌犯罪移送"): ("transfer_to_police", "with_police"),
    # Amounts and days stand in limits and rules, not in words.
    ("penalty_summary", "found", "当场处罚(个人200元以下、组织3000元以下或警告)"): ("decide", "decided"),
    ("penalty_summary", "decided", "当场收缴或15日内缴款"): ("pay", "performed"),
}
ELSEWHERE = {
    ("patent_adjudication", "examine"): "call_oral",
    ("penalty_ordinary", "proceed"): "record_defence",
}
"""Moves whose limit stands on another move: an oral hearing may be called more than once; a defence is made
while the matter stays where it is."""
NOT_FINAL = {("court_mediation", "failed"), ("arbitration", "awarded")}
"""What failed still has to go back to the court; from an award the table itself leads on."""
ADDED = {
    ("patent_adjudication", "correct"): {"correct"},
    ("rights_aid", "correct"): {"correct"},
    ("court_mediation", "decline"): {"ask"},
    ("penalty_publicity", "stop_early"): {"three_months", "three_years", "ban", "repair"},
    ("penalty_ordinary", "enforce"): {"enforce"},
}
"""Limits on moves to which the table gives none."""
OF_OTHERS = {"incoming", "received"}
"""Documents that others write: recorded, not issued."""

FULL_WIDTH = str.maketrans(",()", "，（）")

ALL = [one for one in all_procedures() if one.name not in (*CHILDREN, *UNLISTED)]
each_procedure = pytest.mark.parametrize("procedure", ALL, ids=lambda one: f"{one.name}-{one.version}")


@cache
def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def row_of(shared: Path, procedure: Procedure) -> dict[str, Any]:
    [found] = [
        one
        for one in read(shared / "domain/data/procedures.toml")["procedure"]
        if one["id"] == procedure.name
    ]
    return found


def carrying(procedure: Procedure, row: dict[str, Any]) -> Move:
    """The one move that carries a row."""
    by_name = CARRIED.get((procedure.name, row["from"], row["act"]))
    if by_name:
        [move] = [one for one in procedure.moves_from(row["from"]) if (one.name, one.to) == by_name]
        return move
    [move] = [
        one
        for one in procedure.moves_from(row["from"])
        if one.to == row["to"] and str(one.label).startswith(row["act"].translate(FULL_WIDTH))
    ]
    return move


def newest(name: str) -> Procedure:
    return [one for one in all_procedures() if one.name == name][-1]


def limits_of(procedure: Procedure, move: Move) -> Iterator[Limit]:
    """The limits a row may speak of: its move's own, one it waits for, one it makes longer, those of the
    child it opens."""
    every = {duty.within.name: duty.within for duty in procedure.duties}
    own = [*move.within, *(every[name] for name in move.after)]
    if other := ELSEWHERE.get((procedure.name, move.name)):
        own += procedure.move(other).within
    if move.starts:
        own += [duty.within for duty in newest(move.starts).duties]
    yield from (one.limit for one in own)
    for within in every.values():
        yield from (one.limit for one in within.extensions if one.move == move.name and one.limit)


@each_procedure
def test_it_carries_every_row(procedure: Procedure, shared: Path) -> None:
    for row in row_of(shared, procedure)["transitions"]:
        move = carrying(procedure, row)
        limits = [(one.amount, one.unit.value) for one in limits_of(procedure, move)]
        if "limit" in row:
            assert (row["limit"], row["unit"]) in limits, row
        elif not move.starts:
            added = {one.name for one in move.within}
            assert added <= ADDED.get((procedure.name, move.name), set()), row
        assert move.basis.mark.value == row["status"], row


@each_procedure
def test_it_begins_where_the_table_begins_and_ends_where_it_ends(procedure: Procedure, shared: Path) -> None:
    table = row_of(shared, procedure)
    assert procedure.initial.name == table["initial"]
    final = {state.name for state in procedure.states if state.is_final}
    assert set(table["final"]) - final == {state for name, state in NOT_FINAL if name == procedure.name}
    assert set(table["states"]) <= {state.name for state in procedure.states}


@each_procedure
def test_a_limit_counted_backwards_is_one(procedure: Procedure, shared: Path) -> None:
    for row in row_of(shared, procedure)["transitions"]:
        if "backwards" in row.get("note", ""):
            found = [one for one in limits_of(procedure, carrying(procedure, row)) if one.backwards]
            assert [(one.amount, one.unit.value) for one in found] == [(row["limit"], row["unit"])]


@each_procedure
def test_time_that_the_table_excludes_is_excluded_by_some_limit(procedure: Procedure, shared: Path) -> None:
    excluded = "".join(kind for duty in procedure.duties for kind in duty.within.excludes)
    for kind in row_of(shared, procedure)["excluded_time"]:
        assert kind in excluded, kind


def issued(procedure: Procedure) -> set[str]:
    """What a procedure issues, with the measures inside it."""
    children = {move.starts for move in procedure.moves if move.starts in CHILDREN}
    every = [procedure, *map(newest, children)]
    return {name for one in every for move in one.moves for name in move.issues}


@each_procedure
def test_every_document_of_the_table_that_is_ours_is_issued(procedure: Procedure, shared: Path) -> None:
    entries = read(shared / "domain/data/documents.toml")["document"]
    for row in row_of(shared, procedure)["transitions"]:
        if "document" not in row:
            continue
        fitting = [
            one
            for one in entries
            if row["document"] in one["procedure_docs"] and procedure.name in one["procedure"]
        ]
        assert fitting, row
        ours = {one["id"] for one in fitting if one["direction"] not in OF_OTHERS}
        assert ours <= issued(procedure), row


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}")
def test_what_it_issues_is_a_document_of_ours(procedure: Procedure, shared: Path) -> None:
    entries = {one["id"]: one for one in read(shared / "domain/data/documents.toml")["document"]}
    for move in procedure.moves:
        for name in move.issues:
            assert entries[name]["direction"] not in OF_OTHERS, (move.name, name)


def test_no_version_differs_in_a_limit_without_saying_so() -> None:
    """The newer versions of adjudication and publicity keep the limits of the older; publicity adds two."""
    limits: dict[tuple[str, int], dict[str, Within]] = {
        (one.name, one.version): {duty.within.name: duty.within for duty in one.duties}
        for one in all_procedures()
    }
    assert limits["patent_adjudication", 2] == limits["patent_adjudication", 1]
    older, newer = limits["penalty_publicity", 1], limits["penalty_publicity", 2]
    assert {name: newer[name] for name in older} == older
    assert set(newer) - set(older) == {"repair", "one_year"}
