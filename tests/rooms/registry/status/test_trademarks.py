"""Histories of trademark items worked by hand, under both laws."""

from __future__ import annotations

from datetime import date

from tests.rooms.registry.status.histories import at_end_of, event
from zhichan.rooms.registry.status import (
    Facts,
    LegalEvent,
    Mark,
    ScopedEvent,
    Timeline,
    item_timelines,
    opposition_windows,
    replay_as_known,
    span_on,
    state_on,
    timeline,
    trademarks,
)

FILED = Facts(date(2009, 5, 4))
REGISTERED = [event("PUBLISHED", "2010-01-13"), event("REGISTERED", "2010-04-14")]


def item(*events: LegalEvent) -> Timeline:
    return timeline(trademarks(), "trademark", FILED, events)


def last(found: Timeline) -> str:
    return [span for span in found.spans if not span.is_computed][-1].state


def test_renewal_in_the_fifth_month_of_grace_works_from_the_end_of_the_old_term() -> None:
    renewal = event("RENEWED", "2020-04-14", "2020-09-10")
    before = timeline(
        trademarks(), "trademark", FILED, replay_as_known([*REGISTERED, renewal], at_end_of("2020-09-01"))
    )
    grace = span_on(before, date(2020, 8, 20))
    assert grace is not None
    assert (grace.state, grace.is_computed, grace.mark) == ("GRACE", True, Mark.VERIFIED)
    after = item(*REGISTERED, renewal)
    assert state_on(after, date(2020, 8, 20)) == "REGISTERED"
    assert state_on(after, date(2030, 4, 13)) == "REGISTERED"
    assert state_on(after, date(2030, 4, 14)) == "GRACE"


def test_recorded_grace_goes_back_to_registered_on_renewal() -> None:
    found = item(*REGISTERED, event("TERM_ENDED", "2020-04-14"), event("RENEWED", "2020-09-10"))
    assert state_on(found, date(2020, 8, 1)) == "GRACE"
    assert last(found) == "REGISTERED"


def test_end_of_grace_alone_never_lapses_a_registration() -> None:
    assert state_on(item(*REGISTERED), date(2025, 1, 1)) == "GRACE"
    lapsed = item(*REGISTERED, event("LAPSED", "2020-04-14", "2020-12-01"))
    assert state_on(lapsed, date(2020, 5, 1)) == "LAPSED"


def test_term_stated_by_the_source_counts_where_renewals_are_not_known() -> None:
    stated = FILED._replace(term_ends_on=date(2030, 4, 14))
    found = timeline(trademarks(), "trademark", stated, REGISTERED)
    assert state_on(found, date(2025, 1, 1)) == "REGISTERED"
    grace = span_on(found, date(2030, 4, 14))
    assert grace is not None
    assert grace.mark is Mark.STATED


def test_term_counts_from_the_day_the_right_began_where_an_opposition_failed() -> None:
    events = [
        event("PUBLISHED", "2010-01-13"),
        event("OPPOSED", "2010-03-01"),
        event("REGISTERED", "2012-06-01"),
    ]
    facts = FILED._replace(right_from=date(2010, 4, 14))
    assert state_on(timeline(trademarks(), "trademark", facts, events), date(2020, 4, 14)) == "GRACE"


def test_opposition_of_three_months_to_the_end_of_2026_and_two_from_2027() -> None:
    old, alternative = opposition_windows(date(2026, 12, 31))
    assert (old.law, old.last_day, old.right_from) == ("2019", date(2027, 3, 31), date(2027, 4, 1))
    assert (alternative.law, alternative.last_day) == ("2026", date(2027, 2, 28))
    assert old.mark is alternative.mark is Mark.MEMORY
    (new,) = opposition_windows(date(2027, 1, 1))
    assert (new.law, new.last_day, new.mark) == ("2026", date(2027, 3, 1), Mark.VERIFIED)


def test_opposition_that_ends_before_the_new_law_has_one_window() -> None:
    (window,) = opposition_windows(date(2026, 9, 30))
    assert (window.law, window.last_day, window.mark) == ("2019", date(2026, 12, 30), Mark.VERIFIED)
    assert opposition_windows(date(1999, 1, 1)) == ()


