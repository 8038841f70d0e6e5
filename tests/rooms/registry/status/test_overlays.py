"""Pledges, licences and the like lie over the status and may hold side by side."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.registry.status.histories import event, events
from zhichan.rooms.registry.status import Facts, overlays_of, overlays_on, patents, state_on, timeline

PLEDGE = event("PLEDGED", "2016-01-01", reference="Y2016-1")


def test_pledge_and_licence_hold_side_by_side_and_leave_the_status_alone() -> None:
    history = [
        event("GRANTED", "2015-06-03"),
        PLEDGE,
        event("LICENSED_EXCLUSIVE", "2016-03-01", reference="L1"),
        event("PLEDGE_ENDED", "2017-01-01", reference="Y2016-1"),
    ]
    found = overlays_of(patents(), history)
    assert overlays_on(found, date(2016, 6, 1)) == {"pledged", "licensed_exclusive"}
    assert overlays_on(found, date(2017, 1, 1)) == {"licensed_exclusive"}
    assert found.unmatched == ()
    status = timeline(patents(), "invention", Facts(date(2012, 1, 10)), history)
    assert state_on(status, date(2016, 6, 1)) == "IN_FORCE"
    assert status.problems == ()


def test_closing_without_reference_closes_the_only_one_open() -> None:
    ended = event("PLEDGE_ENDED", "2017-01-01")
    assert overlays_of(patents(), [PLEDGE, ended]).intervals[0].ends_on == date(2017, 1, 1)


def test_closing_that_could_mean_two_closes_neither_and_is_given_back() -> None:
    ended = event("LICENCE_ENDED", "2018-01-01")
    both = [event("LICENSED", "2016-01-01"), event("LICENSED_SOLE", "2016-02-01")]
    found = overlays_of(patents(), [*both, ended])
    assert [one.ends_on for one in found.intervals] == [None, None]
    assert found.unmatched == (ended,)


def test_closing_of_another_contract_is_given_back() -> None:
    ended = event("PLEDGE_ENDED", "2017-01-01", reference="Y2016-2")
    assert overlays_of(patents(), [PLEDGE, ended]).unmatched == (ended,)


def test_decision_on_invalidity_closes_the_request() -> None:
    found = overlays_of(
        patents(), [event("INVALIDATION_REQUESTED", "2018-01-01"), event("INVALIDATED", "2018-09-01")]
    )
    assert [(one.id, one.ends_on) for one in found.intervals] == [("invalidation_pending", date(2018, 9, 1))]


def test_pledge_of_one_day_is_opened_and_closed() -> None:
    found = overlays_of(patents(), [PLEDGE, event("PLEDGE_ENDED", "2016-01-01", reference="Y2016-1")])
    assert (found.intervals[0].ends_on, found.unmatched) == (date(2016, 1, 1), ())
    assert overlays_on(found, date(2016, 1, 1)) == frozenset()


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_history_gives_ordered_intervals_whatever_its_order(data: st.DataObject) -> None:
    history = data.draw(events(patents()))
    found = overlays_of(patents(), history)
    assert found == overlays_of(patents(), data.draw(st.permutations(history)))
    assert all(one.ends_on is None or one.starts_on <= one.ends_on for one in found.intervals)
