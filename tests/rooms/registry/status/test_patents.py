"""Histories of patents worked by hand from the text of the law."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rooms.registry.status.histories import at_end_of, event
from zhichan.rooms.registry.status import (
    Facts,
    LegalEvent,
    Mark,
    Misfit,
    PublicClass,
    Timeline,
    expiry_on,
    patents,
    replay_as_known,
    span_on,
    state_on,
    timeline,
)

FILED = Facts(date(2012, 1, 10))
GRANT = [
    event("PUBLISHED", "2013-07-10"),
    event("EXAM_ENTERED", "2013-09-01"),
    event("GRANTED", "2015-06-03"),
]


def invention(*events: LegalEvent) -> Timeline:
    return timeline(patents(), "invention", FILED, events)


def states(found: Timeline) -> list[tuple[str, str]]:
    """Recorded spans as first day and state."""
    return [(str(s.starts_on), s.state) for s in found.spans if not s.is_computed]


def test_application_withdrawn_before_publication_ends_at_once() -> None:
    found = invention(event("WITHDRAWN", "2012-05-01"))
    assert states(found) == [("2012-01-10", "FILED"), ("2012-05-01", "WITHDRAWN")]
    assert found.problems == ()


def test_voluntary_withdrawal_cannot_be_restored_but_a_deemed_one_can() -> None:
    restored = event("RESTORED", "2012-08-01")
    refused = invention(event("WITHDRAWN", "2012-05-01"), restored)
    assert [(p.event, p.state, p.misfit) for p in refused.problems] == [(restored, "WITHDRAWN", Misfit.UNFIT)]
    back = invention(event("DEEMED_WITHDRAWN", "2012-05-01"), restored)
    assert states(back)[-1] == ("2012-08-01", "FILED")


def test_withdrawal_forgets_the_state_a_refusal_had_left() -> None:
    restored = event("RESTORED", "2014-12-01")
    found = invention(
        *GRANT[:2],
        event("REFUSED", "2014-06-01"),
        event("REEXAM_REQUESTED", "2014-08-15"),
        event("WITHDRAWN", "2014-10-01"),
        restored,
    )
    assert states(found)[-1] == ("2014-10-01", "WITHDRAWN")
    assert [problem.event for problem in found.problems] == [restored]


def test_missed_review_limit_restored_leads_back_to_the_open_refusal() -> None:
    found = invention(
        *GRANT[:2],
        event("REFUSED", "2014-06-01"),
        event("REFUSAL_FINAL", "2014-09-01"),
        event("RESTORED", "2014-11-01"),
        event("REEXAM_REQUESTED", "2014-11-01"),
        event("REFUSAL_REVOKED", "2015-02-01"),
    )
    assert [state for _, state in states(found)][-4:] == ["REFUSED_OPEN", "REFUSED", "REEXAM", "EXAM"]


def test_many_events_of_one_day_wait_for_each_other() -> None:
    codes = ["FEE_PAID_LATE", "FEE_MISSED", "GRANTED", "GRANT_NOTIFIED", "EXAM_ENTERED", "PUBLISHED"]
    found = invention(*(event(code, "2014-01-10", order=at) for at, code in enumerate(codes)))
    assert states(found)[-1] == ("2014-01-10", "IN_FORCE")


def test_lapse_learned_in_may_with_effect_in_january_and_restored_in_august() -> None:
    events = [
        *GRANT,
        event("TERMINATED_UNPAID", "2018-01-10", "2018-05-20"),
        event("RESTORED", "2018-08-15", "2018-08-20"),
    ]
    march = date(2018, 3, 1)
    before = timeline(patents(), "invention", FILED, replay_as_known(events, at_end_of("2018-04-30")))
    after = timeline(patents(), "invention", FILED, replay_as_known(events, at_end_of("2018-05-31")))
    now = invention(*events)
    assert state_on(before, march) == "IN_FORCE"
    assert state_on(after, march) == "LAPSED_FEE"
    assert state_on(after, date(2018, 1, 9)) == "IN_FORCE"
    assert state_on(now, march) == "LAPSED_FEE"
    assert states(now)[-3:] == [
        ("2015-06-03", "IN_FORCE"),
        ("2018-01-10", "LAPSED_FEE"),
        ("2018-08-15", "IN_FORCE"),
    ]


def test_grace_disappears_when_the_lapse_names_the_due_day() -> None:
    grace = event("FEE_MISSED", "2018-01-10")
    assert state_on(invention(*GRANT, grace), date(2018, 3, 1)) == "GRACE"
    lapsed = invention(*GRANT, grace, event("TERMINATED_UNPAID", "2018-01-10", "2018-09-01"))
    assert states(lapsed)[-1] == ("2018-01-10", "LAPSED_FEE")
    assert lapsed.problems == ()


def test_fee_paid_in_grace_keeps_the_right_throughout() -> None:
    found = invention(*GRANT, event("FEE_MISSED", "2018-01-10"), event("FEE_PAID_LATE", "2018-04-02"))
    assert states(found)[-2:] == [("2018-01-10", "GRACE"), ("2018-04-02", "IN_FORCE")]


def test_suspension_overtaken_by_a_lapse_that_reaches_behind_it_is_reported() -> None:
    suspended = event("SUSPENDED", "2018-03-01")
    found = invention(*GRANT, suspended, event("TERMINATED_UNPAID", "2018-01-10", "2018-09-01"))
    assert states(found)[-1] == ("2018-01-10", "LAPSED_FEE")
    assert [(p.event, p.misfit) for p in found.problems] == [(suspended, Misfit.OVERTAKEN)]


@pytest.mark.parametrize(
    "end",
    [
        event("TERMINATED_UNPAID", "2018-01-10"),
        event("TERM_ENDED", "2032-01-10"),
        event("SURRENDERED", "2019-01-01"),
        event("FEE_MISSED", "2018-01-10"),
        event("SUSPENDED", "2018-01-10"),
        event("EXTENSION_BEGAN", "2032-01-10"),
    ],
    ids=lambda e: e.code,
)
def test_invalidation_reaches_every_right_that_was_granted(end: LegalEvent) -> None:
    found = invention(*GRANT, end, event("INVALIDATED", "2033-02-01"))
    assert states(found) == [
        ("2012-01-10", "FILED"),
        ("2013-07-10", "PUBLISHED"),
        ("2013-09-01", "EXAM"),
        ("2015-06-03", "INVALID"),
    ]
    assert found.problems == ()


def test_invalidation_set_aside_by_a_court_gives_the_earlier_history_back() -> None:
    decision = event("INVALIDATED", "2019-02-01")
    events = [*GRANT, event("TERMINATED_UNPAID", "2018-01-10"), decision]
    annulled = invention(*events, event("INVALIDATION_ANNULLED", "2020-11-30"))
    assert state_on(invention(*events), date(2016, 1, 1)) == "INVALID"
    assert state_on(annulled, date(2016, 1, 1)) == "IN_FORCE"
    assert annulled.spans == invention(*events[:-1]).spans
    assert annulled.set_aside == (decision,)
    again = invention(
        *events, event("INVALIDATION_ANNULLED", "2020-11-30"), event("INVALIDATED", "2021-06-01")
    )
    assert state_on(again, date(2016, 1, 1)) == "INVALID"


def test_refusal_reexamination_and_grant() -> None:
    found = invention(
        *GRANT[:2],
        event("REFUSED", "2014-06-01"),
        event("REEXAM_REQUESTED", "2014-08-15"),
        event("REFUSAL_REVOKED", "2015-03-01"),
        event("GRANT_NOTIFIED", "2015-04-01"),
        event("GRANTED", "2015-06-03"),
    )
    assert [state for _, state in states(found)] == [
        "FILED",
        "PUBLISHED",
        "EXAM",
        "REFUSED_OPEN",
        "REEXAM",
        "EXAM",
        "GRANT_NOTICE",
        "IN_FORCE",
    ]


def test_refused_design_goes_back_to_preliminary_examination() -> None:
    events = [
        event("REFUSED", "2012-06-01"),
        event("REEXAM_REQUESTED", "2012-08-01"),
        event("REFUSAL_REVOKED", "2013-01-01"),
    ]
    found = timeline(patents(), "design", FILED, events)
    assert states(found)[-1] == ("2013-01-01", "FILED")


def test_refusal_annulled_by_a_court_returns_to_reexamination() -> None:
    upheld = event("REFUSAL_UPHELD", "2015-01-01")
    events = [*GRANT[:2], event("REFUSED", "2014-06-01"), event("REEXAM_REQUESTED", "2014-08-15"), upheld]
    assert states(invention(*events))[-1] == ("2015-01-01", "REFUSED")
    found = invention(*events, event("REFUSAL_ANNULLED", "2016-02-01"), event("GRANTED", "2016-12-01"))
    assert states(found)[-2:] == [("2014-08-15", "REEXAM"), ("2016-12-01", "IN_FORCE")]


def test_two_suspensions_end_one_by_one() -> None:
    found = invention(
        *GRANT,
        event("SUSPENDED", "2016-01-01"),
        event("PRESERVED", "2016-03-01"),
        event("RESUMED", "2017-01-01"),
        event("PRESERVATION_LIFTED", "2017-03-01"),
    )
    assert state_on(found, date(2017, 2, 1)) == "SUSPENDED"
    assert state_on(found, date(2017, 3, 1)) == "IN_FORCE"


def test_right_preserved_in_grace_returns_to_grace() -> None:
    found = invention(
        *GRANT,
        event("FEE_MISSED", "2018-01-10"),
        event("PRESERVED", "2018-02-01"),
        event("PRESERVATION_LIFTED", "2018-05-01"),
    )
    assert states(found)[-1] == ("2018-05-01", "GRACE")


@pytest.mark.parametrize(
    ("kind", "filed_on", "ends_on", "mark"),
    [
        ("invention", date(1999, 9, 6), date(2019, 9, 6), Mark.MEMORY),
        ("utility_model", date(2020, 2, 29), date(2030, 2, 28), Mark.MEMORY),
        ("design", date(2021, 5, 31), date(2031, 5, 31), Mark.MEMORY),
        ("design", date(2021, 6, 1), date(2036, 6, 1), Mark.MEMORY),
    ],
)
def test_term_by_kind_and_filing_day(kind: str, filed_on: date, ends_on: date, mark: Mark) -> None:
    expiry = expiry_on(kind, filed_on)
    assert expiry is not None
    assert (expiry.ends_on, expiry.mark) == (ends_on, mark)


def test_last_day_and_compensation() -> None:
    expiry = expiry_on("invention", date(1999, 9, 6), compensation_days=100)
    assert expiry is not None
    assert expiry.term_ends_on == date(2019, 9, 6)
    assert expiry.last_day == date(2019, 12, 14)


def test_computed_expiry_is_told_apart_from_a_gazetted_one() -> None:
    silent = invention(*GRANT)
    computed = span_on(silent, date(2032, 1, 10))
    assert computed is not None
    assert (computed.state, computed.recorded, computed.is_computed) == ("EXPIRED", "IN_FORCE", True)
    assert computed.mark is Mark.MEMORY
    assert state_on(silent, date(2032, 1, 9)) == "IN_FORCE"
    assert state_on(silent, date(2032, 1, 10), is_recorded_only=True) == "IN_FORCE"
    gazetted = span_on(invention(*GRANT, event("TERM_ENDED", "2032-01-10")), date(2032, 1, 10))
    assert gazetted is not None
    assert (gazetted.state, gazetted.is_computed) == ("EXPIRED", False)


def test_compensated_term_shows_as_extended_and_only_then_expires() -> None:
    found = timeline(patents(), "invention", FILED._replace(compensation_days=100), GRANT)
    assert [(str(s.starts_on), s.state) for s in found.spans if s.is_computed] == [
        ("2032-01-10", "EXTENDED"),
        ("2032-04-19", "EXPIRED"),
    ]


def test_unpaid_fees_never_lapse_a_right_by_themselves() -> None:
    found = invention(*GRANT, event("FEE_MISSED", "2018-01-10"))
    assert state_on(found, date(2031, 12, 31)) == "GRACE"


def test_pending_applications_have_no_computed_end() -> None:
    assert all(not span.is_computed for span in invention(*GRANT[:2]).spans)


def test_repeated_early_and_unknown_events_are_kept_and_named() -> None:
    events = [
        *GRANT,
        event("GRANTED", "2015-06-10", source="export"),
        event("PUBLISHED", "2011-01-01"),
        event("STRUCK_BY_LIGHTNING", "2015-07-01"),
    ]
    assert {p.event.code: p.misfit for p in invention(*events).problems} == {
        "GRANTED": Misfit.REPEATED,
        "PUBLISHED": Misfit.EARLY,
        "STRUCK_BY_LIGHTNING": Misfit.UNKNOWN,
    }


def test_events_of_one_day_are_taken_in_the_order_the_law_gives() -> None:
    same_day = [event("EXAM_ENTERED", "2013-07-10"), event("PUBLISHED", "2013-07-10")]
    found = invention(*same_day)
    assert states(found)[-1] == ("2013-07-10", "EXAM")
    assert found.problems == ()


def test_every_state_says_whether_it_is_pending_in_force_or_ended() -> None:
    machine = patents()
    assert len(machine.states) == 17
    assert machine.public_class("GRACE") is PublicClass.IN_FORCE
    assert machine.public_class("SUSPENDED") is PublicClass.IN_FORCE
    assert machine.public_class("INVALID") is PublicClass.ENDED
