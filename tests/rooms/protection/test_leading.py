"""The step that is suggested: in every state one that leads on, that somebody can take, and why.

The database is there for the conditions that ask the rosters; nothing is written.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from tests.core.matters.conftest import at
from tests.rooms.protection.test_walks import Walker, day_of
from zhichan.core.access.actor import Actor
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.clocks import clocks_of
from zhichan.core.matters.happenings import Happening, What, facts_of
from zhichan.core.matters.judging import offers
from zhichan.core.matters.leading import Lead, lead_of
from zhichan.core.matters.loading import all_procedures, version_of
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.standing import Standing

pytestmark = pytest.mark.django_db
EVERYBODY = frozenset(Part)
ADJUDICATION = {
    "requested": "accept",
    "correcting": "correct",
    "accepted": "serve",
    "served": "defend",
    "defended": "forward_defence",
    "examining": "call_oral",
    "mediating": "settle",
    "suspended": "resume",
    "decided_stop": "serve_decision",
}
PUBLICITY = {"decided": "screen", "pushed": "push_received", "published": "expire"}
EXPECTED: dict[tuple[str, int], dict[str, str]] = {
    ("arbitration", 1): {
        "referred": "refer",
        "accepted": "award",
        "awarded": "receive_award",
        "set_aside_applied": "court_accept",
    },
    ("complaint_mediation", 1): {"received": "accept", "accepted": "mediate"},
    ("court_case", 1): {
        "filed": "accept",
        "accepted": "judge",
        "judged": "receive_judgment",
        "ruled": "receive_ruling",
        "appealed": "decide_appeal",
        "in_force": "close",
    },
    ("court_mediation", 1): {
        "offered": "ask",
        "consented": "accept",
        "mediating": "hold_session",
        "failed": "file",
    },
    ("criminal_transfer", 1): {
        "suspected": "report",
        "reported": "approve",
        "approved": "send",
        "sent": "receipt",
        "forwarded": "file",
        "police_refused": "reconsider",
        "reconsidering": "file_on_reconsideration",
        "upheld": "ask_supervision_again",
        "supervision_asked": "file_on_supervision",
        "police_filed": "hand_over",
    },
    ("lead", 1): {"registered": "assign", "verifying": "propose"},
    ("patent_adjudication", 1): ADJUDICATION,
    ("patent_adjudication", 2): ADJUDICATION,
    ("penalty_ordinary", 1): {
        "filed": "assign",
        "investigating": "finish_investigation",
        "suspended": "resume",
        "reviewing": "review",
        "notified": "serve_notice",
        "announcing": "collect_notice",
        "hearing": "appoint_host",
        "deciding": "review",  # a complex case that was not discussed yet: see below
        "with_police": "return_from_police",
        "decided": "serve",
        "served": "pay",
        "performed": "close",
        "enforcing": "enforced",
    },
    ("penalty_publicity", 1): PUBLICITY,
    ("penalty_publicity", 2): PUBLICITY,
    ("penalty_summary", 1): {
        "found": "decide",
        "decided": "pay",
        "performed": "report",
        "unpaid": "demand",
        "enforcing": "enforced",
    },
    ("peoples_mediation", 1): {
        "applied": "begin",
        "mediating": "hold_session",
        "agreed": "apply_confirmation",
        "confirm_applied": "court_accept",
        "confirm_accepted": "confirm",
    },
    ("preservation", 1): {"preserved": "handle"},
    ("rights_aid", 1): {
        "received": "accept",
        "correcting": "correct",
        "accepted": "assign",
        "assigned": "work",
        "working": "issue",
        "issued": "close",
    },
    ("seizure", 1): {"in_force": "send_for_testing", "testing": "receive_result"},
}
PLACES = [
    (procedure, state.name)
    for procedure in all_procedures()
    for state in procedure.states
    if not state.is_final
]
NORMAL = {"penalty_kind": "fine", "fine": 500_00, "term": "three_years", "decided_on": "2026-01-04"}
"""What is recorded in a normal matter: one with a fine to pay, which is published for three years."""


def standing_of(walker: Walker) -> Standing:
    """How the matter stands for somebody who is not on the case team."""
    return Standing(
        procedure=walker.procedure,
        matter=Matter(number="示例1号"),
        state=walker.state,
        happenings=walker.happened,
        clocks=clocks_of(walker.procedure, walker.happened, day_of, at=walker.now),
        values={},
        facts=facts_of(walker.happened),
        actor=Actor("person", 9, "某某"),
        at=walker.now,
        team={Part.CASE_TEAM: frozenset({1, 2})},
        seats={"party": [Participant(name="示例商行", accepts_electronic=True)]},
    )


def is_normal(walker: Walker) -> bool:
    facts = facts_of(walker.happened)
    known = {name: facts[name] for name in ("penalty_kind", "term") if name in facts}
    return all(NORMAL[name] == value for name, value in known.items()) and not facts.get("collected_on")


@cache
def before(procedure: Procedure, state: str) -> str:
    """The state that comes before one on the shortest way to it from the first."""
    seen, waiting = {procedure.initial.name: ""}, [procedure.initial.name]
    for name in waiting:
        for move in procedure.moves_from(name):
            if move.to not in seen and not procedure.state(move.to).is_final:
                seen[move.to] = name
                waiting.append(move.to)
    return seen[state]


@cache
def brought(procedure: Procedure, state: str) -> Walker:
    """A normal matter that has just come into a state."""
    if state == procedure.initial.name:
        return beginning(procedure)
    former = before(procedure, state)
    for seed in range(60):
        walker = again(brought(procedure, former), seed)
        for _try in range(40):
            if walker.state == state and is_normal(walker):
                return walker
            if walker.state != former:
                break
            walker.now += timedelta(hours=walker.draw.choice([1, 30, 200, 900]))
            onward = [one for one in walker.moves() if one.to == state]
            staying = [one for one in walker.moves() if one.to == former]
            choices = onward if not staying or walker.draw.random() < 0.5 else staying
            walker.try_move(walker.draw.choice(choices), is_sensible=True)
    raise AssertionError(f"{procedure.name} never came to {state}")


def beginning(procedure: Procedure) -> Walker:
    walker = Walker(procedure, random.Random(1))
    first = walker.happened[0]
    asked = {one.name for one in procedure.opening}
    given = {name: value for name, value in NORMAL.items() if name in asked}
    walker.happened[0] = replace(first, values={**first.values, **given})
    return walker


def again(came: Walker, seed: int) -> Walker:
    """Another walker who stands where one came to."""
    walker = Walker(came.procedure, random.Random(seed), came.now)
    walker.happened = list(came.happened)  # without the opening that a new walker begins with
    return walker


def suggested(walker: Walker) -> Lead | None:
    standing = standing_of(walker)
    return lead_of(standing, offers(standing, EVERYBODY))


def test_every_open_state_of_every_version_is_looked_at() -> None:
    assert {(one.name, one.version): set(one.open_states) for one in all_procedures()} == {
        key: set(states) for key, states in EXPECTED.items()
    }


@pytest.mark.parametrize(
    ("procedure", "state"),
    PLACES,
    ids=lambda one: one if isinstance(one, str) else f"{one.name}-{one.version}",
)
def test_what_is_suggested_leads_on_and_can_be_taken(procedure: Procedure, state: str) -> None:
    walker = again(brought(procedure, state), 1)
    if procedure.waits_on(state) == Part.SYSTEM:
        assert suggested(walker) is None
        walker.now += timedelta(days=3 * 366)
    lead = suggested(walker)
    assert lead is not None
    assert lead.move.name == EXPECTED[procedure.name, procedure.version][state]
    ends = procedure.state(lead.move.to).is_final
    standing = standing_of(walker)
    order = [one.name for one in procedure.states]
    forward = [
        one.move.name
        for one in offers(standing, EVERYBODY)
        if one.refusal is None
        and not procedure.state(one.move.to).is_final
        and order.index(one.move.to) > order.index(state)
    ]
    assert not (ends and forward)
    assert any(walker.try_move(lead.move, is_sensible=True) for _try in range(8))


def happened(*steps: tuple[str, str, str, dict[str, object]]) -> list[Happening]:
    """The opening and steps: name, day, the state it led to, values."""
    return [
        Happening(seq, What.MOVED if name else What.OPENED, name, at(f"{day} 10:00"), state, values)
        for seq, (name, day, state, values) in enumerate(steps, 1)
    ]


def lead_on(procedure: Procedure, day: str, parts: set[Part], *steps: tuple) -> Lead | None:
    walker = Walker(procedure, random.Random(0), at(f"{day} 11:00"))
    walker.happened = happened(*steps)
    standing = standing_of(walker)
    return lead_of(standing, offers(standing, parts))


REQUESTED = ("", "2026-02-10", "requested", {"is_sued": "no"})
ACCEPTED = ("accept", "2026-02-24", "accepted", {"right_in_force": "yes"})
SERVED = ("serve", "2026-02-26", "served", {"request_received_on": "2026-02-26"})
DEFENDED = ("defend", "2026-03-09", "defended", {"invalidation_filed": "no", "prior_art": "no"})


def test_it_is_said_until_when_and_why() -> None:
    team, adjudication = {Part.CASE_TEAM}, version_of("patent_adjudication", 2)
    lead = lead_on(adjudication, "2026-03-10", team, REQUESTED, ACCEPTED, SERVED, DEFENDED)
    assert lead is not None
    # Five working days from 9 March: 10 11 12 13 | 16.
    assert (lead.move.name, lead.is_usual, lead.until) == ("forward_defence", True, date(2026, 3, 16))


def test_what_was_done_in_the_state_is_not_suggested_again() -> None:
    team, adjudication = {Part.CASE_TEAM}, version_of("patent_adjudication", 2)
    forwarded = ("forward_defence", "2026-03-10", "defended", {"defence_forwarded_on": "2026-03-10"})
    lead = lead_on(adjudication, "2026-03-11", team, REQUESTED, ACCEPTED, SERVED, DEFENDED, forwarded)
    assert lead is not None
    assert (lead.move.name, lead.until) == ("examine", None)


def test_between_decisions_that_differ_nothing_is_suggested() -> None:
    """After the hearing the panel decides; the page does not lean to either side."""
    team, adjudication = {Part.CASE_TEAM}, version_of("patent_adjudication", 2)
    heard = (
        ("forward_defence", "2026-03-10", "defended", {"defence_forwarded_on": "2026-03-10"}),
        ("examine", "2026-03-12", "examining", {"examined_how": "oral"}),
        ("call_oral", "2026-03-13", "examining", {"oral_on": "2026-04-01"}),
        ("record_oral", "2026-04-01", "examining", {"content": "双方到庭"}),
    )
    past = (REQUESTED, ACCEPTED, SERVED, DEFENDED, *heard)
    assert lead_on(adjudication, "2026-05-20", team, *past) is None


def test_what_only_others_lead_on_with_is_not_replaced_by_a_way_out() -> None:
    """The requester may withdraw; that is no suggestion."""
    adjudication = version_of("patent_adjudication", 2)
    assert lead_on(adjudication, "2026-02-25", {Part.REQUESTER}, REQUESTED, ACCEPTED) is None


PUBLISHED = (
    ("", "2026-03-02", "decided", {"penalty_kind": "fine", "decided_on": "2026-03-02"}),
    ("screen", "2026-03-03", "decided", {"secrets_removed": "yes", "same_as_served": "yes"}),
    ("publish", "2026-03-04", "published", {"published_on": "2026-03-04", "term": "three_years"}),
)


def test_a_limit_that_presses_speaks_for_the_one_step_that_meets_it() -> None:
    team, publicity = {Part.CASE_TEAM}, version_of("penalty_publicity", 2)
    assert lead_on(publicity, "2026-03-05", team, *PUBLISHED) is None
    overturned = ("record_overturned", "2026-03-09", "published", {"overturned_on": "2026-03-09"})
    lead = lead_on(publicity, "2026-03-10", team, *PUBLISHED, overturned)
    assert lead is not None
    # Three working days from Monday: 10 11 12.
    assert (lead.move.name, lead.is_usual, lead.until) == ("withdraw", False, date(2026, 3, 12))
    year = lead_on(publicity, "2027-02-20", team, *PUBLISHED)
    assert year is not None
    assert (year.move.name, year.until) == ("check_term", date(2027, 3, 4))


def test_who_decides_is_led_to_the_decision_and_before_it_to_what_it_still_needs() -> None:
    penalty, head = version_of("penalty_ordinary", 1), {Part.DEPARTMENT_HEAD}

    def lead(parts: set[Part], **found: str) -> tuple[str, date | None]:
        known = {"needs_legal_review": "no", "is_complex": "no", "hearing_due": "no", **found}
        past = (
            ("", "2026-02-02", "filed", {}),
            ("assign", "2026-02-03", "investigating", {}),
            ("finish_investigation", "2026-03-02", "reviewing", known),
            ("notify", "2026-03-03", "notified", {"intended_fine": 1, "hearing_offered": "no"}),
            ("serve_notice", "2026-03-04", "notified", {"notice_received_on": "2026-03-04"}),
            ("waive", "2026-03-05", "deciding", {}),
        )
        found_lead = lead_on(penalty, "2026-03-06", parts, *past)
        assert found_lead is not None
        return found_lead.move.name, found_lead.until

    # Ninety days from 2 February: 26 in February, 31 in March, 30 in April, 3 in May, which is a Sunday.
    assert lead(head) == ("decide", date(2026, 5, 6))
    assert lead(head, is_complex="yes") == ("discuss", None)
    assert lead({Part.LEGAL_REVIEWER}, needs_legal_review="yes") == ("review", None)


def test_a_fine_collected_on_the_spot_is_to_be_handed_in_first() -> None:
    team, summary = {Part.CASE_TEAM}, version_of("penalty_summary", 1)
    found = ("", "2026-03-02", "found", {})
    decided = ("decide", "2026-03-02", "decided", {"penalty_kind": "fine", "fine": 50_00})
    paid = ("pay", "2026-03-02", "performed", {"collected_on": "2026-03-02"})
    later = ("pay", "2026-03-02", "performed", {})
    for last, expected in ((paid, "hand_in"), (later, "report")):
        lead = lead_on(summary, "2026-03-03", team, found, decided, last)
        assert lead is not None
        assert lead.move.name == expected


def test_a_mark_that_is_no_step_of_its_state_stops_the_start() -> None:
    lead = version_of("lead", 1)
    states = tuple(replace(one, usual=("file",)) if one.name == "registered" else one for one in lead.states)
    faults = faults_of(replace(lead, states=states), Known())
    assert "状态 registered：通常的下一步 file 不是从这里办的动作" in faults
