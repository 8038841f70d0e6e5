"""Every step of every procedure for everybody, as the table says: judged without a database.

What only the form, a limit or a condition says is left aside: here it is who somebody is that counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.procedure_rights.house import SYSTEM, Standing, made_units, standing_in
from tests.procedure_rights.reading import COLUMNS, OPENING, check_people, step_rows, steps_of
from zhichan.core.access.rights import may
from zhichan.core.errors import NotAllowed
from zhichan.core.matters.clocks import Clock
from zhichan.core.matters.judging import before_form, offers
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.models import Matter
from zhichan.core.matters.outside.steps import own_moves
from zhichan.core.matters.parts_held import parts_held
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.standing import Standing as MatterStanding

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
each_procedure = pytest.mark.parametrize(
    "procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}"
)


def test_people_stand_in_the_table_with_known_cells_only() -> None:
    check_people()


def test_the_table_names_every_version_of_every_procedure() -> None:
    named = {(one.procedure, version) for one in step_rows() for version in one.versions}
    assert named == {(one.name, one.version) for one in all_procedures()}


@each_procedure
def test_the_table_names_every_step_of_a_procedure_and_nothing_else(procedure: Procedure) -> None:
    rows = steps_of(procedure.name, procedure.version)
    assert {name: row.words for name, row in rows.items() if name != OPENING} == {
        move.name: str(move.label) for move in procedure.moves
    }
    parts = {seat.part for seat in procedure.seats}
    assert all(row.seats <= parts for row in rows.values()), "a seat that nobody can take"


def test_each_step_is_somebody_s() -> None:
    assert [one for one in step_rows() if not (one.takes or one.is_child)] == []


@each_procedure
def test_a_step_is_offered_to_those_the_table_names_and_refused_to_the_rest(procedure: Procedure) -> None:
    """In every state: what the page offers, and what the action would say to each step of the state."""
    rows = steps_of(procedure.name, procedure.version)
    wrong, judged = [], 0
    for one in (*_through_the_door(procedure), None):
        parts = _parts(one, procedure)
        acting, part = (one.who.acting, one.part) if one else ("system", "")
        for state in procedure.states:
            standing = _standing(procedure, state.name, one)
            expected = [
                move.name
                for move in procedure.moves
                if state.name in procedure.leaving(move) and rows[move.name].is_for(acting, part)
            ]
            if [offer.move.name for offer in offers(standing, parts)] != expected:
                wrong.append((acting, part, state.name, "offered"))
            for move in procedure.moves_from(state.name):
                refusals = [type(error) for error in before_form(standing, move, parts)]
                judged += 1
                if (NotAllowed in refusals) is (move.name in expected):
                    wrong.append((acting, part, state.name, move.name))
    assert wrong == []
    assert judged >= len(COLUMNS) * len(procedure.moves)


@each_procedure
def test_whoever_the_table_refuses_has_neither_the_right_nor_a_seat_that_is_seen(
    procedure: Procedure,
) -> None:
    refused = [one for one in standing_in(procedure) if one.who.is_refused]
    own = made_units()["own"]
    assert [one.who.name for one in refused if may(one.actor, MATTER_MOVE, [own])] == []
    assert {one.who.where for one in refused} >= {"below", "shared", "other"}


@each_procedure
def test_from_outside_only_the_steps_the_table_opens_are_there(procedure: Procedure) -> None:
    rows = steps_of(procedure.name, procedure.version)
    followed = {seat.part for seat in procedure.seats if procedure.follows(seat.name)} - {""}
    for state in procedure.states:
        for part in {seat.part for seat in procedure.seats} - {""}:
            expected = [
                move.name
                for move in procedure.moves
                if state.name in procedure.leaving(move) and part in rows[move.name].outside
            ]
            assert [move.name for move in own_moves(procedure, state.name, {part})] == expected, (
                state.name,
                part,
            )
    assert {part for row in rows.values() for part in row.outside} - {"yes"} <= followed
    assert procedure.is_public is bool(rows[OPENING].outside)


def _through_the_door(procedure: Procedure) -> Iterator[Standing]:
    return (one for one in standing_in(procedure) if not one.who.is_refused)


def _parts(one: Standing | None, procedure: Procedure) -> frozenset[str]:
    matter = Matter(unit_id=made_units()["own"])
    if one is None:
        return parts_held(SYSTEM, matter, procedure, {}, {})
    return parts_held(one.actor, matter, procedure, one.team, one.seats)


def _standing(procedure: Procedure, state: str, one: Standing | None) -> MatterStanding:
    return MatterStanding(
        procedure=procedure,
        matter=Matter(pk=1, number="示例1号", unit_id=made_units()["own"]),
        state=state,
        happenings=(),
        clocks=tuple[Clock, ...](),
        values={},
        facts={},
        actor=one.actor if one else SYSTEM,
        at=NOW,
        team=one.team if one else {},
        seats=one.seats if one else {},
    )