def test_refusal_review_ends_in_publication_or_refusal() -> None:
    asked = [event("REFUSED", "2009-10-01"), event("REFUSAL_REVIEW_REQUESTED", "2009-10-12")]
    assert last(item(*asked, event("PUBLISHED", "2010-08-01"))) == "PUBLISHED"
    upheld = [*asked, event("REFUSAL_UPHELD", "2010-08-01")]
    assert last(item(*upheld)) == "REFUSED"
    assert last(item(*upheld, event("REFUSAL_ANNULLED", "2011-05-01"))) == "REFUSAL_REVIEW"


def test_review_of_non_registration_and_the_court() -> None:
    refused = [
        event("PUBLISHED", "2010-01-13"),
        event("OPPOSED", "2010-03-01"),
        event("NOT_REGISTERED", "2011-03-01"),
        event("NOT_REGISTERED_REVIEW_REQUESTED", "2011-03-10"),
    ]
    assert last(item(*refused, event("REGISTERED", "2012-06-01"))) == "REGISTERED"
    upheld = [*refused, event("NOT_REGISTERED_UPHELD", "2012-06-01")]
    assert last(item(*upheld)) == "UNREGISTRABLE"
    assert last(item(*upheld, event("NOT_REGISTERED_ANNULLED", "2013-01-01"))) == "UNREGISTRABLE_REVIEW"


def test_revocation_is_in_force_only_when_announced() -> None:
    decided = [
        *REGISTERED,
        event("REVOCATION_DECIDED", "2015-01-05"),
        event("REVOCATION_REVIEW_REQUESTED", "2015-01-15"),
    ]
    machine = trademarks()
    assert machine.public_class(last(item(*decided))) == "in_force"
    assert last(item(*decided, event("REVOCATION_LIFTED", "2015-10-01"))) == "REGISTERED"
    revoked = [*decided, event("REVOKED", "2016-01-01")]
    assert state_on(item(*revoked), date(2015, 12, 31)) == "REVOCATION_REVIEW"
    assert last(item(*revoked)) == "REVOKED"
    assert last(item(*revoked, event("REVOCATION_ANNULLED", "2017-01-01"))) == "REVOCATION_REVIEW"


def test_invalidity_works_from_registration_and_can_be_set_aside() -> None:
    decided = [*REGISTERED, event("LAPSED", "2020-04-14"), event("INVALIDATED", "2021-01-01")]
    assert state_on(item(*decided), date(2012, 1, 1)) == "INVALID"
    assert state_on(item(*decided), date(2010, 2, 1)) == "PUBLISHED"
    annulled = item(*decided, event("INVALIDATION_ANNULLED", "2022-01-01"))
    assert state_on(annulled, date(2012, 1, 1)) == "REGISTERED"
    assert last(annulled) == "LAPSED"


def test_partial_decisions_reach_only_their_goods() -> None:
    only = frozenset({"090001"})
    events = [
        *(ScopedEvent(one) for one in REGISTERED),
        ScopedEvent(event("REVOKED", "2015-01-01"), only),
        ScopedEvent(event("SURRENDERED", "2016-01-01"), frozenset({"090002"})),
        ScopedEvent(event("INVALIDATED", "2017-01-01"), frozenset({"099999"})),
    ]
    found = item_timelines(trademarks(), "trademark", FILED, ["090001", "090002", "090003"], events)
    assert {name: last(one) for name, one in found.timelines.items()} == {
        "090001": "REVOKED",
        "090002": "SURRENDERED",
        "090003": "REGISTERED",
    }
    assert found.strays == (events[-1],)


def test_partly_refused_application_is_published_for_the_rest() -> None:
    events = [
        ScopedEvent(event("REFUSED", "2009-10-01"), frozenset({"a"})),
        ScopedEvent(event("PUBLISHED", "2010-01-13"), frozenset({"b"})),
    ]
    found = item_timelines(trademarks(), "trademark", FILED, ["a", "b"], events)
    assert {name: last(one) for name, one in found.timelines.items()} == {
        "a": "REFUSED_OPEN",
        "b": "PUBLISHED",
    }
