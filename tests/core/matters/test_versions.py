"""What a later version changes: everything that differs is told, and nothing that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.matters.made_procedures import procedures
from tests.core.matters.rich_procedure import ACCEPT, RICH, law
from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.procedure import Field, Mark, Move, Procedure, Seat, State
from zhichan.core.matters.versions import Change, Detail, How, What, difference

MOVES = {move.name: move for move in RICH.moves}


def with_move(name: str, **changes: object) -> Procedure:
    moves = tuple(replace(one, **changes) if one.name == name else one for one in RICH.moves)
    return replace(RICH, version=2, in_force_from=date(2024, 1, 1), moves=moves)


def changes(new: Procedure) -> list[tuple[What, How, str]]:
    return [(one.what, one.how, one.name) for one in difference(RICH, new).changes]


def test_another_number_and_day_alone_change_nothing() -> None:
    newer = replace(RICH, version=2, in_force_from=date(2024, 1, 1))
    assert difference(RICH, newer).changes == ()


def test_a_longer_limit_is_told_in_words() -> None:
    longer = replace(ACCEPT, limit=Limit(7, Unit.WORKING_DAY), promised=None)
    found = difference(RICH, with_move("accept", within=(longer,)))
    assert found.changes == (
        Change(
            What.LIMIT,
            How.CHANGED,
            "accept",
            "自登记起 7 个工作日内",
            (
                Detail("期限", "自登记起 5 个工作日内", "自登记起 7 个工作日内"),
                Detail("承诺", "2 个工作日", ""),
            ),
        ),
    )
    assert found.stranded == ()


def test_a_source_that_was_checked_since_is_a_change() -> None:
    [one] = difference(RICH, with_move("sue", basis=law("第十二条"))).changes
    assert (one.what, one.label) == (What.MOVE, "起诉")
    assert one.details == (Detail("依据", "示例办法第十二条（依据待核）", "示例办法第十二条（已核对）"),)


def test_a_state_taken_away_strands_the_matters_in_it() -> None:
    states = tuple(one for one in RICH.states if one.name != "suspended")
    moves = tuple(one for one in RICH.moves if one.name not in ("suspend", "resume"))
    found = difference(RICH, replace(RICH, states=states, moves=moves))
    assert [(one.what, one.how, one.name) for one in found.changes] == [
        (What.STATE, How.REMOVED, "suspended"),
        (What.MOVE, How.REMOVED, "suspend"),
        (What.MOVE, How.REMOVED, "resume"),
    ]
    assert found.stranded == ("suspended",)


def test_a_state_that_became_final_strands_too() -> None:
    states = tuple(replace(one, is_final=one.name != "received") for one in RICH.states)
    assert difference(RICH, replace(RICH, states=states)).stranded == ("examining", "suspended")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (replace(RICH, note="别的"), [(What.PROCEDURE, How.CHANGED, "rich")]),
        (replace(RICH, retention_years=10), [(What.PROCEDURE, How.CHANGED, "rich")]),
        (
            replace(RICH, states=(*RICH.states, State("closed", "已归档", is_final=True))),
            [(What.STATE, How.ADDED, "closed")],
        ),
        (with_move("decide", to="withdrawn"), [(What.MOVE, How.CHANGED, "decide")]),
        (with_move("decide", guards=("is_paid",)), [(What.MOVE, How.CHANGED, "decide")]),
        (with_move("accept", within=()), [(What.LIMIT, How.REMOVED, "accept")]),
        (
            replace(RICH, seats=(*RICH.seats, Seat("expert", "专家"))),
            [(What.SEAT, How.ADDED, "expert")],
        ),
        (
            with_move("accept", form=(Field("day", "受理日期"),)),
            [(What.FIELD, How.ADDED, "accept/day")],
        ),
        (replace(RICH, opening=RICH.opening[:2]), [(What.FIELD, How.REMOVED, "/way")]),
        (
            replace(RICH, opening=(replace(RICH.opening[0], is_personal=True), *RICH.opening[1:])),
            [(What.FIELD, How.CHANGED, "/subject")],
        ),
    ],
)
def test_each_kind_of_change(new: Procedure, expected: list[tuple[What, How, str]]) -> None:
    assert changes(new) == expected


@given(procedures())
def test_there_is_no_difference_to_itself(procedure: Procedure) -> None:
    found = difference(procedure, procedure)
    assert found.changes == ()
    assert found.stranded == ()


@given(procedures(), procedures())
def test_a_difference_read_backwards_adds_what_it_took_away(old: Procedure, new: Procedure) -> None:
    there, back = difference(old, new).changes, difference(new, old).changes
    opposite = {How.ADDED: How.REMOVED, How.REMOVED: How.ADDED, How.CHANGED: How.CHANGED}
    assert {(one.what, one.how, one.name) for one in there} == {
        (one.what, opposite[one.how], one.name) for one in back
    }


@given(procedures(), st.data())
def test_any_one_thing_that_differs_is_told(procedure: Procedure, data: st.DataObject) -> None:
    """Of a move and of a state: each of its parts in turn."""
    place = data.draw(st.integers(0, len(procedure.moves) - 1))
    move = procedure.moves[place]
    other = data.draw(st.sampled_from(other_moves(move)))
    moves = (*procedure.moves[:place], other, *procedure.moves[place + 1 :])
    [found] = difference(procedure, replace(procedure, moves=moves)).changes
    assert (found.what, found.how, found.name) == (What.MOVE, How.CHANGED, move.name)
    assert found.details


def other_moves(move: Move) -> list[Move]:
    return [
        replace(move, label="别的"),
        replace(move, by=("court",)),
        replace(move, basis=law("第九十九条", Mark.LOCAL)),
        replace(move, guards=("is_paid",)),
        replace(move, after=("limit",)),
        replace(move, issues=("letter",)),
        replace(move, effects=("mark",)),
        replace(move, starts="child"),
    ]
