"""What the procedures of protection promise as a whole, told from their data."""

from __future__ import annotations

import pytest

from zhichan.core.matters.loading import all_procedures, version_of
from zhichan.core.matters.parts import OUTSIDE, Part
from zhichan.core.matters.procedure import Kind, Mark, Move, Procedure
from zhichan.rooms.protection.steps.adjudication import BEFORE_DECISION as BEFORE_RULING
from zhichan.rooms.protection.steps.penalty_limits import AFTER_DECISION, BEFORE_DECISION
from zhichan.rooms.protection.steps.police import ENDED

each_procedure = pytest.mark.parametrize(
    "procedure", all_procedures(), ids=lambda one: f"{one.name}-{one.version}"
)
PENALTY = version_of("penalty_ordinary", 1)
ADJUDICATION = version_of("patent_adjudication", 2)
RIGHTS_THAT_RUN_OUT = {
    "penalty_ordinary": {
        "defend",
        "ask_hearing",
        "notify_hearing",
        "collect_notice",
        "collect_decision",
        "reconsider",
        "sue",
    },
    "penalty_summary": {"reconsider", "sue"},
    "penalty_publicity": {"three_months", "three_years", "ban"},
    "patent_adjudication": {"correct", "defend", "oral_notice", "sue"},
    "peoples_mediation": {"apply_confirmation"},
    "court_case": {"appeal_judgment", "appeal_ruling"},
    "rights_aid": {"correct"},
    "seizure": {"extend_in_time"},
}


def into(procedure: Procedure, state: str) -> list[Move]:
    """The moves that lead into a state from another."""
    return [move for move in procedure.moves if move.to == state and procedure.leaving(move) != (state,)]


@each_procedure
def test_every_open_state_can_end(procedure: Procedure) -> None:
    """Backwards from the final states, which is another way than the loader goes."""
    ends = {state.name for state in procedure.states if state.is_final}
    while more := {
        state
        for move in procedure.moves
        if move.to in ends
        for state in procedure.leaving(move)
        if state not in ends
    }:
        ends |= more
    assert ends == {state.name for state in procedure.states}


@each_procedure
def test_only_rights_that_run_out_bar(procedure: Procedure) -> None:
    barring = {duty.within.name for duty in procedure.duties if duty.within.bars}
    assert barring == RIGHTS_THAT_RUN_OUT.get(procedure.name, set())


@each_procedure
def test_whoever_submits_from_outside_is_asked_all_that_is_required(procedure: Procedure) -> None:
    if procedure.is_public:
        assert [one.name for one in procedure.opening if one.is_required and not one.is_public] == []


@each_procedure
def test_a_day_that_starts_a_limit_is_required_of_the_step_that_asks_for_it(procedure: Procedure) -> None:
    """Else the step could be taken and the limit would never begin."""
    spared = {"free_again_on", "collected_on"}  # asked for where it applies; a condition sees to the first
    since = {duty.within.since for duty in procedure.duties} - spared
    forms = [procedure.opening, *(move.form for move in procedure.moves)]
    assert [one.name for form in forms for one in form if one.name in since and not one.is_required] == []


@each_procedure
def test_one_name_is_one_kind_of_fact(procedure: Procedure) -> None:
    kinds: dict[str, Kind] = {}
    for form in (procedure.opening, *(move.form for move in procedure.moves)):
        for one in form:
            assert kinds.setdefault(one.name, one.kind) is one.kind, one.name


@each_procedure
def test_the_system_acts_on_verified_limits_alone(procedure: Procedure) -> None:
    limits = {duty.within.name: duty.within for duty in procedure.duties}
    for move in procedure.moves:
        if Part.SYSTEM in move.by:
            assert [limits[name].basis.mark for name in move.after] == [Mark.VERIFIED], move.name


def test_reporters_and_witnesses_are_secret_wherever_they_sit() -> None:
    seats = [seat for one in all_procedures() for seat in one.seats if seat.name in ("reporter", "witness")]
    assert len(seats) >= 6
    assert all(seat.is_secret for seat in seats)


def test_a_penalty_case_goes_to_the_police_from_every_stage() -> None:
    assert set(BEFORE_DECISION) | set(AFTER_DECISION) | {"with_police"} == set(PENALTY.open_states)
    for state in BEFORE_DECISION:
        names = {move.name for move in PENALTY.moves_from(state)}
        assert {"suspect_crime", "transfer_to_police", "terminate", "transfer_case"} <= names, state
    for state in (*AFTER_DECISION, *ENDED):
        [move] = [one for one in PENALTY.moves_from(state) if one.starts == "criminal_transfer"]
        assert move.to == state
    assert {move.name: move.to for move in PENALTY.moves_from("with_police")} == {
        "return_from_police": "investigating",
        "close_with_police": "transferred",
    }
    [decide] = [duty.within for duty in PENALTY.duties if duty.within.name == "decide"]
    assert PENALTY.state("with_police").stops in decide.excludes


def test_the_three_systems_cannot_be_left_out() -> None:
    [decide] = into(PENALTY, "decided")
    for ending in ("no_penalty", "not_proven"):
        assert "review_passed" in PENALTY.move(ending).guards
    assert {"legal_review_passed", "notice_received", "record_kept", "discussed_where_due"} <= set(
        decide.guards
    )
    assert all(move.starts == "penalty_publicity" for move in into(PENALTY, "served"))
    assert all("publicity_told" in move.guards for move in into(PENALTY, "served"))
    kept = {move.name for move in PENALTY.moves if "record_kept" in move.guards}
    # Start, evidence, review, hearing, decision of every kind, service, execution.
    assert kept == {
        "assign",
        "enforced",
        "end_enforcement",
        "finish_investigation",
        "review",
        "finish_hearing",
        "decide",
        "no_penalty",
        "not_proven",
        "serve",
        "decision_announced",
        "close",
    }


def test_nothing_leads_to_a_decision_but_notice_defence_and_hearing() -> None:
    assert {move.name for move in into(PENALTY, "deciding")} == {
        "proceed",
        "waive",
        "finish_hearing",
        "end_hearing",
    }


def test_an_adjudication_is_settled_or_withdrawn_from_every_state_before_the_ruling() -> None:
    assert set(ADJUDICATION.open_states) == {*BEFORE_RULING, "decided_stop"}
    for state in BEFORE_RULING:
        names = {move.to for move in ADJUDICATION.moves_from(state)}
        assert {"settled", "withdrawn", "dismissed"} <= names, state


def test_what_was_not_read_is_marked_and_decides_nothing() -> None:
    """The new measures were not read: limits that rest on the old ones are from memory and bar nobody by
    themselves, which ``core.matters.judging`` holds."""
    verified = {duty.within.name for duty in ADJUDICATION.duties if duty.within.basis.mark is Mark.VERIFIED}
    assert verified == {"sue", "comply"}
    assert "依据待核" in str(ADJUDICATION.note)


def test_parts_outside_the_office_have_a_seat_or_are_recorded_by_the_team() -> None:
    for procedure in all_procedures():
        acting = {part for move in procedure.moves for part in move.by}
        assert acting <= set(Part)
        if not acting & {Part.CASE_TEAM}:
            assert not acting & OUTSIDE, procedure.name
