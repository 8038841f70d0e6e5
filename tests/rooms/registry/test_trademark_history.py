"""What stood when of a trademark item: terms, renewals in grace, both laws, decisions on some goods."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from zhichan.core.registers.bitemporal import rectangles
from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.core.registers.values import ENDED, ValueEvent
from zhichan.rooms.registry.trademark_history import LISTED, TERM_STATED, trademark_segments

EARLY = datetime(2020, 1, 1, tzinfo=UTC)
LATE = datetime(2021, 1, 1, tzinfo=UTC)
CLASS, STATUS, GOODS, EXPIRES = 1, 2, 3, 4


def mark(office: str = "CN", filed: str = "2009-05-04", published: str | None = "2010-01-13"):
    on = date.fromisoformat
    return SimpleNamespace(
        office=office, filed_on=on(filed), published_on=on(published) if published else None
    )


def event(code: str, day: str, known: datetime = EARLY, **values) -> ValueEvent:
    return ValueEvent(code, date.fromisoformat(day), known, KNOWN_FOREVER, 0, values)


REGISTERED = (
    event(LISTED, "2009-05-04", goods="陶瓷；玻璃器皿；刷子"),
    event("PUBLISHED", "2010-01-13"),
    event("REGISTERED", "2010-04-14"),
)


def at(segments, day: str):
    on = date.fromisoformat(day)
    [found] = [one.state for one in segments if one.valid_from <= on < one.valid_to]
    return found


def test_a_term_ends_ten_years_after_registration_and_grace_follows() -> None:
    found = trademark_segments(mark(), REGISTERED)
    assert at(found, "2009-12-31")[STATUS] == "FILED"
    assert at(found, "2010-04-13")[CLASS] == "pending"
    standing = at(found, "2010-04-14")
    assert (standing[CLASS], standing[STATUS], standing[EXPIRES]) == (
        "in_force",
        "REGISTERED",
        date(2020, 4, 13),
    )
    assert at(found, "2020-04-13")[STATUS] == "REGISTERED"
    assert at(found, "2020-04-14")[STATUS] == "GRACE"
    assert at(found, "2020-04-14")[CLASS] == "in_force"


def test_a_renewal_in_grace_works_from_the_end_of_the_old_term_once_it_is_known() -> None:
    events = [*REGISTERED, event("RENEWED", "2020-04-14", LATE)]
    found = rectangles(events, lambda known: trademark_segments(mark(), known))
    day = date(2020, 9, 1)

    def known(instant: datetime):
        [state] = [one.state for one in found if one.holds(day, instant)]
        return state[STATUS], state[EXPIRES]

    assert known(EARLY) == ("GRACE", date(2020, 4, 13))
    assert known(LATE) == ("REGISTERED", date(2030, 4, 13))


@pytest.mark.parametrize(
    ("published", "registered", "last_day"),
    [("2018-03-06", "2020-02-01", "2028-06-06"), ("2027-03-06", "2028-02-01", "2037-05-06")],
    ids=["three months to 2026", "two months from 2027"],
)
def test_after_a_failed_opposition_the_term_counts_from_the_end_of_its_period(
    published, registered, last_day
) -> None:
    """The law of the day of publication: three months, from 2027-01-01 two. Days worked by hand."""
    events = [
        event("PUBLISHED", published),
        event("OPPOSED", f"{published[:8]}20"),
        event("REGISTERED", registered),
    ]
    found = trademark_segments(mark(published=published, filed="2017-01-05"), events)
    assert at(found, registered)[EXPIRES] == date.fromisoformat(last_day)
    unopposed = trademark_segments(mark(published=published, filed="2017-01-05"), [events[0], events[2]])
    expected = date.fromisoformat(registered)
    assert at(unopposed, registered)[EXPIRES] == expected.replace(year=expected.year + 10, month=1, day=31)


def test_a_decision_on_some_goods_leaves_the_others_standing() -> None:
    found = trademark_segments(mark(), [*REGISTERED, event("REVOKED", "2015-03-02", goods="刷子；陶瓷")])
    assert at(found, "2015-03-01")[GOODS] == "陶瓷；玻璃器皿；刷子"
    assert at(found, "2015-03-02")[:5][1:4] == ("in_force", "REGISTERED", "玻璃器皿")
    whole = trademark_segments(mark(), [*REGISTERED, event("REVOKED", "2015-03-02")])
    assert at(whole, "2015-03-02")[1:4] == ("ended", "REVOKED", "陶瓷；玻璃器皿；刷子")


def test_goods_revoked_one_after_the_other_end_the_item_with_the_last() -> None:
    steps = [("2015-03-02", "刷子"), ("2016-03-02", "陶瓷"), ("2017-03-02", "玻璃器皿")]
    events = [event("REVOKED", day, goods=goods) for day, goods in steps]
    found = trademark_segments(mark(), [*REGISTERED, *events])
    assert [at(found, day)[CLASS] for day, _goods in steps] == ["in_force", "in_force", "ended"]


def test_a_stated_end_counts_where_it_is_later_than_the_computed_one() -> None:
    stated = event(TERM_STATED, "2010-04-14", expires_on=date(2020, 6, 30))
    found = trademark_segments(mark(), [*REGISTERED, stated])
    assert at(found, "2020-06-30")[1:3] == ("in_force", "REGISTERED")
    assert at(found, "2020-07-01")[STATUS] == "GRACE"
    assert at(found, "2015-01-01")[EXPIRES] == date(2020, 6, 30)


def test_an_invalidation_reaches_back_to_the_first_day_and_lapse_is_never_computed() -> None:
    void = trademark_segments(mark(), [*REGISTERED, event("INVALIDATED", "2016-05-05")])
    assert at(void, "2012-01-01")[CLASS] == "ended"
    assert at(trademark_segments(mark(), REGISTERED), "2099-01-01")[STATUS] == "GRACE"


def test_a_mark_of_another_office_has_no_status_of_ours() -> None:
    found = trademark_segments(mark("US"), REGISTERED)
    assert [at(found, day)[STATUS] for day in ("2009-06-01", "2010-02-01", "2050-01-01")] == [
        "ABROAD_FILED",
        "ABROAD_PUBLISHED",
        "ABROAD_REGISTERED",
    ]
    assert {one.state[CLASS] for one in found} == {"abroad"}


def test_an_item_that_left_the_register_stands_nowhere_after() -> None:
    found = trademark_segments(mark(), [*REGISTERED, event(ENDED, "2012-02-02")])
    assert max(one.valid_to for one in found) == date(2012, 2, 2)
    assert trademark_segments(mark(), []) == []
