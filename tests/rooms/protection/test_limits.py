"""The limits of protection on days worked by hand.

2026: Spring Festival off from 15 to 23 February, Saturdays 14 and 28 worked; Qingming off from 4 to 6 April;
National Day off from 1 to 7 October.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from tests.core.matters.conftest import at
from tests.core.matters.test_clocks import Known
from zhichan.core.matters.clocks import Clock, ClockState, clocks_of
from zhichan.core.matters.happenings import Happening, What
from zhichan.core.matters.loading import version_of

Step = tuple[str, str] | tuple[str, str, Mapping[str, Any]]
NEWEST = {"patent_adjudication": 2, "penalty_publicity": 2}


def clock(name: str, limit: str, *steps: Step, now: str = "2026-02-10 12:00", **opening: Any) -> Clock | None:
    """The latest running of a limit. The first step is the opening, named ``""``."""
    procedure = version_of(name, NEWEST.get(name, 1))
    found = [Happening(1, What.OPENED, "", at(steps[0][1]), procedure.initial.name, opening)]
    for move, when, *values in steps[1:]:
        to = procedure.move(move).to or found[-1].to_state
        found.append(
            Happening(len(found) + 1, What.MOVED, move, at(when), to, dict(values[0]) if values else {})
        )
    clocks = clocks_of(procedure, found, Known, at=max(at(now), found[-1].at))
    return next((one for one in reversed(clocks) if one.name == limit), None)


def due(name: str, limit: str, *steps: Step, **opening: Any) -> date | datetime:
    found = clock(name, limit, *steps, **opening)
    assert found is not None
    return found.due.due


FILED = ("", "2026-01-05 09:00")
OPENED = ("", "2026-02-10 09:00")


@pytest.mark.parametrize(
    ("name", "limit", "steps", "expected"),
    [
        # Ninety days end on 5 April, in the holiday.
        ("penalty_ordinary", "decide", [FILED], date(2026, 4, 7)),
        (
            "penalty_ordinary",
            "decide",
            [FILED, ("assign", "2026-01-06 09:00"), ("extend", "2026-03-02 09:00")],
            date(2026, 5, 7),
        ),
        (
            "penalty_ordinary",
            "decide",
            [
                FILED,
                ("assign", "2026-01-06 09:00"),
                ("extend", "2026-03-02 09:00"),
                ("extend_again", "2026-04-30 09:00", {"decide_by": "2026-06-30"}),
            ],
            date(2026, 6, 30),
        ),
        # With the police from 2 to 11 February: ten days do not count.
        (
            "penalty_ordinary",
            "decide",
            [
                FILED,
                ("assign", "2026-01-06 09:00"),
                ("transfer_to_police", "2026-02-02 09:00"),
                ("return_from_police", "2026-02-12 09:00"),
            ],
            date(2026, 4, 15),
        ),
        (
            "penalty_ordinary",
            "ask_hearing",
            [FILED, ("serve_notice", "2026-02-10 09:00", {"notice_received_on": "2026-02-10"})],
            date(2026, 2, 24),
        ),
        (
            "penalty_ordinary",
            "notify_hearing",
            [FILED, ("notify_hearing", "2026-02-10 10:00", {"hearing_on": "2026-02-27"})],
            date(2026, 2, 11),
        ),
        (
            "penalty_ordinary",
            "serve",
            [FILED, ("decide", "2026-02-14 09:00", {"decided_on": "2026-02-13"})],
            date(2026, 3, 2),
        ),
        (
            "penalty_ordinary",
            "collect_decision",
            [FILED, ("announce_decision", "2026-03-02 09:00", {"decision_announced_on": "2026-03-02"})],
            date(2026, 4, 1),
        ),
        (
            "penalty_ordinary",
            "pay",
            [FILED, ("serve", "2026-02-10 10:00", {"received_on": "2026-02-10"})],
            date(2026, 2, 25),
        ),
        (
            "penalty_ordinary",
            "pay",
            [
                FILED,
                ("serve", "2026-02-10 10:00", {"received_on": "2026-02-10"}),
                ("defer_payment", "2026-02-12 10:00", {"pay_by": "2026-06-30"}),
            ],
            date(2026, 6, 30),
        ),
        (
            "penalty_ordinary",
            "reconsider",
            [FILED, ("serve", "2026-02-10 10:00", {"received_on": "2026-02-10"})],
            date(2026, 4, 13),
        ),
        (
            "penalty_ordinary",
            "sue",
            [FILED, ("serve", "2026-02-10 10:00", {"received_on": "2026-02-10"})],
            date(2026, 8, 10),
        ),
        (
            "penalty_ordinary",
            "after_demand",
            [FILED, ("demand", "2026-08-12 10:00", {"demand_received_on": "2026-08-12"})],
            date(2026, 8, 26),
        ),
        (
            "penalty_ordinary",
            "enforce",
            [FILED, ("demand", "2026-08-12 10:00", {"remedy_ended_on": "2026-08-10"})],
            date(2026, 11, 10),
        ),
        (
            "penalty_summary",
            "hand_in",
            [OPENED, ("pay", "2026-02-14 10:00", {"collected_on": "2026-02-14"})],
            date(2026, 2, 25),
        ),
        ("criminal_transfer", "approve", [OPENED, ("report", "2026-02-13 17:00")], date(2026, 2, 16)),
        ("criminal_transfer", "send", [OPENED, ("approve", "2026-02-13 17:30")], at("2026-02-14 17:30")),
        (
            "criminal_transfer",
            "forward",
            [OPENED, ("receipt", "2026-02-14 10:00", {"received_at": "2026-02-14T09:00:00+08:00"})],
            at("2026-02-15 09:00"),
        ),
        (
            "criminal_transfer",
            "police_decide",
            [OPENED, ("receipt", "2026-02-14 10:00", {"accepted_on": "2026-02-14"})],
            date(2026, 2, 17),
        ),
        (
            "criminal_transfer",
            "hand_over",
            [OPENED, ("file", "2026-02-16 10:00", {"filing_received_on": "2026-02-16"})],
            date(2026, 2, 19),
        ),
        ("patent_adjudication", "accept", [OPENED], date(2026, 2, 24)),
        ("patent_adjudication", "decide", [OPENED, ("accept", "2026-02-24 10:00")], date(2026, 5, 25)),
        (
            "patent_adjudication",
            "decide",
            [
                OPENED,
                ("accept", "2026-02-24 10:00"),
                ("suspend", "2026-03-02 10:00"),
                ("resume", "2026-03-12 10:00"),
            ],
            date(2026, 6, 3),
        ),
        # The office waits from 12 to 26 February: 11 and 27, 28 February, 2 and 3 March count.
        (
            "patent_adjudication",
            "accept",
            [OPENED, ("ask_correction", "2026-02-12 10:00"), ("correct", "2026-02-27 10:00")],
            date(2026, 3, 3),
        ),
        (
            "patent_adjudication",
            "defend",
            [OPENED, ("serve", "2026-02-10 10:00", {"request_received_on": "2026-02-10"})],
            date(2026, 2, 25),
        ),
        (
            "patent_adjudication",
            "oral_notice",
            [OPENED, ("call_oral", "2026-03-02 10:00", {"oral_on": "2026-03-10"})],
            date(2026, 3, 5),
        ),
        (
            "patent_adjudication",
            "sue",
            [OPENED, ("serve_decision", "2026-06-10 10:00", {"decision_received_on": "2026-06-10"})],
            date(2026, 6, 25),
        ),
        (
            "peoples_mediation",
            "apply_confirmation",
            [OPENED, ("agree", "2026-09-02 10:00", {"effective_on": "2026-09-02"})],
            date(2026, 10, 8),
        ),
        (
            "peoples_mediation",
            "court_rule",
            [
                OPENED,
                ("court_accept", "2026-03-05 10:00", {"court_accepted_on": "2026-03-05"}),
                ("court_extend", "2026-03-18 10:00"),
            ],
            date(2026, 3, 30),
        ),
        # Three months from 15 January 2027 are 15 April; the later receipt counts.
        (
            "arbitration",
            "apply_set_aside",
            [
                OPENED,
                ("receive_award", "2027-01-13 10:00", {"award_received_on": "2027-01-12"}),
                ("receive_award", "2027-01-18 10:00", {"award_received_on": "2027-01-15"}),
            ],
            date(2027, 4, 15),
        ),
        # Two months from 9 March end on a Saturday that is worked instead of the holiday.
        (
            "arbitration",
            "court_rule",
            [OPENED, ("court_accept", "2026-03-10 10:00", {"court_accepted_on": "2026-03-09"})],
            date(2026, 5, 9),
        ),
        # Fifteen days from 20 September end on 5 October, in the holiday; ten on 30 September.
        (
            "court_case",
            "appeal_judgment",
            [OPENED, ("receive_judgment", "2026-09-21 10:00", {"judgment_received_on": "2026-09-20"})],
            date(2026, 10, 8),
        ),
        (
            "court_case",
            "appeal_ruling",
            [OPENED, ("receive_ruling", "2026-09-21 10:00", {"ruling_received_on": "2026-09-20"})],
            date(2026, 9, 30),
        ),
        (
            "rights_aid",
            "correct",
            [OPENED, ("ask_correction", "2026-02-10 10:00", {"correct_by": "2026-03-02"})],
            date(2026, 3, 3),
        ),
    ],
)
def test_a_limit_ends_on_the_day_worked_by_hand(
    name: str, limit: str, steps: list[Step], expected: date | datetime
) -> None:
    assert due(name, limit, *steps) == expected


def test_publicity_counts_from_the_decision_and_its_terms_from_the_day_of_publicity() -> None:
    opening = {"decided_on": "2026-02-10", "penalty_kind": "fine"}
    assert due("penalty_publicity", "publish", OPENED, **opening) == date(2026, 3, 16)
    assert due("penalty_publicity", "push", OPENED, **opening) == date(2026, 3, 2)
    for term, end in (("three_months", date(2026, 6, 2)), ("three_years", date(2029, 3, 2))):
        shown = ("publish", "2026-03-02 10:00", {"published_on": "2026-03-02", "term": term})
        assert due("penalty_publicity", term, OPENED, shown, **opening) == end
        others = {"three_months", "three_years", "ban"} - {term}
        assert all(clock("penalty_publicity", one, OPENED, shown) is None for one in others)
    ban = {"published_on": "2026-03-02", "term": "ban", "free_again_on": "2031-05-01"}
    shown = ("publish", "2026-03-02 10:00", ban)
    found = clock("penalty_publicity", "ban", OPENED, shown, now="2031-05-01 00:00")
    assert found is not None
    assert (found.due.due, found.is_overdue(at("2031-04-30 23:59"))) == (date(2031, 4, 30), False)
    assert found.is_overdue(at("2031-05-01 00:00"))


def test_what_is_withdrawn_is_withdrawn_in_three_working_days() -> None:
    overturned = ("record_overturned", "2026-02-13 10:00", {"overturned_on": "2026-02-13"})
    assert due("penalty_publicity", "withdraw", OPENED, overturned) == date(2026, 2, 25)


SEIZED = ("", "2026-01-20 18:30")


def test_a_seizure_ends_in_the_holiday_and_testing_does_not_count() -> None:
    opening = {"seized_on": "2026-01-20", "is_urgent": "yes"}
    assert due("seizure", "end", SEIZED, **opening) == date(2026, 2, 19)
    tested = (("send_for_testing", "2026-01-26 09:00"), ("receive_result", "2026-02-02 09:00"))
    assert due("seizure", "end", SEIZED, *tested, **opening) == date(2026, 2, 26)
    assert due("seizure", "end", SEIZED, ("extend", "2026-02-10 09:00"), **opening) == date(2026, 3, 21)
    assert due("seizure", "approve_urgent", SEIZED, **opening) == at("2026-01-21 18:30")
    assert clock("seizure", "approve_urgent", SEIZED, **opening | {"is_urgent": "no"}) is None


def test_a_seizure_is_made_longer_before_its_end_alone() -> None:
    opening = {"seized_on": "2026-01-20", "is_urgent": "no"}
    for day, state in (("2026-02-19", ClockState.MET), ("2026-02-20", ClockState.MET_LATE)):
        found = clock("seizure", "extend_in_time", SEIZED, ("extend", f"{day} 09:00"), **opening)
        assert found is not None
        assert found.state is state


def test_what_is_preserved_is_dealt_with_in_seven_working_days() -> None:
    assert due("preservation", "handle", OPENED, preserved_on="2026-02-10") == date(2026, 2, 26)


def test_a_reporter_without_a_name_is_owed_no_answer() -> None:
    steps = (OPENED, ("assign", "2026-02-10 10:00"), ("file", "2026-03-02 10:00"))
    assert due("lead", "tell_filed", *steps, real_name="yes") == date(2026, 3, 9)
    assert clock("lead", "tell_filed", *steps, real_name="no") is None
    assert clock("lead", "tell_filed", *steps) is None


def test_a_new_notice_counts_its_days_anew() -> None:
    steps = (
        FILED,
        ("serve_notice", "2026-02-10 10:00", {"notice_received_on": "2026-02-10"}),
        ("notify_again", "2026-03-02 10:00"),
        ("serve_notice", "2026-03-03 10:00", {"notice_received_on": "2026-03-03"}),
    )
    found = clock("penalty_ordinary", "ask_hearing", *steps)
    assert found is not None
    assert (found.nth, found.due.due, found.state) == (2, date(2026, 3, 10), ClockState.RUNNING)
