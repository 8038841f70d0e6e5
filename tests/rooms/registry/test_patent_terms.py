"""A term that is over ends a right by computation, and says so; what is recorded of the day stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.registry.status.histories import FILED, events, kinds, lives
from zhichan.core.access.roles import Role
from zhichan.core.registers.moments import KNOWN_FOREVER, Moment
from zhichan.core.registers.queries import periods_at
from zhichan.core.registers.sweepers import turn_with_the_day
from zhichan.core.registers.values import ValueEvent
from zhichan.rooms.registry.legal_moves import moves_of
from zhichan.rooms.registry.models import Patent, PatentEvent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.patent_history import TERM_OVER, patent_segments
from zhichan.rooms.registry.status import patents
from zhichan.rooms.registry.status.replay import recorded_spans

from .files import csv_of, number, row
from .taking import FEB, JUNE, counts, take_in
from .test_legal_events import say
from .test_measures import HEADS, ask, invention, places  # noqa: F401  a fixture
from .test_row_pages import line_of, page

pytestmark = pytest.mark.django_db
YEARS = {"invention": 20, "utility_model": 10, "design": 15}


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def old(serial: int, kind: int, filed: str, granted: str, **more: str) -> dict[str, str]:
    """A patent of long ago."""
    return {
        **row(serial, 申请号=number(serial, int(filed[:4]), kind)),
        "申请日": filed,
        "授权公告日": granted,
        **more,
    }


def status_on(day: date, by, known_at=JUNE) -> tuple[str, str]:
    found = periods_at(PATENTS, Moment(day, known_at), by).get()
    return found.status, found.public_class


@pytest.mark.parametrize(
    ("kind", "filed", "last_day"),
    [
        (1, "2005-09-06", date(2025, 9, 5)),
        (2, "2012-02-29", date(2022, 2, 27)),
        (3, "2009-09-06", date(2024, 9, 5)),  # ten years by a rule from memory: the longer term counts
    ],
)
def test_a_right_stands_on_the_last_day_of_its_term_and_not_on_the_next(officer, kind, filed, last_day):
    content = csv_of([old(1, kind, filed, "2012-03-01")])
    take_in(content, officer)
    assert status_on(last_day, officer) == ("IN_FORCE", "in_force")
    assert status_on(last_day + timedelta(1), officer) == (TERM_OVER, "ended")
    patent = Patent.objects.get()
    assert (patent.status, patent.get_status_display()) == (TERM_OVER, "期限届满（推算）")
    assert not PatentEvent.objects.filter(code__in=(TERM_OVER, "TERM_ENDED")).exists()
    assert counts(take_in(content, officer, JUNE)) == (0, 0, 1, 0)


def test_the_row_leaves_with_the_day(officer):
    take_in(csv_of([old(1, 2, "2016-03-10", "2017-01-10")]), officer)
    assert Patent.objects.get().status == "IN_FORCE"
    turn_with_the_day(datetime(2026, 3, 9, 8, tzinfo=UTC))
    assert Patent.objects.get().status == "IN_FORCE"
    turn_with_the_day(datetime(2026, 3, 10, 8, tzinfo=UTC))
    assert Patent.objects.get().status == TERM_OVER


@pytest.mark.parametrize(
    ("code", "day", "status"),
    [
        ("TERM_ENDED", date(2025, 9, 6), "EXPIRED"),
        ("EXTENSION_BEGAN", date(2025, 9, 6), "EXTENDED"),
        ("PRESERVED", date(2025, 10, 8), "SUSPENDED"),
        ("TERMINATED_UNPAID", date(2020, 1, 10), "LAPSED_FEE"),
        ("INVALIDATED", date(2026, 1, 10), "INVALID"),
    ],
)
def test_what_is_recorded_stands_over_what_is_computed(officer, code, day, status):
    take_in(csv_of([old(1, 1, "2005-09-06", "2008-03-05")]), officer)
    assert Patent.objects.get().status == TERM_OVER
    after = say(Patent.objects.get(), code, day, officer)
    assert after.status == status
    assert status_on(date(2026, 6, 10), officer, FEB)[0] == TERM_OVER


def test_one_without_filing_day_or_never_granted_ends_by_nothing_computed(officer):
    rows = [old(1, 1, "2005-09-06", ""), {**old(2, 1, "2005-09-06", "2008-03-05"), "申请日": ""}]
    take_in(csv_of(rows), officer)
    assert [one.status for one in Patent.objects.order_by("number")] == ["FILED", "IN_FORCE"]


def test_counts_of_any_day_leave_out_what_is_over(officer, places):  # noqa: F811
    filed = [f"{year}-03-18" for year in (2004, 2005, 2006, 2007)]
    rows = [
        invention(n, 申请号=number(n, int(day[:4]), 1), 申请日=day, 授权公告日="2010-11-02")
        for n, day in enumerate(filed, 1)
    ]
    take_in(csv_of(rows, HEADS), officer)
    for on in (
        date(2023, 12, 31),
        date(2024, 3, 17),
        date(2024, 3, 18),
        date(2025, 12, 31),
        date(2026, 3, 18),
    ):
        standing = sum(date.fromisoformat(day).replace(year=int(day[:4]) + 20) > on for day in filed)
        assert ask("inventions_in_force", officer, on=on).value == standing


def test_the_page_says_that_it_is_computed_and_the_end_can_be_recorded(officer, signed_in, office):
    take_in(csv_of([old(1, 1, "2005-09-06", "2008-03-05")]), officer)
    patent = Patent.objects.get()
    shown = page(signed_in(Role.PLAN_OFFICER, office), "patent", patent.pk)
    assert "期限届满（推算）" in shown
    assert "2025-09-05" in shown
    assert "TERM_ENDED" in moves_of(PATENTS, patent, at=JUNE, today=date(2026, 6, 10)).onward


def test_the_line_of_time_ends_with_today_and_names_the_day_that_comes(officer):
    take_in(csv_of([row(1, 申请号=number(1, kind=1))]), officer)
    line = line_of(Patent.objects.get())
    assert [(one.words, one.until) for one in line.stretches][-1] == ("有效", date(2041, 3, 18))
    assert max(one.x + one.width for one in line.stretches) <= 1000


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_on_each_day_what_stands_is_what_was_recorded_or_the_computed_end(data):
    """By day and not by span; the later days of each history are moved to the end of the term."""
    kind = data.draw(kinds(patents()))
    over = FILED.replace(year=FILED.year + YEARS[kind])
    history = data.draw(lives(patents(), kind) | events(patents()))
    late = data.draw(st.integers(0, len(history)))
    moved = [
        one._replace(effective_on=one.effective_on + (over - FILED - timedelta(6)) * (place >= late))
        for place, one in enumerate(sorted(history, key=lambda one: one.effective_on))
    ]
    recorded = recorded_spans(patents(), kind, FILED, moved)
    told = [ValueEvent(e.code, e.effective_on, e.known_at, KNOWN_FOREVER, e.order, {}) for e in moved]
    found = patent_segments(SimpleNamespace(kind=kind, filed_on=FILED), told)
    for day in (over + timedelta(n) for n in range(-8, 12)):
        [state] = [one.state[2] for one in found if one.valid_from <= day < one.valid_to] or [None]
        spans = [(a, s) for a, b, s in recorded if a <= day and (b is None or day < b)]
        if not spans or not told:
            assert state is None
            continue
        [(start, wanted)] = spans
        is_over = wanted in ("IN_FORCE", "GRACE", "SUSPENDED") and start < over <= day
        assert state == (TERM_OVER if is_over else wanted)
